"""Checking the chains of hashes, and what is stored of a request against its events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from wobangni.kernel.scope import one_moment
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.rules.event_export import to_line
from wobangni.service_requests.rules.hash_chain import EventContent, digest_of_words, first_break
from wobangni.service_requests.rules.lifecycle import Action

CHUNK = 2000  # rows


@dataclass(frozen=True, slots=True)
class ChainFault:
    """A request whose history does not hold. ``seq``: the first event that is wrong; 0: the row disagrees with its events, or has none."""

    county: str
    service_request_id: str
    seq: int


def verify_events(county: str | None = None) -> Iterator[ChainFault]:
    """Yields what is wrong; nothing if all holds. One pass over both tables side by side; memory does not grow with them."""
    with one_moment():
        yield from _faults(county)


#: Columns that the events tell too. What a county may correct (place, service) is told by the event that corrected it.
_TOLD = ("last_hash", "state", "version", "title", "description", "answers", "lat", "lng", "service_id", "lead_unit_id", "solved", "satisfied")  # fmt: skip


def _faults(county: str | None) -> Iterator[ChainFault]:
    events = Event.objects.order_by("county", "service_request_id", "seq")
    rows = ServiceRequest.objects.order_by("county", "id").only("county", "id", *_TOLD)
    if county is not None:
        events, rows = events.filter(county=county), rows.filter(county=county)
    chains = groupby(events.iterator(chunk_size=CHUNK), key=lambda e: (e.county, e.service_request_id))
    key, group = next(chains, (None, iter(())))
    for row in rows.iterator(chunk_size=CHUNK):
        # The foreign key sees to it that there are no events without a row; a row without events is possible.
        if key != (row.county, row.id):
            yield ChainFault(row.county, str(row.id), 0)
            continue
        fault = _fault(list(group), row)
        if fault is not None:
            yield ChainFault(row.county, str(row.id), fault)
        key, group = next(chains, (None, iter(())))


def _fault(chain: list[Event], row: ServiceRequest) -> int | None:
    broken = first_break((content_of(e), bytes(e.prev_hash), bytes(e.hash)) for e in chain)
    if broken is not None:
        return broken
    return None if chain and _fits(row, chain) else 0


def _fits(row: ServiceRequest, chain: list[Event]) -> bool:
    """Whether the row says what its events say: the state, the resident's words and rating, who has it, what it is about."""
    first, last = chain[0], chain[-1]
    rated: tuple[bool | None, int | None] = (None, None)
    for event in chain:
        if event.action == Action.CONFIRM:
            rated = (event.data["solved"], event.data["satisfied"])
        elif event.action == Action.REWORK:
            rated = (None, None)
    words = digest_of_words(row.title, row.description, row.answers, row.lat, row.lng)
    return (
        (bytes(row.last_hash), row.state, row.version) == (bytes(last.hash), last.to_state, last.seq)
        and words == first.data.get("words_sha256")
        and (row.service_id, row.lead_unit_id) == (last.service_id, last.unit_id)
        and (row.solved, row.satisfied) == rated
    )


def exported_events(county: str | None = None) -> Iterator[str]:
    """Every event as a line of ``rules/event_export.py``, the whole at one moment; memory does not grow with them."""
    events = Event.objects.order_by("county", "service_request_id", "seq")
    if county is not None:
        events = events.filter(county=county)
    with one_moment():
        for event in events.iterator(chunk_size=CHUNK):
            yield to_line(content_of(event), bytes(event.prev_hash), bytes(event.hash))


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
