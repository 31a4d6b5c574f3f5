"""What a request is probably about and who should do it, for the dispatcher to take or leave. Nothing is decided here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Left

from wobangni.catalogue.queries import RequestFacts, Service
from wobangni.catalogue.rules.match import READ_AT_MOST
from wobangni.kernel.actors import Actor
from wobangni.organisations.queries import UnitRef
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.queries.queue import visible
from wobangni.service_requests.queries.service_of import ServiceOf, service_of
from wobangni.service_requests.queries.suggest_unit import Asked, UnitSuggestion, suggest_units


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``service``: the one that was chosen, or what the words speak of (``guessed``) by ``words``, weightiest first; None where only place or condition
    lead to a unit. ``confidence``: of the service, 0 to 1. ``units``: who should do it, and why; None for nobody."""

    service: Service | None
    guessed: bool
    confidence: float
    words: tuple[str, ...]
    units: UnitSuggestion | None

    @property
    def unit(self) -> UnitRef | None:
        return self.units.best.unit if self.units else None

    @property
    def helpers(self) -> tuple[UnitRef, ...]:
        return self.units.helpers if self.units else ()


#: Columns from which ``facts`` are made.
_COLUMNS = (
    "code", "id", "submitted_at", "service_id", "division_id", "title", "place_text", "urgent", "channel", "lat", "lng", "answers",
)  # fmt: skip


def suggestion(request_id: UUID, facts: RequestFacts, now: dt.datetime) -> Suggestion | None:
    """For one request; ``facts`` with the service that was chosen, if one was. None where nothing is to be said. No query when warm."""
    return suggestions_for(facts.county, {"": Asked(request_id, facts)}, now).get("")


def suggestions(actor: Actor, county: str, codes: Collection[str], now: dt.datetime) -> dict[str, Suggestion]:
    """By tracking code, for those of ``codes`` that this actor may see. One query."""
    if not codes:
        return {}
    return suggestions_for(county, asked_about(visible(actor, county).filter(code__in=codes).order_by()), now)


def asked_about(rows: QuerySet[ServiceRequest]) -> dict[str, Asked]:
    """By tracking code; the beginning of the words only. One query."""
    found = rows.annotate(words=Left("description", READ_AT_MOST)).values(*_COLUMNS, "county", "words")
    return {
        row["code"]: Asked(
            row["id"],
            RequestFacts(
                county=row["county"],
                submitted_at=row["submitted_at"],
                service_id=row["service_id"],
                division=row["division_id"],
                title=row["title"],
                description=row["words"],
                place_text=row["place_text"],
                urgent=row["urgent"],
                channel=row["channel"],
                lat=row["lat"],
                lng=row["lng"],
                answers=row["answers"],
            ),
        )
        for row in found
    }


def with_service(one: Asked) -> tuple[Asked, ServiceOf | None]:
    """The request with the service that its words speak of, where none was chosen."""
    f = one.facts
    about = service_of(f.county, f.service_id, f.description, f.title)
    return (replace(one, facts=replace(f, service_id=about.service.id)) if about else one), about


def suggestions_for(county: str, asked: Mapping[str, Asked], now: dt.datetime) -> dict[str, Suggestion]:
    """The same for requests that have been read. No query when warm."""
    known = {key: with_service(one) for key, one in asked.items()}
    units = suggest_units(county, {key: one for key, (one, _about) in known.items()}, now)
    made = {}
    for key, (_one, about) in known.items():
        if about is not None:
            made[key] = Suggestion(about.service, about.guessed, about.confidence, about.words, units.get(key))
        elif key in units:
            made[key] = Suggestion(None, False, 0.0, (), units[key])
    return made
