"""When the platform looks at a clock again, and what it does then: the ladder's next step, or what happens when nobody has done anything.

Pure. The answer is kept on the clock (``next_at``, ``next_step``), is moved in the transaction that moves the clock, and so is the one place that says
what is due: a sweep reads nothing else. A step is taken once in a run of its clock: ``done`` has a bit for each.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from wobangni.catalogue.rules.ladder import BEFORE, Ladder, Rung, Step, When
from wobangni.catalogue.rules.limits import WAITING, LimitKind
from wobangni.kernel.rules.time_units import TimeUnit
from wobangni.kernel.rules.working_calendar import WorkingCalendar
from wobangni.service_requests.rules.deadlines import YELLOW_SHARE, Clock, ClockState
from wobangni.service_requests.rules.states import State

#: Nobody of the staff is asked for anything meanwhile, even where a clock had run out before: it is told anew once work goes on.
QUIET_IN = frozenset({State.NEEDS_INFO, State.SUSPENDED, State.MERGED})


def scheduled(
    before: Mapping[LimitKind, Clock],
    after: Mapping[LimitKind, Clock],
    ladder: Ladder,
    calendar: WorkingCalendar,
    *,
    left: State | None,
    entered: State,
) -> dict[LimitKind, Clock]:
    """``after``, with run, steps taken and next moment of each clock as they must be. ``left``, ``entered``: states before and after the step."""
    quiet_changed = (left in QUIET_IN) != (entered in QUIET_IN)
    found = {}
    for kind, clock in after.items():
        earlier = before.get(kind)
        if clock is earlier and not quiet_changed:
            found[kind] = clock
            continue
        found[kind] = _next(_run(earlier, clock), ladder, calendar, quiet=entered in QUIET_IN)
    return found


def first(clocks: Iterable[Clock], ladder: Ladder, calendar: WorkingCalendar) -> list[Clock]:
    """The same for the clocks of a new request."""
    return [_next(clock, ladder, calendar, quiet=False) for clock in clocks]


def _run(before: Clock | None, clock: Clock) -> Clock:
    """Started anew, or given another end while it ran: a new run, of which no step has been taken. A pause only moves what is left of the run."""
    if before is None or not clock.is_live:
        return clock if before is None else replace(clock, run=before.run, done=before.done)
    moved = before.state is clock.state is ClockState.RUNNING and before.due_at != clock.due_at
    if before.started_at != clock.started_at or before.limit != clock.limit or moved or not before.is_live:
        return replace(clock, run=before.run + 1, done=0)
    return replace(clock, run=before.run)


def _next(clock: Clock, ladder: Ladder, calendar: WorkingCalendar, *, quiet: bool) -> Clock:
    if clock.state is not ClockState.RUNNING or (quiet and clock.kind not in WAITING):
        return replace(clock, next_step=None, next_at=None)
    step, at = _next_of(clock, ladder.of(clock.kind).steps, calendar)
    return replace(clock, next_step=step, next_at=at)


def _next_of(clock: Clock, steps: Sequence[Step], calendar: WorkingCalendar) -> tuple[int | None, dt.datetime | None]:
    """The soonest step that has not been taken. Steps before the end come before it, so that mostly one moment is worked out."""
    for phase in (BEFORE, frozenset({When.AT}), frozenset({When.AFTER})):
        moments = [
            (at, number)
            for number, step in enumerate(steps)
            if step.when in phase and not clock.done >> number & 1 and (at := moment_of(clock, step, calendar))
        ]
        if moments:
            at, number = min(moments)
            return (number, at) if clock.kind not in WAITING or at < clock.due_at else (None, clock.due_at)
    return None, clock.due_at if clock.kind in WAITING else None


def moment_of(clock: Clock, step: Step, calendar: WorkingCalendar) -> dt.datetime | None:
    """When a step of a running clock is to be taken; None where there is no such moment, because the whole time is shorter than the step's span."""
    unit = clock.limit.unit
    if step.when is When.AT:
        return clock.due_at
    if step.when is When.AFTER:
        return _after(clock.due_at, step, calendar)
    if step.when is When.SHARE_LEFT and step.amount * YELLOW_SHARE == 100 and clock.kind not in WAITING:
        return clock.yellow_at  # told when the light changes
    if step.when is When.SHARE_LEFT:
        plain = calendar.due(clock.started_at, clock.limit.amount, unit) if clock.kind not in WAITING else clock.due_at
        span = calendar.counted(clock.started_at, plain, unit) * step.amount / 100
    else:
        unit, span = _span(step)
    whole = calendar.counted(clock.started_at, clock.due_at, unit)
    return calendar.advance(clock.started_at, whole - span, unit) if span < whole else None


def _span(step: Step) -> tuple[TimeUnit, dt.timedelta]:
    in_hours = step.unit in (TimeUnit.HOURS, TimeUnit.WORKING_HOURS)
    return step.unit, dt.timedelta(hours=step.amount) if in_hours else dt.timedelta(days=step.amount)


def _after(due: dt.datetime, step: Step, calendar: WorkingCalendar) -> dt.datetime:
    # A limit in days ends at midnight: the day that begins then is the first after it.
    in_days = step.unit in (TimeUnit.WORKING_DAYS, TimeUnit.CALENDAR_DAYS)
    return calendar.due(due - dt.timedelta(microseconds=1) if in_days else due, step.amount, step.unit)


@dataclass(frozen=True, slots=True)
class Taken:
    """Steps that are taken together because nobody looked in between. ``step``: the latest; ``passed``: those that it overtakes; ``told``: everyone
    whom they name, the nearest first; ``done``: the clock's bits afterwards."""

    step: int
    when: When
    passed: tuple[int, ...]
    told: tuple[Rung, ...]
    version: int
    done: int


def take(clock: Clock, ladder: Ladder, calendar: WorkingCalendar, now: dt.datetime) -> Taken | None:
    """All steps of a clock that are due at ``now``; None if there is none. The next one is due when the clock says so: the calendar may have been changed
    since, and what is promised there is moved by a recount alone."""
    rungs = ladder.of(clock.kind)
    due = sorted(
        (at, number)
        for number, step in enumerate(rungs.steps)
        if not clock.done >> number & 1
        and (at := _promised(clock, number) or moment_of(clock, step, calendar))
        and at <= now
    )
    if not due:
        return None
    numbers = [number for _at, number in due]
    named = {rung for number in numbers for rung in rungs.steps[number].tell}
    done = clock.done
    for number in numbers:
        done |= 1 << number
    last = numbers[-1]
    return Taken(
        last, rungs.steps[last].when, tuple(numbers[:-1]), tuple(r for r in Rung if r in named), rungs.version, done
    )


def _promised(clock: Clock, number: int) -> dt.datetime | None:
    return clock.next_at if number == clock.next_step else None


def is_due(clock: Clock, now: dt.datetime) -> bool:
    """Whether a step of the ladder is to be taken."""
    return clock.next_step is not None and clock.next_at is not None and clock.next_at <= now
