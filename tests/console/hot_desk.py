"""A county in which something is hot, as a job has found it."""

from __future__ import annotations

import datetime as dt

from tests.cast import COUNTY, Cast
from tests.service_requests.story import send
from tests.triage.village import BOILER, ELSEWHERE
from wobangni.accounts.vault import ContactInput
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.service_requests.commands.refresh_hot import refresh_hot
from wobangni.service_requests.models import HotIssue


def told(cast: Cast, n: int, *, days_ago: float = 0, what: tuple[str, str] | None = None) -> str:
    """The n-th neighbour complains; returns the code."""
    title, text = what or BOILER[n % len(BOILER)]
    contact = ContactInput("居民", f"1380000{n:04}")
    at = clock.now() - dt.timedelta(days=days_ago)
    made = send(cast.system, now=at, title=title, description=text, contact=contact, division=f"{COUNTY}001")
    return made.code


def hot_county(cast: Cast, count: int = 6, *, days_ago: float = 1) -> tuple[HotIssue, list[str]]:
    """The one issue of the county, and the codes of its requests by time."""
    for what in ELSEWHERE:  # one person's
        told(cast, 9000, days_ago=20, what=what)
    codes = [told(cast, n, days_ago=days_ago + 0.1 * (count - n)) for n in range(count)]
    assert refresh_hot(actor=SYSTEM, county=COUNTY, now=clock.now()) == 1
    return HotIssue.objects.get(), codes
