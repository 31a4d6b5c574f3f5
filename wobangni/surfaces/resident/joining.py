"""What is known already of that which a resident is writing: offered to follow, without a word, a code or an address of anybody else's.

The choice is kept in the draft. At sending, the resident's own request goes in with it; a person decides whether the two are merged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse

from wobangni.accounts.rate_limits import check_rate
from wobangni.kernel.errors import TooMany
from wobangni.service_requests.queries.known import KnownRow, known_like
from wobangni.service_requests.readings import person_with, place_of
from wobangni.service_requests.rules.states import OPEN_STATES
from wobangni.surfaces.resident.drafts import Draft
from wobangni.surfaces.resident.memory import own_codes
from wobangni.surfaces.resident.signed_in import resident_id
from wobangni.surfaces.resident.words import STATES
from wobangni.surfaces.shared.client import client_address
from wobangni.surfaces.shared.sealed import opened, sealed

MOST_OFFERS = 2
LEAST_WORDS = 6  # characters: of less, nothing can be told
#: From one address: whole villages share one, and somebody who types asks a few times.
LOOKS, SECONDS = 600, 600


@dataclass(frozen=True, slots=True)
class Offer:
    """One problem that is known. ``own``: the resident reported it themselves, ``own_url`` if this browser may show it. ``chosen``: is followed."""

    people: int
    more: bool
    about: str
    place: str
    since: dt.datetime
    state: str
    token: str
    own: bool
    own_url: str
    chosen: bool


def offers_for(request: HttpRequest, kept: Draft, *, now: dt.datetime) -> tuple[Offer, ...]:
    """At most MOST_OFFERS for a draft as it stands; none rather than an error where somebody has asked too often. One query, one for the rate."""
    if len(kept.description.strip()) < LEAST_WORDS:
        return ()
    try:
        check_rate("known look-ups", client_address(request), limit=LOOKS, seconds=SECONDS, now=now)
    except TooMany:
        return ()
    proved = kept.phone if kept.phone and kept.phone == kept.proved_phone else ""
    rows = known_like(
        None,
        kept.county,
        f"{kept.description} {kept.place_text}".strip(),
        now=now,
        place=place_of(kept.division, kept.lat, kept.lng),
        person=person_with(proved, kept.resident or resident_id(request) or ""),
        owned=own_codes(request),
    )
    return tuple(_offer(row, kept) for row in rows if row.own_since or row.state in OPEN_STATES)[:MOST_OFFERS]


def _offer(row: KnownRow, kept: Draft) -> Offer:
    own = row.own_since is not None
    return Offer(
        people=row.people,
        more=row.more,
        about=str(row.service.label) if row.service else "",
        place=row.place,
        since=row.own_since or row.since,
        state=str(STATES[row.state][0]),
        token=sealed(str(row.id), _bound(kept)),
        own=own,
        own_url=reverse("request", args=[row.own_code]) if row.own_code else "",
        chosen=kept.joins == str(row.id),
    )


def choice(kept: Draft, posted: Mapping[str, str]) -> dict[str, Any]:
    """What a pressed button changes in the draft: which problem is followed, or none; empty where nothing (or nothing of ours) was pressed."""
    token = posted.get("join")
    if token is None:
        return {}
    if not token:
        return {"joins": ""}
    try:
        return {"joins": str(UUID(opened(token, _bound(kept))))}
    except (TypeError, ValueError, AttributeError):
        return {}


def _bound(kept: Draft) -> str:
    return f"resident/join/{kept.county}/{kept.id}"
