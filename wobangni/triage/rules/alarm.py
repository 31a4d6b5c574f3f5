"""Early warning: does an issue grow faster than chance and its county would have it?

The people who first wrote about it in the last RECENT days are counted and compared with what was to be expected:

    expected = (people of the PAST days before, shrunk to RECENT days; at least LEAST_EXPECTED)
               x (requests of the county in the last RECENT days / the same for the PAST days before; between 1 and MOST_BUSY)

so that a holiday's backlog, which lifts everything, raises no alarm. If people came by chance at that rate, their number would follow Poisson's law; the
alarm is raised when so many or more would come less than once in 1 / UNLIKELY times, and at least LEAST people did.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

RECENT, PAST = 3, 28  # days
LEAST_EXPECTED = 0.5
MOST_BUSY = 10.0
LEAST = 5
UNLIKELY = 0.001


@dataclass(frozen=True, slots=True)
class Alarm:
    """``people`` came in the last RECENT days where ``expected`` (rounded) were; ``chance``: of so many or more, by Poisson."""

    people: int
    expected: float
    chance: float


def alarm(first_days: Sequence[int], county_days: Sequence[int], today: int) -> Alarm | None:
    """The alarm, or None. first_days: day number of each person's first message about it; county_days: of every request of the county."""
    recent, past = _split(first_days, today)
    if recent < LEAST:
        return None
    county_recent, county_past = _split(county_days, today)
    usual = max(county_past * RECENT / PAST, 1.0)
    busy = min(max((county_recent - recent) / usual, 1.0), MOST_BUSY)
    expected = max(past * RECENT / PAST, LEAST_EXPECTED) * busy
    chance = at_least(recent, expected)
    return Alarm(recent, round(expected, 2), chance) if chance < UNLIKELY else None


def _split(days: Sequence[int], today: int) -> tuple[int, int]:
    recent = sum(today - RECENT < day <= today for day in days)
    past = sum(today - RECENT - PAST < day <= today - RECENT for day in days)
    return recent, past


def at_least(count: int, expected: float) -> float:
    """The chance of ``count`` or more where ``expected`` are, by Poisson's law."""
    term = math.exp(-expected)
    below = 0.0
    for n in range(count):
        below += term
        term *= expected / (n + 1)
    return max(0.0, min(1.0, 1.0 - below))
