"""The suggestion for a text: the catalogue's own words and, where there is one, the trained model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wobangni.catalogue import queries as catalogue
from wobangni.triage.rules.combine import catalogue_chances, mix
from wobangni.triage.rules.model import Model
from wobangni.triage.rules.text import joined

#: Matches of the catalogue that are looked at.
CATALOGUE_MATCHES = 8


@dataclass(frozen=True, slots=True)
class Voice:
    """A trained model and its share beside the catalogue's words."""

    model: Model
    share: float
    version: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``chances``: by service, the likeliest first. ``words``: by voice."""

    chances: tuple[tuple[str, float], ...]
    catalogue_words: Mapping[str, tuple[str, ...]]
    model_words: tuple[str, ...]
    model_said: str | None


def suggest(county: str | None, text: str, title: str, voice: Voice | None) -> Suggestion:
    """No query when warm."""
    from_catalogue, words = catalogue_voice(county, text, title)
    if voice is None:
        return Suggestion(ranked(from_catalogue), words, (), None)
    read = joined(title, text)
    prediction = voice.model.predict(read) if read else None
    if prediction is None or not prediction.known:
        return Suggestion(ranked(from_catalogue), words, (), None)
    offered = {service.code for service in catalogue.services(county)}
    from_model = among(dict(prediction.ranked), offered)
    return Suggestion(
        ranked(mix(from_model, from_catalogue, voice.share)), words, prediction.words, prediction.ranked[0][0]
    )


def suggest_many(
    county: str | None, texts: Sequence[tuple[str, str]], voice: Voice | None
) -> list[tuple[tuple[str, float], ...]]:
    """Chances alone, for many (text, title)."""
    from_catalogue = [catalogue_voice(county, text, title)[0] for text, title in texts]
    if voice is None:
        return [ranked(chances) for chances in from_catalogue]
    offered = {service.code for service in catalogue.services(county)}
    rows = voice.model.probabilities([joined(title, text) for text, title in texts])
    said = [among(dict(zip(voice.model.labels, row.tolist(), strict=True)), offered) for row in rows]
    return [ranked(mix(m, c, voice.share)) for m, c in zip(said, from_catalogue, strict=True)]


def catalogue_voice(county: str | None, text: str, title: str) -> tuple[dict[str, float], dict[str, tuple[str, ...]]]:
    """Chances by service from the catalogue's words, and those words."""
    matches = catalogue.guess_services(text, title, county, limit=CATALOGUE_MATCHES)
    return catalogue_chances((m.service.code, m.score) for m in matches), {m.service.code: m.words for m in matches}


def among(chances: Mapping[str, float], offered: set[str]) -> dict[str, float]:
    """What is still offered; what is not gives its chance to the others."""
    left = {service: chance for service, chance in chances.items() if service in offered}
    total = sum(left.values())
    return {service: chance / total for service, chance in left.items()} if total > 0 else {}


def ranked(chances: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(chances.items(), key=lambda item: (-item[1], item[0])))
