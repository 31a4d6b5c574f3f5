"""The rating that a request has, and where it was counted. Used by ``transition`` alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wobangni.kernel.clock import local_date
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.rules.tallies import RATINGS


def standing_rating(row: ServiceRequest, unwritten: Sequence[Event]) -> dict[str, Any] | None:
    """The latest rating of a request that has one, in the words of ``Context.rated``; at most one query then, none otherwise.

    ``unwritten``: events of earlier steps of this transaction.
    """
    if row.satisfied is None:
        return None
    events = Event.objects.filter(county=row.county, service_request_id=row.id, action__in=sorted(RATINGS))
    event = next((e for e in reversed(unwritten) if e.action in RATINGS), None) or events.order_by("-seq").first()
    if event is None:
        return None
    return {
        "solved": event.data["solved"],
        "satisfied": event.data["satisfied"],
        "unit_id": event.data.get("unit_rated") or event.unit_id or 0,
        "service_id": event.service_id or 0,
        "day": local_date(event.at).isoformat(),
    }
