"""Telling by text message everybody who asked for this what has become of it. Run by the worker, after the event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wobangni.catalogue.rules.limits import LimitKind
from wobangni.kernel.clock import local_date
from wobangni.notices.commands.notify import News, notify_contacts
from wobangni.notices.rules.kinds import ResidentKind
from wobangni.organisations.queries import unit
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.queries.merged import merged_below
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.notices import notice_of
from wobangni.service_requests.rules.settle import REWORK_SPAN
from wobangni.service_requests.rules.tracking_code import spoken

#: What is older has been overtaken: the worker stood still, or old requests were read from a file.
FRESH = dt.timedelta(days=3)


def inform_residents(*, county: str, id: UUID, seq: int, now: dt.datetime) -> int:
    """Tells the resident of this request, and those whose requests are merged into it, of event ``seq``; returns how many texts were queued.

    Nothing for events that residents need not hear of, or hear of once only. The same event again tells nobody twice.
    """
    row = ServiceRequest.objects.filter(county=county, id=id).defer("search").first()
    events = list(Event.objects.filter(county=county, service_request_id=id, seq__lte=seq).order_by("seq"))
    if row is None or not events or events[-1].seq != seq or now - events[-1].at > FRESH:
        return 0
    event = events[-1]
    kind = notice_of(Action(event.action), event.to_state, [Action(e.action) for e in events[:-1]])
    if kind is None:
        return 0
    # The request itself first: a line that asked twice is told of this one.
    told = [row, *merged_below(county, id)] if kind.reaches_merged else [row]
    about = f"service_request/{county}/{id}/{seq}"
    news = {r.contact_id: _news(about, kind, r, event, own=r is row) for r in told if r.contact_id is not None}
    return notify_contacts(now=now, county=county, about=about, news=news)


#: Clocks of which the ladder may remind the resident, and what they hear again.
_AGAIN = {LimitKind.INFO.value: ResidentKind.INFO_NEEDED, LimitKind.CALLBACK.value: ResidentKind.ANSWERED}


def remind_resident(*, county: str, id: UUID, clock: str, about: str, at: dt.datetime, now: dt.datetime) -> int:
    """Tells the resident once more that a reply or a rating of theirs is waited for; returns how many texts were queued. ``about``: this step of
    this clock; the same again tells nobody twice. ``at``: when the step was taken."""
    kind = _AGAIN.get(clock)
    row = ServiceRequest.objects.filter(county=county, id=id).defer("search").first()
    if kind is None or row is None or row.contact_id is None or now - at > FRESH:
        return 0
    data = {"code": spoken(row.code), "unit": "", "date": "", "days": REWORK_SPAN.days, "own": True}
    news = {row.contact_id: News(county=county, about=about, kind=kind, code=row.code, data=data)}
    return notify_contacts(now=now, county=county, about=about, news=news)


def _news(about: str, kind: ResidentKind, row: ServiceRequest, event: Event, *, own: bool) -> News:
    holder = unit(event.unit_id) if event.unit_id else None
    data = {
        "code": spoken(row.code),
        "unit": holder.name if holder else "",
        "date": _date(kind, event),
        "days": REWORK_SPAN.days,
        "own": own,
    }
    return News(county=row.county, about=about, kind=kind, code=row.code, data=data)


def _date(kind: ResidentKind, event: Event) -> str:
    """The day that the text names. One that was over already at the time of the event is no promise."""
    data: Mapping[str, Any] = event.data
    if kind is not ResidentKind.NEW_DATE:
        return str(data.get("review_date", ""))
    due = dt.datetime.fromisoformat(data["due_at"]) if "due_at" in data else event.at
    # A span in days ends at midnight: the last day on which the answer may come is the one before.
    return local_date(due - dt.timedelta(microseconds=1)).isoformat() if due > event.at else ""
