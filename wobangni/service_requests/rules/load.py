"""Whether a unit has more on its desk than it usually has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

#: What is usual is the mean of so many days.
USUAL_DAYS = 28
#: So much more than usual, and so many more: a unit with one request instead of none is not overloaded.
FACTOR, LEAST_MORE = 1.5, 5


def usual(now: int, changes: Mapping[dt.date, int], today: dt.date) -> float:
    """The mean of what was open at the end of each of the ``USUAL_DAYS`` days before ``today``. ``now``: open now; ``changes``: by day, by how much that
    rose or fell. Counted backwards from now, so that nothing older is needed."""
    at_end, total = now - changes.get(today, 0), 0
    for back in range(1, USUAL_DAYS + 1):
        total += at_end
        at_end -= changes.get(today - dt.timedelta(days=back), 0)
    return total / USUAL_DAYS


def is_overloaded(now: int, usually: float) -> bool:
    """Half as much again as usual, and at least ``LEAST_MORE`` more."""
    return now >= usually * FACTOR and now - usually >= LEAST_MORE
