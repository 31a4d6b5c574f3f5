"""From stored rows to the values that the rules look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wobangni.catalogue.rules.limits import Limit, LimitKind
from wobangni.kernel.rules.time_units import TimeUnit
from wobangni.service_requests.models import Assignment, Deadline, ServiceRequest
from wobangni.service_requests.rules.deadlines import Clock, ClockState
from wobangni.service_requests.rules.snapshot import Above, Assigned, Snapshot
from wobangni.service_requests.rules.states import TAKEN_DOWN, AssignmentRole, AssignmentState, State


def snapshot_of(
    row: ServiceRequest,
    assignments: Iterable[Assignment],
    deadline_rows: Iterable[Deadline],
    above: ServiceRequest | None = None,
) -> Snapshot:
    """The rules' view of stored rows. ``above``: what a merged one was merged into (``merged_above``)."""
    return snapshot_with(row, assignments, clocks_of(deadline_rows), above)


def snapshot_with(
    row: ServiceRequest,
    assignments: Iterable[Assignment],
    clocks: Mapping[LimitKind, Clock],
    above: ServiceRequest | None = None,
) -> Snapshot:
    """The same with clocks at hand."""
    return Snapshot(
        county=row.county,
        id=row.id,
        code=row.code,
        state=State(row.state),
        version=row.version,
        submitted_at=row.submitted_at,
        back_state=State(row.back_state) if row.back_state else None,
        service_id=row.service_id,
        urgent=row.urgent,
        anonymous=row.anonymous,
        taken_down=row.channel in TAKEN_DOWN,
        supervised=row.supervised,
        closed_at=row.closed_at,
        reminded_at=row.reminded_at,
        returns=row.returns,
        reworks=row.reworks,
        passed_on=row.passed_on,
        raised=row.raised,
        extensions=row.extensions,
        extension_pending=row.extension_pending,
        reminders=row.reminders,
        solved=row.solved,
        satisfied=row.satisfied,
        above=Above(above.code, State(above.state), above.lead_unit_id) if above is not None else None,
        assignments=tuple(
            Assigned(
                a.id,
                a.unit_id,
                AssignmentRole(a.role),
                AssignmentState(a.state),
                a.handler_id,
                a.handler_name,
                a.called,
            )
            for a in assignments
        ),
        clocks=clocks,
    )


def clocks_of(deadline_rows: Iterable[Deadline]) -> dict[LimitKind, Clock]:
    return {LimitKind(d.kind): clock_of(d) for d in deadline_rows}


def clock_of(d: Deadline) -> Clock:
    """The rules' view of one stored deadline."""
    return Clock(
        kind=LimitKind(d.kind),
        state=ClockState(d.state),
        limit=Limit(d.amount, TimeUnit(d.time_unit)),
        started_at=d.started_at,
        due_at=d.due_at,
        yellow_at=d.yellow_at,
        remaining=d.remaining,
        met_at=d.met_at,
        run=d.run,
        done=d.done,
        next_step=d.next_step,
        next_at=d.next_at,
    )
