"""Counting the deadlines of a county anew after it has changed its calendar: a make-up day, a holiday that was announced late.

Each request in its own transaction and with an event of its own (``recount``): a date that was promised to a resident may move, but never in silence, and
whoever is judged by it can read when it was which. Figures follow from what was met and missed, so that none of them moves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Conflict, NotFound
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.organisations import reference
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.models import Deadline, ServiceRequest
from wobangni.service_requests.rules.deadlines import COUNTED_BY_CALENDAR, ClockState
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import OPEN_STATES

BATCH = 500


def recount(*, now: dt.datetime, county: str, days: Sequence[str], since: str, key: str) -> int:
    """Recounts what runs across one of ``days`` (ISO 8601) and began before ``since``; how many requests. Done again with the same ``key`` it goes on where it
    stopped."""
    reference.recheck()  # this process may still count by the old calendar
    data = {"days": ",".join(days), "since": since}
    done = 0
    for code in _codes(county, dt.date.fromisoformat(min(days)), dt.datetime.fromisoformat(since)):
        try:
            done += act(actor=SYSTEM, now=now, code=code, action=Action.RECOUNT, data=data, key=key).changed
        except (Conflict, NotFound):  # it has ended meanwhile
            continue
    return done


def _codes(county: str, first: dt.date, since: dt.datetime) -> list[str]:
    """Open requests of the county with a clock in working time that ends after the first of the days. A query for every ``BATCH``."""
    begins = dt.datetime.combine(first, dt.time(), tzinfo=SHANGHAI)
    running = Deadline.objects.filter(
        county=county,
        state=ClockState.RUNNING,
        time_unit__in=sorted(COUNTED_BY_CALENDAR),
        due_at__gt=begins,
        started_at__lt=since,
    )
    ids = sorted(set(running.values_list("service_request_id", flat=True)))
    codes: list[str] = []
    for start in range(0, len(ids), BATCH):
        rows = ServiceRequest.objects.filter(county=county, id__in=ids[start : start + BATCH], state__in=OPEN_STATES)
        codes += rows.order_by("id").values_list("code", flat=True)
    return codes
