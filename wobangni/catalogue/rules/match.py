"""Which service a text speaks of, by the catalogue's own words.

Every word of the catalogue that occurs counts for its services: the longer it is, the fewer services share it, the earlier it stands, and if it stands in
the title, the more. No learning, no dictionary: what a county writes into the catalogue is what decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

#: Beyond this a text repeats itself or quotes others; characters.
READ_AT_MOST = 2000
TITLE_WEIGHT = 2.5
NAME_WEIGHT = 1.5
LENGTH_POWER = 1.2
#: Words that begin within the first so many characters count in full, later ones less.
EARLY, LATE_WEIGHT = 60, 0.8
#: Each further occurrence of the same word counts this much of a first one.
AGAIN = 0.25
#: A word within a longer one that was found counts this much.
WITHIN = 0.3


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


@dataclass(frozen=True, slots=True)
class Matcher:
    """Built once from a catalogue, used for many texts. All words are in small letters."""

    weights: Mapping[str, tuple[tuple[str, float], ...]]  # word → (service, weight)
    starting: Mapping[str, tuple[str, ...]]  # first two characters → words, longest first
    within: Mapping[str, tuple[str, ...]]  # word → other words that lie in it

    @classmethod
    def of(cls, catalogue: Iterable[Words]) -> Matcher:
        """From the services of a catalogue. Words of a single character are left out: they occur everywhere."""
        raw: dict[str, dict[str, float]] = {}
        for service in catalogue:
            for word in {service.name, *service.keywords}:
                if len(word) >= 2:
                    factor = NAME_WEIGHT if word == service.name else 1.0
                    raw.setdefault(word.lower(), {})[service.key] = len(word) ** LENGTH_POWER * factor
        starting: dict[str, list[str]] = {}
        for word in sorted(raw, key=lambda w: (-len(w), w)):
            starting.setdefault(word[:2], []).append(word)
        return cls(
            weights={word: tuple((k, w / len(of) ** 0.5) for k, w in of.items()) for word, of in raw.items()},
            starting={begin: tuple(words) for begin, words in starting.items()},
            within={word: tuple(other for other in raw if other != word and other in word) for word in raw},
        )

    def best(self, text: str, title: str = "", limit: int = 5) -> tuple[Match, ...]:
        """The services that the text speaks of, surest first; empty if it has none of the catalogue's words."""
        found: dict[str, float] = {}
        for part, factor in ((title, TITLE_WEIGHT), (text[:READ_AT_MOST], 1.0)):
            for word, start in self._occurrences(part.lower()):
                count = factor * (1.0 if start < EARLY else LATE_WEIGHT)
                found[word] = found[word] + count * AGAIN if word in found else count
                for shorter in self.within[word]:
                    found[shorter] = found.get(shorter, 0.0) + count * WITHIN
        scores: dict[str, dict[str, float]] = {}
        for word, count in found.items():
            for key, weight in self.weights[word]:
                scores.setdefault(key, {})[word] = weight * count
        totals = sorted(((sum(words.values()), key) for key, words in scores.items()), key=lambda t: (-t[0], t[1]))
        return tuple(
            Match(key, total, tuple(sorted(scores[key], key=scores[key].__getitem__, reverse=True)))
            for total, key in totals[:limit]
        )

    def _occurrences(self, text: str) -> Iterator[tuple[str, int]]:
        """Words and where they begin: the longest at each place, not overlapping."""
        starting, position, end = self.starting, 0, len(text) - 1
        while position < end:
            for word in starting.get(text[position : position + 2], ()):
                if text.startswith(word, position):
                    yield word, position
                    position += len(word)
                    break
            else:
                position += 1
