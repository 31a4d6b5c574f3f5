"""What a request is about, and how sure that is: what somebody chose, or what triage reads out of the words."""

from __future__ import annotations

from dataclasses import dataclass

from wobangni.catalogue.queries import Service, service, service_by_id
from wobangni.triage.queries import classify


@dataclass(frozen=True, slots=True)
class ServiceOf:
    """``guessed``: by ``words``, weightiest first; otherwise somebody chose it. ``confidence``: 0 to 1; 1 only where it was chosen."""

    service: Service
    guessed: bool
    confidence: float
    words: tuple[str, ...] = ()


def service_of(county: str, service_id: int | None, description: str, title: str = "") -> ServiceOf | None:
    """The service that was chosen, or what the words speak of; None for neither. No query when warm."""
    if service_id is not None:
        chosen = service_by_id(service_id, county)
        return ServiceOf(chosen, guessed=False, confidence=1.0) if chosen else None
    found = classify(county, description, title)
    guessed = service(found.service, county) if found.service else None
    if guessed is None or not guessed.active:
        return None
    return ServiceOf(guessed, guessed=True, confidence=found.confidence, words=found.words)
