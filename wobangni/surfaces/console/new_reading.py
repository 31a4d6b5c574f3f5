"""Beside the form of a new request: what triage makes of the words while they are typed. Only ever suggestions; nothing in the form changes by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.http import QueryDict

from wobangni.kernel.actors import Actor
from wobangni.organisations.queries import division
from wobangni.service_requests.commands.submission import MAX_DESCRIPTION, MAX_PLACE
from wobangni.service_requests.queries.known import KnownRow, known_like
from wobangni.service_requests.queries.reading import (
    ServiceLine,
    Suggestions,
    Text,
    read_text,
    suggestions,
    threshold_of,
)
from wobangni.service_requests.readings import place_of
from wobangni.service_requests.rules.reading import Found, Said
from wobangni.service_requests.rules.states import State

#: Characters below which no service, place or known request can be told. Danger is looked for from the first on.
LEAST_WORDS = 6
#: What a person can take in while somebody is speaking to them.
MOST_KNOWN, MOST_OTHERS = 3, 3


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form so far. service, division: as they are chosen; empty if they are not."""

    description: str
    place_text: str
    service: str
    division: str

    @classmethod
    def of_post(cls, data: QueryDict, county: str) -> Typed:
        """From whatever was sent: too long is cut, a place that is none of the county's is none."""
        place = data.get("division", "")
        known = place.startswith(county) and division(place) is not None
        return cls(
            data.get("description", "").strip()[:MAX_DESCRIPTION],
            data.get("place_text", "").strip()[:MAX_PLACE],
            data.get("service", ""),
            place if known else "",
        )


@dataclass(frozen=True, slots=True)
class Panel:
    """``looked``: long enough to look for what is known. ``sure``: the best service stands by itself, as the county has chosen; otherwise a person decides.

    ``replaces_service``, ``replaces_place``: something was chosen already, so that taking a suggestion is a change and no key does it.
    """

    read: Suggestions
    known: tuple[KnownRow, ...]
    looked: bool
    sure: bool
    replaces_service: bool
    replaces_place: bool

    @property
    def best(self) -> ServiceLine | None:
        return self.read.services[0] if self.read.services else None

    @property
    def others(self) -> tuple[ServiceLine, ...]:
        return self.read.services[1 : 1 + MOST_OTHERS]


def panel(actor: Actor, county: str, typed: Typed, *, now: dt.datetime) -> Panel:
    """One query when warm: that for what is known; none for fewer than LEAST_WORDS characters."""
    length = len(typed.description)
    found = read_text(county, Text(typed.description, place_text=typed.place_text), now) if length else Found()
    if length < LEAST_WORDS:
        found = Found(alarms=found.alarms)
    best = found.services[0] if found.services else None
    if best is not None and typed.service:  # what agrees is settled; what does not is one other, not four
        found = replace(found, services=() if best.code == typed.service else (best,))
    return Panel(
        read=suggestions(Said(county, State.SUBMITTED, typed.service, typed.division), found),
        known=_known(actor, county, typed, now) if length >= LEAST_WORDS else (),
        looked=length >= LEAST_WORDS,
        sure=best is not None and best.confidence >= threshold_of(county),
        replaces_service=bool(typed.service),
        replaces_place=bool(typed.division),
    )


def _known(actor: Actor, county: str, typed: Typed, now: dt.datetime) -> tuple[KnownRow, ...]:
    place = place_of(typed.division or None, None, None)
    text = f"{typed.description} {typed.place_text}".strip()
    return known_like(actor, county, text, now=now, place=place, limit=MOST_KNOWN)
