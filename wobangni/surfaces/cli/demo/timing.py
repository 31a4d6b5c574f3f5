"""When the demo's steps happen: offices work in office hours, residents in the evening too, and what is open stands at the light that the plan wants."""

from __future__ import annotations

import datetime as dt
import enum
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wobangni.catalogue.rules.limits import LimitKind, Limits
from wobangni.kernel.clock import SHANGHAI
from wobangni.kernel.rules.time_units import TimeUnit
from wobangni.kernel.rules.working_calendar import WorkingCalendar
from wobangni.service_requests.rules import deadlines
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.lights import Light, light

#: Nobody writes to the office between these hours.
MORNING, NIGHT = 7, 22
OLDEST = dt.timedelta(days=50)
#: Moments of submission that are looked at, youngest first.
CANDIDATES = 64


class Count(enum.Enum):
    OFFICE = enum.auto()  # hours in which offices are open
    DAY = enum.auto()  # hours by the clock, but nobody acts at night: residents
    CLOCK = enum.auto()  # day and night: emergencies


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a step takes after the one before it, counted how."""

    hours: float
    count: Count = Count.OFFICE


@dataclass(frozen=True, slots=True)
class Timed:
    """When a request came in and when each of its steps happened."""

    submitted_at: dt.datetime
    steps: tuple[dt.datetime, ...]


def choose(
    waits: Sequence[Wait],
    actions: Sequence[Action],
    limits: Limits,
    calendar: WorkingCalendar,
    now: dt.datetime,
    die: random.Random,
    wanted: Light | None,
) -> Timed:
    """A course in the last fifty days that ends before ``now`` and, if possible, leaves the request at the light ``wanted``."""
    possible: list[Timed] = []
    fitting: list[Timed] = []
    for submitted_at in _candidates(now, die, at_night=limits.answer.unit is TimeUnit.HOURS):
        timed = Timed(submitted_at, tuple(_moments(submitted_at, waits, calendar)))
        if (timed.steps or (submitted_at,))[-1] >= now - dt.timedelta(minutes=2):
            continue
        if possible and _is_over_by_itself(timed, actions, limits, calendar, now):
            continue
        possible.append(timed)
        if wanted is None or _light(timed, actions, limits, calendar, now) is wanted:
            fitting.append(timed)
    # What is finished may be of any age; what waits is rather young.
    if fitting:
        return die.choice(fitting if wanted in (None, Light.RED) else fitting[: max(3, len(fitting) // 2)])
    return possible[0]


def soon_after(
    since: dt.datetime, waits: Sequence[Wait], calendar: WorkingCalendar, now: dt.datetime, die: random.Random
) -> Timed:
    """A course that begins soon after ``since`` and ends before ``now``; hurried together where office hours leave no room."""
    for _try in range(20):
        submitted_at = _by_day(since + (now - since) * die.uniform(0.03, 0.5))
        timed = Timed(submitted_at, tuple(_moments(submitted_at, waits, calendar)))
        if timed.steps[-1] < now:
            return timed
    part = (now - since) / (len(waits) + 3)
    return Timed(since + part, tuple(since + part * (number + 2) for number in range(len(waits))))


def _candidates(now: dt.datetime, die: random.Random, *, at_night: bool) -> Iterator[dt.datetime]:
    """Moments, the latest first, close to each other near ``now``. ``at_night``: what can't wait is told at any hour."""
    for number in range(CANDIDATES):
        share = (number + die.random()) / CANDIDATES
        at = now - OLDEST * share**2 - dt.timedelta(minutes=4)
        yield at if at_night else _not_at_night(at)


def _moments(submitted_at: dt.datetime, waits: Sequence[Wait], calendar: WorkingCalendar) -> Iterator[dt.datetime]:
    at = submitted_at
    for wait in waits:
        span = dt.timedelta(hours=wait.hours)
        if wait.count is Count.OFFICE:
            at = calendar.advance(at, span, TimeUnit.WORKING_HOURS)
        else:
            at = _by_day(at + span) if wait.count is Count.DAY else at + span
        yield at


def _is_over_by_itself(
    timed: Timed, actions: Sequence[Action], limits: Limits, calendar: WorkingCalendar, now: dt.datetime
) -> bool:
    """Whether the worker's first sweep would end what the story wants to show: a question or an answer that waits for its resident."""
    waits = {Action.ASK_INFO: limits.info, Action.ANSWER: limits.callback, Action.APPROVE: limits.callback}
    limit = waits.get(actions[-1]) if actions else None
    return limit is not None and calendar.due(timed.steps[-1], limit.amount, limit.unit) <= now


def _light(
    timed: Timed, actions: Sequence[Action], limits: Limits, calendar: WorkingCalendar, now: dt.datetime
) -> Light:
    """As the queue will show it: by the nearest clock that runs."""
    running = [deadlines.start(LimitKind.ANSWER, limits.answer, timed.submitted_at, calendar)]
    last_of = dict(zip(actions, timed.steps, strict=True))
    if not actions:
        running.append(deadlines.start(LimitKind.RESPONSE, limits.response, timed.submitted_at, calendar))
    elif Action.SIGN in last_of and last_of[Action.SIGN] > last_of.get(Action.DISPATCH, timed.submitted_at):
        echoed = max(at for action, at in last_of.items() if action in (Action.SIGN, Action.ECHO))
        running.append(deadlines.start(LimitKind.ECHO, limits.echo, echoed, calendar))
    elif Action.DISPATCH in last_of:
        running.append(deadlines.start(LimitKind.SIGN, limits.sign, last_of[Action.DISPATCH], calendar))
    nearest = min(running, key=lambda clock: clock.due_at)
    return light(now, nearest.due_at, nearest.yellow_at)


def _by_day(at: dt.datetime) -> dt.datetime:
    local = at.astimezone(SHANGHAI)
    if local.hour < MORNING:
        return local.replace(hour=MORNING, minute=10 + local.minute // 2)
    return at


def _not_at_night(at: dt.datetime) -> dt.datetime:
    """Earlier, in the evening before."""
    local = at.astimezone(SHANGHAI)
    if MORNING <= local.hour < NIGHT:
        return at
    evening = local if local.hour >= NIGHT else local - dt.timedelta(days=1)
    return evening.replace(hour=19 + local.minute % 3, minute=(local.minute * 7) % 60)
