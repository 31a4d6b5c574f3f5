"""The promise to the resident (有回应、有回音、有回答): a response, an echo at least every so often, an answer. Pure.

Each of the three is said as a light, a word and a date, in the same way to residents, grid workers and the county.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from wobangni.catalogue.rules.limits import LimitKind
from wobangni.service_requests.rules.deadlines import Clock, ClockState, is_on_time
from wobangni.service_requests.rules.lights import Light, clock_light

#: In the order in which they are kept.
PROMISES = (LimitKind.RESPONSE, LimitKind.ECHO, LimitKind.ANSWER)


class Kept(enum.StrEnum):
    """How one promise stands."""

    KEPT = "kept"  # in time
    LATE = "late"  # kept, but late
    DUE = "due"  # not yet; there is time
    OVERDUE = "overdue"
    PAUSED = "paused"  # the clock stands still
    LATER = "later"  # its turn has not come: an echo is promised once a unit works on it
    OVER = "over"  # ended by something else: an answer ends the waiting for an echo


@dataclass(frozen=True, slots=True)
class Promise:
    """``at``: when it was kept, or by when it will be; None where no date means anything. ``light``: of the clock; green for what was kept in time."""

    kind: LimitKind
    kept: Kept
    light: Light
    at: dt.datetime | None


def promises(clocks: Mapping[LimitKind, Clock], now: dt.datetime) -> tuple[Promise, ...]:
    """All three at ``now``, in order."""
    return tuple(_promise(kind, clocks.get(kind), now) for kind in PROMISES)


def _promise(kind: LimitKind, clock: Clock | None, now: dt.datetime) -> Promise:
    if clock is None:
        return Promise(kind, Kept.LATER, Light.NONE, None)
    if clock.state is ClockState.MET:
        in_time = clock.met_at is None or clock.met_at <= clock.due_at
        return Promise(kind, Kept.KEPT if in_time else Kept.LATE, Light.GREEN if in_time else Light.NONE, clock.met_at)
    if clock.state is ClockState.CANCELLED:
        return Promise(kind, Kept.OVER, Light.NONE, None)
    if clock.state is ClockState.PAUSED:
        return Promise(kind, Kept.PAUSED, Light.PAUSED, None)
    kept = Kept.DUE if is_on_time(clock, now) else Kept.OVERDUE
    return Promise(kind, kept, clock_light(clock, now), clock.due_at)
