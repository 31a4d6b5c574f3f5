"""One request under its lock, with what its steps have changed and what is still to be written. Used by ``transition`` alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext as _

from wobangni.catalogue.rules.limits import WAITING, LimitKind
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import NotFound
from wobangni.kernel.outbox import Message
from wobangni.service_requests.commands.record import deltas_of, next_event
from wobangni.service_requests.models import Assignment, Deadline, Event, ServiceRequest, TallyDelta
from wobangni.service_requests.queries.merged import merged_above
from wobangni.service_requests.rules.change import Change
from wobangni.service_requests.rules.deadlines import Clock, ClockState
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.snapshot import Snapshot
from wobangni.service_requests.rules.tallies import Dimensions
from wobangni.service_requests.snapshots import clocks_of, snapshot_with

_M = TypeVar("_M", bound=models.Model)
#: Columns that every step changes.
ALWAYS = ("state", "version", "updated_at", "last_hash", "due_at", "yellow_at", "answer_due_at")


@dataclass(slots=True)
class Held:
    """``lead``: of a merge, the one that stays, locked too. ``fields``: columns of ``row`` that have changed; ``moved``, ``made``: assignments."""

    row: ServiceRequest
    lead: ServiceRequest | None
    assignments: list[Assignment]
    clocks: dict[LimitKind, Clock]
    fields: set[str] = field(default_factory=set)
    moved: dict[UUID, Assignment] = field(default_factory=dict)
    made: list[Assignment] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    deltas: list[TallyDelta] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    def snapshot(self) -> Snapshot:
        """As the rules see it, all steps so far included."""
        return snapshot_with(self.row, self.assignments, self.clocks, merged_above(self.row))

    def apply(self, action: Action, actor: Actor, change: Change, now: dt.datetime, key: str | None) -> None:
        """Takes one decided change over; nothing is written yet."""
        row = self.row
        before, from_state = _dimensions(row), row.state
        for name, value in change.fields.items():
            setattr(row, name, value)
        row.state, row.version, row.updated_at = str(change.target), row.version + 1, now
        self.clocks = dict(change.clocks)
        self._nearest()
        self._assign(change)
        self.events.append(next_event(row, action, from_state, actor, change.data, now, key))
        self.deltas += deltas_of(row.county, now, before, _dimensions(row), action, change.data)
        self.fields |= {*ALWAYS, *change.fields}
        payload: dict[str, Any] = {
            "county": row.county,
            "id": str(row.id),
            "code": row.code,
            "seq": row.version,
            "state": row.state,
        }
        if action is Action.ESCALATE:  # who is to be told: whoever sends it looks nothing up
            payload |= change.data
        elif "told" in change.data:
            payload["told"] = change.data["told"]
        self.messages.append(Message(row.county, f"service_request.{action}", payload, now))

    def _nearest(self) -> None:
        row = self.row
        running = [c for c in self.clocks.values() if c.state is ClockState.RUNNING and c.kind not in WAITING]
        nearest = min(running, key=lambda c: c.due_at, default=None)
        row.due_at = nearest.due_at if nearest else None
        row.yellow_at = nearest.yellow_at if nearest else None
        answer = self.clocks.get(LimitKind.ANSWER)
        row.answer_due_at = answer.due_at if answer else None

    def _assign(self, change: Change) -> None:
        fresh = {a.id for a in self.made}
        for assignment in self.assignments:
            columns = change.moved.get(assignment.id)
            if columns is None:
                continue
            for name, value in columns.items():
                setattr(assignment, name, value)
            if assignment.id not in fresh:
                self.moved[assignment.id] = assignment
        for columns in change.made:
            made = Assignment(county=self.row.county, service_request_id=self.row.id, **columns)
            self.assignments.append(made)
            self.made.append(made)


def lock(county: str, code: str, lead_id: UUID | None = None) -> Held:
    """The request and, for a merge, the one that stays, both locked, always in the same order: neither can be merged away meanwhile.

    What hangs on it is read after the lock is held, in statements of their own: it may have changed while we waited. Raises NotFound.
    """
    parameters: list[str | UUID] = [county, code, lead_id] if lead_id else [county, code]
    rows = _read(ServiceRequest, _REQUEST_COLUMNS, _LOCK_TWO if lead_id else _LOCK, parameters)
    row = next((r for r in rows if r.code == code), None)
    if row is None:
        raise NotFound(_("There is no request with this tracking code."))
    return Held(
        row=row,
        lead=next((r for r in rows if r.id == lead_id), None),
        assignments=_read(Assignment, _ASSIGNMENT_COLUMNS, _ASSIGNMENTS, [county, row.id]),
        clocks=clocks_of(_read(Deadline, _DEADLINE_COLUMNS, _DEADLINES, [county, row.id])),
    )


def _read(model: type[_M], columns: Sequence[str], statement: str, parameters: Sequence[str | UUID]) -> list[_M]:
    """Rows of a hot path: statements that are written once, not compiled anew for each request."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [model.from_db(connection.alias, columns, row) for row in cursor.fetchall()]


def _columns(model: type[models.Model], *without: str) -> list[str]:
    return [f.attname for f in model._meta.concrete_fields if f.attname not in without]


#: Long texts stay where they are: no step looks at them.
_REQUEST_COLUMNS = _columns(ServiceRequest, "description", "answers", "search")
_ASSIGNMENT_COLUMNS = _columns(Assignment)
_DEADLINE_COLUMNS = _columns(Deadline)
_LOCK = f"SELECT {', '.join(_REQUEST_COLUMNS)} FROM service_request WHERE county = %s AND code = %s FOR UPDATE"  # noqa: S608
_LOCK_TWO = (
    f"SELECT {', '.join(_REQUEST_COLUMNS)} FROM service_request WHERE county = %s AND (code = %s OR id = %s) "  # noqa: S608
    "ORDER BY county, id FOR UPDATE"
)
_ASSIGNMENTS = (
    f"SELECT {', '.join(_ASSIGNMENT_COLUMNS)} FROM assignment WHERE county = %s AND service_request_id = %s "  # noqa: S608
    "ORDER BY offered_at, id"
)
_DEADLINES = f"SELECT {', '.join(_DEADLINE_COLUMNS)} FROM deadline WHERE county = %s AND service_request_id = %s"  # noqa: S608


def _dimensions(row: ServiceRequest) -> Dimensions:
    return Dimensions(row.state, row.lead_unit_id or 0, row.service_id or 0)
