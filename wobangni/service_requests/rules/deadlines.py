"""Clocks of a request: start, pause, resume, meet, extend. Pure values in, values out."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass, replace

from wobangni.catalogue.rules.limits import Limit, LimitKind
from wobangni.kernel.rules.time_units import TimeUnit
from wobangni.kernel.rules.working_calendar import SHANGHAI, WorkingCalendar

#: The light turns yellow when this share of the time is left.
YELLOW_SHARE = 4
#: Units of time that a change of the calendar can change.
COUNTED_BY_CALENDAR = frozenset({TimeUnit.WORKING_DAYS, TimeUnit.WORKING_HOURS})


class ClockState(enum.StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline. All moments aware; ``remaining`` (counted time; of limits in days, whole days) only while paused.

    ``run``: counts how often it was started or given another end; ``done``: the steps of the ladder that have been taken in this run, a bit each;
    ``next_at``: when the platform must look at it again, for ``next_step`` of the ladder, or (None) to act by itself. See ``escalation``.
    """

    kind: LimitKind
    state: ClockState
    limit: Limit
    started_at: dt.datetime
    due_at: dt.datetime
    yellow_at: dt.datetime
    remaining: dt.timedelta | None = None
    met_at: dt.datetime | None = None
    run: int = 1
    done: int = 0
    next_step: int | None = None
    next_at: dt.datetime | None = None

    @property
    def is_live(self) -> bool:
        return self.state in (ClockState.RUNNING, ClockState.PAUSED)


def start(kind: LimitKind, limit: Limit, at: dt.datetime, calendar: WorkingCalendar) -> Clock:
    """A running clock from ``at``."""
    due = calendar.due(at, limit.amount, limit.unit)
    return Clock(kind, ClockState.RUNNING, limit, at, due, _yellow(at, due, limit.unit, calendar))


def until(kind: LimitKind, due: dt.datetime, at: dt.datetime) -> Clock:
    """A clock from ``at`` to a date that is given; in calendar days, and never paused."""
    days = max(1, (due - at).days)
    return Clock(kind, ClockState.RUNNING, Limit(days, TimeUnit.CALENDAR_DAYS), at, max(at, due), max(at, due))


def pause(clock: Clock, at: dt.datetime, calendar: WorkingCalendar) -> Clock:
    """Stops a running clock; what was left is kept. One that is overdue keeps running: waiting does not heal it."""
    if clock.state is not ClockState.RUNNING or at >= clock.due_at:
        return clock
    return replace(clock, state=ClockState.PAUSED, remaining=calendar.left(at, clock.due_at, clock.limit.unit))


def resume(clock: Clock, at: dt.datetime, calendar: WorkingCalendar) -> Clock:
    """Goes on with what was left; ``WorkingCalendar.resumed_due`` says how days are counted."""
    if clock.state is not ClockState.PAUSED or clock.remaining is None:
        return clock
    due = calendar.resumed_due(at, clock.remaining, clock.limit.unit)
    yellow = _yellow_of(at, due, clock, calendar)
    return replace(clock, state=ClockState.RUNNING, due_at=due, yellow_at=yellow, remaining=None)


def meet(clock: Clock, at: dt.datetime) -> Clock:
    """Done, on time or late."""
    return replace(clock, state=ClockState.MET, met_at=at, remaining=None) if clock.is_live else clock


def cancel(clock: Clock) -> Clock:
    """No longer counted."""
    return replace(clock, state=ClockState.CANCELLED, remaining=None) if clock.is_live else clock


def extend(clock: Clock, working_days: int, calendar: WorkingCalendar) -> Clock:
    """Further working days after the present end; the past stays as it is."""
    last_moment = clock.due_at - dt.timedelta(microseconds=1)
    due = calendar.due(last_moment, working_days, TimeUnit.WORKING_DAYS)
    return replace(clock, due_at=due, yellow_at=_yellow(clock.started_at, due, clock.limit.unit, calendar))


def with_limit(clock: Clock, limit: Limit, calendar: WorkingCalendar) -> Clock:
    """The same live clock under another limit, from the same start. Of a running one, what pauses and extensions had added stays added; of a paused
    one, the share of the time that was left stays left."""
    fresh = start(clock.kind, limit, clock.started_at, calendar)
    plain_due = calendar.due(clock.started_at, clock.limit.amount, clock.limit.unit)
    if clock.state is ClockState.PAUSED and clock.remaining is not None:
        share = clock.remaining / calendar.left(clock.started_at, plain_due, clock.limit.unit)
        whole = calendar.left(fresh.started_at, fresh.due_at, limit.unit)
        return replace(fresh, state=ClockState.PAUSED, remaining=whole * share)
    added = calendar.counted(plain_due, clock.due_at, limit.unit)
    if not added:
        return fresh
    due = calendar.resumed_due(fresh.due_at, added, limit.unit)
    return replace(fresh, due_at=due, yellow_at=_yellow(clock.started_at, due, limit.unit, calendar))


def recounted(clock: Clock, at: dt.datetime, old: WorkingCalendar, new: WorkingCalendar) -> Clock:
    """The same running clock after the county has changed its calendar at ``at``: what was left by the old one is left by the new one.

    What is over stays over. A limit in days does not count the day on which it began, so that day's change moves nothing.
    """
    unit = clock.limit.unit
    if clock.state is not ClockState.RUNNING or at >= clock.due_at or unit not in COUNTED_BY_CALENDAR:
        return clock
    begin = max(at, clock.started_at)
    if unit is TimeUnit.WORKING_DAYS:
        begin = max(_midnight_of(at), _midnight_of(clock.started_at) + dt.timedelta(days=1))
    due = new.advance(begin, old.counted(begin, clock.due_at, unit), unit)
    if due == clock.due_at:
        return clock
    return replace(clock, due_at=due, yellow_at=_yellow(clock.started_at, due, unit, new))


def is_on_time(clock: Clock, at: dt.datetime) -> bool:
    """Whether something done at ``at`` keeps this deadline. A paused clock is always kept."""
    return clock.state is ClockState.PAUSED or at <= clock.due_at


def _midnight_of(at: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(at.astimezone(SHANGHAI).date(), dt.time(), tzinfo=SHANGHAI)


def _yellow(start_at: dt.datetime, due: dt.datetime, unit: TimeUnit, calendar: WorkingCalendar) -> dt.datetime:
    whole = calendar.counted(start_at, due, unit)
    return calendar.advance(start_at, whole - whole / YELLOW_SHARE, unit)


def _yellow_of(at: dt.datetime, due: dt.datetime, clock: Clock, calendar: WorkingCalendar) -> dt.datetime:
    """After a pause: a quarter of the whole original span before the new end, at the earliest now."""
    unit = clock.limit.unit
    whole = calendar.counted(clock.started_at, calendar.due(clock.started_at, clock.limit.amount, unit), unit)
    left = calendar.counted(at, due, unit)
    return calendar.advance(at, max(left - whole / YELLOW_SHARE, dt.timedelta()), unit)
