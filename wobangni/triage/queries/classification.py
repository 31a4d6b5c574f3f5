"""What is it? The service that a text asks for, how sure that is, and the words that decided."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from wobangni.catalogue import queries as catalogue
from wobangni.organisations.queries import county_settings
from wobangni.triage.queries.loaded import voice_of
from wobangni.triage.suggest import Suggestion, suggest

#: Other services worth showing, and the least chance that one must have.
ALTERNATIVES, LEAST_CHANCE = 3, 0.03
WORDS = 5


class Source(enum.StrEnum):
    """Who spoke for the suggestion."""

    NOTHING = "nothing"
    CATALOGUE = "catalogue"
    MODEL = "model"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Likely:
    """A service by code, its category, and how likely it is: 0 to 1."""

    service: str
    category: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Classification:
    """A suggestion that a person can change. ``service``, ``category``: codes of the catalogue; None: nothing in the text speaks for any.

    confidence: how likely the service is right, 0 to 1. category_confidence: the same of the category. words: what decided, weightiest first, as they stand in
    the text (in small letters and plain forms). person_decides: less sure than the county lets stand by itself. version: of the model that was asked.
    """

    service: str | None
    category: str | None
    confidence: float
    category_confidence: float
    words: tuple[str, ...]
    source: Source
    alternatives: tuple[Likely, ...]
    person_decides: bool
    version: int | None = None


def classify(county: str | None, text: str, title: str = "") -> Classification:
    """Any text gives a result. ``county`` None: as the region offers. No query when warm."""
    voice = voice_of(county)
    found = suggest(county, text, title, voice)
    version = voice.version if voice else None
    likely = tuple(_likely(county, service, chance) for service, chance in found.chances[: ALTERNATIVES + 1])
    if not likely:
        return Classification(None, None, 0.0, 0.0, (), Source.NOTHING, (), person_decides=True, version=version)
    best = likely[0]
    categories = {service.code: service.category.code for service in catalogue.services(county)}
    in_category = sum(chance for service, chance in found.chances if categories.get(service) == best.category)
    source, words = _reasons(found, best.service)
    return Classification(
        service=best.service,
        category=best.category,
        confidence=best.confidence,
        category_confidence=min(1.0, in_category),
        words=words,
        source=source,
        alternatives=tuple(one for one in likely[1:] if one.confidence >= LEAST_CHANCE),
        person_decides=best.confidence * 100 < _sure_percent(county),
        version=version,
    )


def _likely(county: str | None, code: str, chance: float) -> Likely:
    service = catalogue.service(code, county)
    return Likely(code, service.category.code if service else "", min(1.0, chance))


def _reasons(found: Suggestion, service: str) -> tuple[Source, tuple[str, ...]]:
    """Who named this service, and by which words: the model's first, then the catalogue's that are not among them."""
    by_model = found.model_words if found.model_said == service else ()
    by_catalogue = found.catalogue_words.get(service, ())
    further = tuple(word for word in by_catalogue if not any(word in known or known in word for known in by_model))
    words = (*by_model, *further)[:WORDS]
    if by_model:
        return (Source.BOTH if by_catalogue else Source.MODEL), words
    return (Source.CATALOGUE if by_catalogue else Source.MODEL), words or found.model_words


def _sure_percent(county: str | None) -> int:
    return county_settings(county or "").sure_percent
