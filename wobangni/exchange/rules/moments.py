"""When the steps happened that a file says nothing about. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wobangni.kernel.rules.time_units import TimeUnit
from wobangni.kernel.rules.working_calendar import WorkingCalendar

#: Office time that a dispatcher and then the unit took; well within the limits, so that nobody is shown late by a guess.
TO_DISPATCH = dt.timedelta(minutes=30)
TO_SIGN = dt.timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Moments:
    """In order, none before the submission and none after the answer."""

    dispatched_at: dt.datetime
    signed_at: dt.datetime


def moments_between(submitted_at: dt.datetime, answered_at: dt.datetime, calendar: WorkingCalendar) -> Moments:
    """Dispatched and signed in the next office hours; at a third and two thirds of the way where the answer came sooner than that."""
    dispatched = calendar.advance(submitted_at, TO_DISPATCH, TimeUnit.WORKING_HOURS)
    if dispatched < answered_at:
        signed = calendar.advance(dispatched, TO_SIGN, TimeUnit.WORKING_HOURS)
        if signed <= answered_at:
            return Moments(dispatched, signed)
    third = (answered_at - submitted_at) / 3
    return Moments(submitted_at + third, submitted_at + 2 * third)
