"""The chain of hashes over a request's events, so that anyone with an export can see whether history was changed.

hash = SHA-256(previous hash ‖ canonical JSON of the event). The first event's previous hash is 32 zero bytes.
Canonical JSON: keys sorted, no white space, UTF-8 unescaped; moments in UTC, ISO 8601 with microseconds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class EventContent:
    """What is hashed of an event."""

    county: str
    service_request_id: str
    seq: int
    action: str
    from_state: str
    to_state: str
    at: dt.datetime
    actor_kind: str
    actor_id: str
    actor_name: str
    unit_id: int | None
    service_id: int | None
    data: Mapping[str, Any]

    def canonical(self) -> bytes:
        """The bytes that are hashed."""
        body = {
            "county": self.county,
            "service_request_id": self.service_request_id,
            "seq": self.seq,
            "action": self.action,
            "from_state": self.from_state,
            "to_state": self.to_state,
            "at": self.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "actor_kind": self.actor_kind,
            "actor_id": self.actor_id,
            "actor_name": self.actor_name,
            "unit_id": self.unit_id,
            "service_id": self.service_id,
            "data": self.data,
        }
        return json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of_words(
    title: str, description: str, answers: Mapping[str, Any], lat: float | None, lng: float | None
) -> str:
    """SHA-256 (hex) of what a resident said and nobody may amend: it stands in the first event, so that the chain guards the words too."""
    said = [title, description, answers, lat, lng]
    return hashlib.sha256(
        json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


def chain(previous: bytes, content: EventContent) -> bytes:
    """The hash of an event that follows one with hash ``previous``."""
    return hashlib.sha256(previous + content.canonical()).digest()


def first_break(events: Iterable[tuple[EventContent, bytes, bytes]]) -> int | None:
    """The ``seq`` of the first event of one request whose place, link or hash is wrong; None if the chain holds.

    events: (content, prev_hash, hash) in order of ``seq``.
    """
    previous = GENESIS
    for expected, (content, prev_hash, own_hash) in enumerate(events, start=1):
        if content.seq != expected or prev_hash != previous or chain(previous, content) != own_hash:
            return content.seq
        previous = own_hash
    return None
