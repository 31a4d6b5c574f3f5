"""How long a request has been suspended so far. Used by ``transition`` alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.rules.states import State


def suspended_so_far(row: ServiceRequest, unwritten: Sequence[Event], now: dt.datetime) -> dt.timedelta:
    """The sum of all suspensions, of one that lasts until now. One query. ``unwritten``: events of earlier steps of this transaction."""
    written = Event.objects.filter(county=row.county, service_request_id=row.id).order_by("seq")
    total, since = dt.timedelta(), None
    for event in (*written.only("county", "service_request_id", "seq", "from_state", "to_state", "at"), *unwritten):
        if event.to_state == State.SUSPENDED and event.from_state != State.SUSPENDED:
            since = event.at
        elif event.from_state == State.SUSPENDED != event.to_state and since is not None:
            total, since = total + (event.at - since), None
    if row.state == State.SUSPENDED and since is not None:
        total += now - since
    return total
