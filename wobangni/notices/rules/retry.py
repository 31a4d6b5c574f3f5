"""When to try again: later and later, and not everybody at the same moment."""

from __future__ import annotations

import datetime as dt

#: 6, 18, 54 seconds, 3, 8, 24 minutes, then an hour each: half a day in all, with half as much or more of it by chance.
FIRST, FACTOR, LONGEST = 6.0, 3.0, 3600.0
MOST_TRIES = 14


def pause(tries: int, chance: float) -> dt.timedelta:
    """How long to wait after ``tries`` (1 …) that failed. ``chance``: 0 ≤ chance < 1, spreads it from half to one and a half times."""
    whole = min(FIRST * FACTOR ** max(tries - 1, 0), LONGEST)
    return dt.timedelta(seconds=whole * (0.5 + chance))
