"""Lights (红黄绿灯): how a deadline stands. Surfaces always show shape and word beside the colour."""

from __future__ import annotations

import datetime as dt
import enum

from wobangni.catalogue.rules.limits import WAITING
from wobangni.service_requests.rules.deadlines import Clock, ClockState


class Light(enum.StrEnum):
    GREEN = "green"
    YELLOW = "yellow"  # a quarter of the time or less is left
    RED = "red"  # overdue
    PAUSED = "paused"
    NONE = "none"  # nothing is due


def light(
    now: dt.datetime, due_at: dt.datetime | None, yellow_at: dt.datetime | None, *, paused: bool = False
) -> Light:
    """The light of a request at ``now``. ``due_at``: its nearest running deadline. One that had run out before the pause still runs, and stays red."""
    if due_at is None:
        return Light.PAUSED if paused else Light.NONE
    if now > due_at:
        return Light.RED
    if paused:
        return Light.PAUSED
    if yellow_at is not None and now >= yellow_at:
        return Light.YELLOW
    return Light.GREEN


def clock_light(clock: Clock, now: dt.datetime) -> Light:
    """The light of one clock at ``now``. While it stands still the moment at which it would have ended means nothing."""
    if clock.state is ClockState.PAUSED or (clock.state is ClockState.RUNNING and clock.kind in WAITING):
        return Light.PAUSED  # of the latter it is the resident's turn, or it waits for its day
    return light(now, clock.due_at, clock.yellow_at) if clock.state is ClockState.RUNNING else Light.NONE
