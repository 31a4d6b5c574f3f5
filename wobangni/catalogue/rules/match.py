"""Which service a text speaks of, by the catalogue's own words.

Every word of the catalogue that occurs counts for its services: the longer it is, the fewer services share it, the earlier it stands, and if it stands in
the title, the more. All words are found in one pass. No learning, no dictionary: what a county writes into the catalogue is what decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

#: Beyond this a text repeats itself or quotes others; characters.
READ_AT_MOST = 2000
TITLE_WEIGHT = 2.5
NAME_WEIGHT = 1.5
#: Each further occurrence of the same word counts this much of a first one.
AGAIN = 0.25


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one service. ``key``: whatever names it to the caller."""

    key: str
    name: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    key: str
    score: float
    words: tuple[str, ...]  # that were found, weightiest first


@dataclass(frozen=True)
class Matcher:
    """Built once from the catalogue, used for many texts."""

    pattern: re.Pattern[str]
    weights: Mapping[str, tuple[tuple[str, float], ...]]  # word → (service, weight)
    inner: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # word → words of the catalogue within it

    @classmethod
    def of(cls, catalogue: Iterable[Words]) -> Matcher:
        raw: dict[str, dict[str, float]] = {}
        for service in catalogue:
            for word in {service.name, *service.keywords}:
                if len(word) >= 2:
                    weight = len(word) ** 1.2 * (NAME_WEIGHT if word == service.name else 1.0)
                    raw.setdefault(word.lower(), {})[service.key] = weight
        longest_first = sorted(raw, key=lambda w: (-len(w), w))
        pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)", re.IGNORECASE)
        weights = {
            word: tuple((key, weight / len(of) ** 0.5) for key, weight in of.items()) for word, of in raw.items()
        }
        inner = {word: tuple(other for other in raw if other != word and other in word) for word in raw}
        return cls(pattern, weights, inner)

    def best(self, text: str, title: str = "", limit: int = 5) -> tuple[Match, ...]:
        """The services that the text speaks of, surest first; empty if it has none of the catalogue's words."""
        scores: dict[str, float] = {}
        found: dict[str, dict[str, float]] = {}
        seen: dict[str, int] = {}
        for part, factor in ((title, TITLE_WEIGHT), (text[:READ_AT_MOST], 1.0)):
            for hit in self.pattern.finditer(part):
                word = hit.group().lower()
                early = 1.0 if hit.start() < 60 else 0.8
                self._count(word, factor * early, scores, found, seen)
                for shorter in self.inner[word]:
                    self._count(shorter, factor * early * 0.3, scores, found, seen)
        order = sorted(scores, key=lambda key: (-scores[key], key))[:limit]
        return tuple(
            Match(k, scores[k], tuple(sorted(found[k], key=found[k].__getitem__, reverse=True))) for k in order
        )

    def _count(
        self,
        word: str,
        factor: float,
        scores: dict[str, float],
        found: dict[str, dict[str, float]],
        seen: dict[str, int],
    ) -> None:
        factor *= 1.0 if word not in seen else AGAIN
        seen[word] = seen.get(word, 0) + 1
        for key, weight in self.weights[word]:
            gained = weight * factor
            scores[key] = scores.get(key, 0.0) + gained
            words = found.setdefault(key, {})
            words[word] = words.get(word, 0.0) + gained
