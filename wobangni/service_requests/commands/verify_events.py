"""Checking the chains of hashes, and the stored state against the events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from wobangni.kernel.scope import one_moment
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.rules.hash_chain import EventContent, first_break

CHUNK = 2000  # rows


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A request whose history does not hold. ``seq``: the first event that is wrong; 0: the row disagrees with its last event, or has none."""

    county: str
    service_request_id: str
    seq: int


def verify_events(county: str | None = None) -> Iterator[ChainFault]:
    """Yields what is wrong; nothing if all holds. One pass over both tables side by side; memory does not grow with them."""
    with one_moment():
        yield from _faults(county)


def _faults(county: str | None) -> Iterator[ChainFault]:
    events = Event.objects.order_by("county", "service_request_id", "seq")
    rows = ServiceRequest.objects.order_by("county", "id").values_list("county", "id", "last_hash", "state", "version")
    if county is not None:
        events, rows = events.filter(county=county), rows.filter(county=county)
    chains = groupby(events.iterator(chunk_size=CHUNK), key=lambda e: (e.county, e.service_request_id))
    key, group = next(chains, (None, iter(())))
    for row_county, row_id, last_hash, state, version in rows.iterator(chunk_size=CHUNK):
        # The foreign key sees to it that there are no events without a row; a row without events is possible.
        if key != (row_county, row_id):
            yield ChainFault(row_county, str(row_id), 0)
            continue
        fault = _fault(list(group), bytes(last_hash), state, version)
        if fault is not None:
            yield ChainFault(row_county, str(row_id), fault)
        key, group = next(chains, (None, iter(())))


def _fault(chain: list[Event], last_hash: bytes, state: str, version: int) -> int | None:
    broken = first_break((content_of(e), bytes(e.prev_hash), bytes(e.hash)) for e in chain)
    if broken is not None:
        return broken
    if not chain or (bytes(chain[-1].hash), chain[-1].to_state, chain[-1].seq) != (last_hash, state, version):
        return 0
    return None


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
