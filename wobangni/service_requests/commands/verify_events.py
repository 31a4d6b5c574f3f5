"""Checking the chains of hashes, and the stored state against the events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.rules.hash_chain import EventContent, first_break


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A request whose history does not hold. ``seq``: the first event that is wrong; 0: the row disagrees with its last event."""

    county: str
    service_request_id: str
    seq: int


def verify_events(county: str | None = None) -> Iterator[ChainFault]:
    """Yields what is wrong; nothing if all holds. Memory does not grow with the number of events."""
    events = Event.objects.order_by("county", "service_request_id", "seq")
    rows = ServiceRequest.objects.order_by("county", "id").values_list("county", "id", "last_hash", "state", "version")
    if county is not None:
        events, rows = events.filter(county=county), rows.filter(county=county)
    chains = groupby(events.iterator(chunk_size=2000), key=lambda e: (e.county, e.service_request_id))
    stored = {(c, i): (bytes(h), s, v) for c, i, h, s, v in rows}
    for (event_county, request_id), group in chains:
        chain = list(group)
        broken = first_break((content_of(e), bytes(e.prev_hash), bytes(e.hash)) for e in chain)
        if broken is not None:
            yield ChainFault(event_county, str(request_id), broken)
        elif stored.get((event_county, request_id)) != (bytes(chain[-1].hash), chain[-1].to_state, chain[-1].seq):
            yield ChainFault(event_county, str(request_id), 0)


def content_of(event: Event) -> EventContent:
    """What was hashed of a stored event."""
    return EventContent(
        county=event.county,
        service_request_id=str(event.service_request_id),
        seq=event.seq,
        action=event.action,
        from_state=event.from_state,
        to_state=event.to_state,
        at=event.at,
        actor_kind=event.actor_kind,
        actor_id=event.actor_id,
        actor_name=event.actor_name,
        unit_id=event.unit_id,
        service_id=event.service_id,
        data=event.data,
    )
