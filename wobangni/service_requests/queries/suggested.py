"""What a request is probably about and who usually does that, for the dispatcher to take or leave. Nothing is decided here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models.functions import Left

from wobangni.catalogue.queries import Service, default_unit, guess_service, service_by_id
from wobangni.catalogue.rules.match import READ_AT_MOST
from wobangni.kernel.actors import Actor
from wobangni.organisations.queries import UnitRef
from wobangni.service_requests.queries.queue import visible


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``service``: the one that was chosen, or the catalogue's guess (``guessed``) by ``words``, weightiest first. ``unit``: who usually does it here."""

    service: Service
    unit: UnitRef | None
    guessed: bool
    words: tuple[str, ...] = ()


def suggestion(county: str, service: Service | None, description: str, title: str = "") -> Suggestion | None:
    """For one request; None if no service was chosen and none of the catalogue's words occur. No query when warm."""
    if service is not None:
        return Suggestion(service, default_unit(county, service.id), guessed=False)
    guess = guess_service(description, title, county)
    if guess is None:
        return None
    return Suggestion(guess.service, default_unit(county, guess.service.id), guessed=True, words=guess.words)


def suggestions(actor: Actor, county: str, codes: Collection[str]) -> dict[str, Suggestion]:
    """By tracking code, for those of ``codes`` that this actor may see. One query."""
    if not codes:
        return {}
    rows = visible(actor, county).filter(code__in=codes).order_by()
    found = rows.values_list("code", "service_id", "title", Left("description", READ_AT_MOST))
    made = {
        code: suggestion(county, service_by_id(service_id, county) if service_id else None, text, title)
        for code, service_id, title, text in found
    }
    return {code: one for code, one in made.items() if one is not None}
