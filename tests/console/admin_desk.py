"""What the stories of administration share."""

from __future__ import annotations

import datetime as dt
import re

from tests.cast import COUNTY
from wobangni.kernel import clock

#: What is shown once.
SECRET = re.compile(r'class="secret-words code">([^<]+)<')


def at(page: str, county: str = COUNTY) -> str:
    """The address of an administration page."""
    return f"/console/admin/{county}/{page}"


def soon(days: int) -> str:
    """A day from today, ISO 8601."""
    return (clock.local_date(clock.now()) + dt.timedelta(days=days)).isoformat()
