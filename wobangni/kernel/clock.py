"""The only place that reads a clock.

Everything else is handed ``now`` (invariant 9), so that a replay runs on the time of its file and a test on the
time of its story.
"""

from __future__ import annotations

import datetime as dt
import time
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now() -> dt.datetime:
    """The present moment, aware, in UTC."""
    return dt.datetime.now(tz=dt.UTC)


def local_date(moment: dt.datetime) -> dt.date:
    """The calendar day of ``moment`` as the region counts days."""
    return moment.astimezone(SHANGHAI).date()


def monotonic() -> float:
    """Seconds on a clock that never goes back; for durations only."""
    return time.monotonic()
