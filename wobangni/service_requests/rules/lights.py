"""Lights (红黄绿灯): how a deadline stands. Surfaces always show shape and word beside the colour."""

from __future__ import annotations

import datetime as dt
import enum


class Light(enum.StrEnum):
    GREEN = "green"
    YELLOW = "yellow"  # a quarter of the time or less is left
    RED = "red"  # overdue
    PAUSED = "paused"
    NONE = "none"  # nothing is due


def light(
    now: dt.datetime, due_at: dt.datetime | None, yellow_at: dt.datetime | None, *, paused: bool = False
) -> Light:
    """The light of a deadline at ``now``."""
    if due_at is None:
        return Light.PAUSED if paused else Light.NONE
    if now > due_at:
        return Light.RED
    if paused:
        return Light.PAUSED
    if yellow_at is not None and now >= yellow_at:
        return Light.YELLOW
    return Light.GREEN
