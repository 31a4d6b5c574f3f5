"""How much it says that two texts share a piece or a word: little for 严重影响, much for the name of an estate.

Told from a general dictionary (jieba's, 350,000 words with their frequencies), so that it is the same on the first day as after ten years, in every
county, and two scores can be compared.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from wobangni.triage.rules.names import dictionary

#: Texts in how many of which the commonest pieces stand; only sets where the weights begin.
_ORDINARY = 300.0
_MOST = 8.0
_UNKNOWN_WORD = 6.0


@dataclass(frozen=True, slots=True)
class _Tables:
    pairs: Mapping[str, int]
    single: Mapping[str, int]
    total: int  # characters
    words: Mapping[str, int]


@functools.cache
def _tables() -> _Tables:
    pairs: Counter[str] = Counter()
    single: Counter[str] = Counter()
    words: Mapping[str, int] = dictionary().FREQ
    for word, frequency in words.items():
        if frequency:
            for n, character in enumerate(word):
                single[character] += frequency
                if n:
                    a = word[n - 1]
                    pairs[a + character if a <= character else character + a] += frequency
    return _Tables(pairs, single, sum(single.values()), words)


def warm() -> None:
    """Loads the tables (a second); what asks later does not wait."""
    _tables()


@functools.lru_cache(maxsize=200_000)
def rarity(piece: str) -> float:
    """Weight of a piece of ``shingles``, 0 (says nothing) to 8."""
    tables = _tables()
    if len(piece) not in (2, 3) or not "\u3400" <= piece[0] <= "\u9fff":
        return _UNKNOWN_WORD
    if len(piece) == 2:
        return _weight(_pair(piece, tables))
    # of three characters any two may be neighbours; the likelier two say how common the third is beside them
    a, b, c = piece[0], piece[1], piece[2]
    likely = max(_pair(a + b, tables) * _pair(b + c, tables) / _one(b, tables),
                 _pair(a + b, tables) * _pair(a + c, tables) / _one(a, tables),
                 _pair(a + c, tables) * _pair(b + c, tables) / _one(c, tables))  # fmt: skip
    return _weight(likely)


def _one(character: str, tables: _Tables) -> float:
    return (tables.single.get(character, 0) + 20) / tables.total


def _pair(pair: str, tables: _Tables) -> float:
    chance = _one(pair[0], tables) * _one(pair[1], tables)
    return (tables.pairs.get(pair, 0) + 5) / tables.total + 0.5 * chance


def _weight(probability: float) -> float:
    return min(max(-math.log(probability * _ORDINARY), 0.0), _MOST)


@functools.lru_cache(maxsize=100_000)
def word_rarity(word: str) -> float:
    """Weight of a word of the dictionary's, 0 to 8; of one that is not in it the most."""
    frequency = _tables().words.get(word, 0)
    return min(max(-math.log((frequency + 3) / 1e8 * 600), 0.0), _MOST)
