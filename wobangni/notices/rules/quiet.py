"""Quiet hours: at night nothing goes out but what is urgent; the rest waits until the morning."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quiet:
    """From ``begin`` until ``end`` by the clock on the wall; over midnight where ``begin`` is the later one. Both the same: never."""

    begin: dt.time
    end: dt.time


NIGHT = Quiet(dt.time(22), dt.time(7))


def allowed_at(moment: dt.datetime, quiet: Quiet | None, *, urgent: bool, zone: dt.tzinfo) -> dt.datetime:
    """The first moment, at or after ``moment`` (aware), at which this may go out."""
    if quiet is None or urgent or quiet.begin == quiet.end:
        return moment
    local = moment.astimezone(zone)
    clock = local.time().replace(tzinfo=None)
    if quiet.begin < quiet.end:
        if not quiet.begin <= clock < quiet.end:
            return moment
        day = local.date()
    elif clock >= quiet.begin:
        day = local.date() + dt.timedelta(days=1)
    elif clock < quiet.end:
        day = local.date()
    else:
        return moment
    return dt.datetime.combine(day, quiet.end, tzinfo=zone)
