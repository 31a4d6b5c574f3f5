"""What the resident of a merged request adds is put before those who work on the one that stays. Run by the worker, after the addition."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Conflict
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.queries.merged import merged_above
from wobangni.service_requests.rules.lifecycle import Action


def relay_info(*, county: str, id: UUID, seq: int, now: dt.datetime) -> bool:
    """Writes the words of event ``seq`` into the history of the request that stays; False where there is none. Again, it changes nothing."""
    row = ServiceRequest.objects.filter(county=county, id=id).defer("search").first()
    lead = merged_above(row) if row is not None else None
    if row is None or lead is None:
        return False
    event = Event.objects.get(county=county, service_request_id=id, seq=seq)
    data = {"from_code": row.code, "text": event.data["text"]}
    try:
        return act(
            actor=SYSTEM, now=now, code=lead.code, action=Action.RELAY, data=data, key=f"relayed/{id}/{seq}"
        ).changed
    except Conflict:  # it has ended meanwhile; the words stay with the request that was merged
        return False
