"""What nobody has answered in time yet: no event tells of it, so it is counted when asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Count

from wobangni.catalogue.rules.limits import LimitKind
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.service_requests.models import Deadline
from wobangni.service_requests.rules.deadlines import ClockState


def overdue_responses(counties: Iterable[str], *, since: dt.date, until: dt.date, now: dt.datetime) -> dict[str, int]:
    """By county, how many residents still wait for a first response that was due on the days from ``since`` up to and including ``until``. One query."""
    begin = dt.datetime.combine(since, dt.time(), tzinfo=SHANGHAI)
    end = dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), tzinfo=SHANGHAI)
    rows = (
        Deadline.objects.filter(
            county__in=sorted(counties),
            kind=LimitKind.RESPONSE,
            state=ClockState.RUNNING,
            due_at__gt=begin,
            due_at__lte=min(now, end),
        )
        .values_list("county")
        .annotate(n=Count("id"))
    )
    return dict(rows)
