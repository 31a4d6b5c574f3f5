"""Does an answer speak to this question? A number from what both share, weighed by how rare it is in requests at large.

Nothing is learned from a county's texts at run time. Two small tables come with the platform (``tables/``): how often pairs of characters
occur in requests at large, and the weights of the measures below, which ``tools.relevance`` fits on questions with known answers.
"""

from __future__ import annotations

import functools
import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from wobangni.triage.rules.formulas import without_formulas

#: Longer texts are read this far (characters): time stays bounded, and an answer that has not come to the point by then is judged by what it said.
MOST_QUESTION, MOST_ANSWER = 6_000, 8_000
SIZES = (2, 3)
#: What is compared: letters, digits, Han and Mongolian characters that stand together.
RUNS = re.compile(r"[0-9a-z\u4e00-\u9fff\u1800-\u18af]+")
#: A name of a place or house: letters with digits, or up to four characters before what kind of thing it is.
_PLACES = re.compile(
    r"[a-z]\d{0,2}(?=[市县区旗])"
    r"|[\u4e00-\u9fff]{2,4}?(?:自治旗|市|县|区|旗|镇|乡|苏木|街道|社区|嘎查|村|路|街|大道|小区|花园|家园|公寓|学校|小学|中学|幼儿园|医院|公司|集团|酒店|超市|广场|公园|车站|大桥)"
)
_KIND_ALONE = re.compile(
    r"^(?:[我本该此全各贵你这那在到对的和与及]|.?.?(?:城|市|辖|园|景|地|山|库|社|小|灾|郊|新|老)区$|农村|各级)"
)

Grams = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Relevance:
    """``score``: 0 to 1, how likely the answer is to this question. ``shared``: the rarest words that both use, the rarest first."""

    score: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """A text taken apart once. ``grams``: by size; ``weight``: of all grams of a size; ``places``: names with their number."""

    grams: tuple[Grams, ...]
    weight: tuple[float, ...]
    places: Counter[str]
    length: int


def relevance(title: str, question: str, answer: str) -> Relevance:
    """How well ``answer`` speaks to the request; all three as typed."""
    head, asked, said = read(title[:200]), read(f"{title[:200]}。{question[:MOST_QUESTION]}"), read_answer(answer)
    score = judge(measures(head, asked, said))
    return Relevance(score, _shared(asked, said))


def read(text: str) -> Read:
    """The text's character n-grams and names."""
    lower = text.lower()
    runs = RUNS.findall(lower)
    grams = tuple(_grams(runs, size) for size in SIZES)
    places = Counter(p for p in _PLACES.findall(lower) if not _KIND_ALONE.match(p))
    return Read(grams, tuple(sum(map(rarity, g)) for g in grams), places, sum(map(len, runs)))


def read_answer(answer: str) -> Read:
    """An answer without the formulas that stand in every one."""
    return read(without_formulas(answer[:MOST_ANSWER]))


def measures(title: Read, asked: Read, said: Read) -> list[float]:
    """What is weighed, in the order of the table of weights."""
    found: list[float] = []
    for k in range(len(SIZES)):
        found += _overlap(title, asked, said, k)
    common = asked.places & said.places
    strange = {place: n for place, n in said.places.items() if place not in asked.places}
    named = sum(said.places.values())
    found += [
        math.log1p(len(common)),
        math.log1p(sum(len(p) for p in common)),
        math.log1p(len(strange)),
        sum(strange.values()) / (named + 1),
        float(bool(title.places & said.places)),
        float(bool(title.places) and bool(said.places) and not asked.places & said.places),
    ]
    return [*found, math.log1p(said.length), math.log1p(asked.length), math.log1p(title.length)]


def judge(found: list[float]) -> float:
    """The weighed sum of the measures and of their products by twos, as a number from 0 to 1."""
    weights = _weights()
    plain = [(v - m) / s for v, m, s in zip(found, weights["mean"], weights["scale"], strict=True)]
    total = weights["intercept"][0]
    for value, weight in zip(with_products(plain), weights["weight"], strict=True):
        total += weight * value
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def with_products(values: list[float]) -> list[float]:
    """``values``, then each times each of those from itself on. Kept within what was seen in fitting, so that no strange text runs away."""
    kept = [max(-4.0, min(4.0, v)) for v in values]
    return kept + [a * b for i, a in enumerate(kept) for b in kept[i:]]


@functools.lru_cache(maxsize=100_000)
def rarity(gram: str) -> float:
    """How much a shared n-gram says: the mean rarity of its pairs. What the table does not know is a name, or nearly one."""
    pairs, unknown = _background()
    return sum(pairs.get(gram[k : k + 2], unknown) for k in range(len(gram) - 1)) / (len(gram) - 1)


def _overlap(title: Read, asked: Read, said: Read, k: int) -> list[float]:
    q, t, a = asked.grams[k], title.grams[k], said.grams[k]
    shared = sorted(((rarity(g), a[g]) for g in a if g in q), reverse=True)
    both = sum(weight for weight, _n in shared)
    in_title = sum(rarity(g) for g in t if g in a)
    own = sorted(a, key=lambda g: (-rarity(g) * (math.log1p(a[g]) - 0.3), g))[:12]
    return [
        both / (asked.weight[k] + 1),
        in_title / (title.weight[k] + 1),
        both / (said.weight[k] + 1),
        both / math.sqrt((asked.weight[k] + 1) * (said.weight[k] + 1)),
        math.log1p(both),
        math.log1p(in_title),
        sum(weight for weight, _n in shared[:5]) / 5,
        sum(sorted((w * math.log1p(n) for w, n in shared), reverse=True)[:5]) / 5,
        sum(g in q for g in own) / max(1, len(own)),
    ]


def _shared(asked: Read, said: Read) -> tuple[str, ...]:
    """At most six, the rarest first; of two that overlap the first."""
    size = len(SIZES) - 1
    best = sorted((g for g in said.grams[size] if g in asked.grams[size]), key=lambda g: (-rarity(g), g))
    kept: list[str] = []
    for gram in best:
        if not any(gram[:2] in k or gram[1:] in k for k in kept):
            kept.append(gram)
        if len(kept) == 6:
            break
    return tuple(kept)


def _grams(runs: list[str], size: int) -> Grams:
    return Counter(run[k : k + size] for run in runs for k in range(len(run) - size + 1))


@functools.cache
def _background() -> tuple[dict[str, float], float]:
    """Rarity of each known pair, and of an unknown one."""
    table = json.loads(_table("pairs.json"))
    texts = table["texts"]
    known = {p[:2]: math.log((texts + 1) / (float(p[2:]) + 1)) for p in table["pairs"].split()}
    return known, math.log((texts + 1) / 3)


@functools.cache
def _weights() -> dict[str, list[float]]:
    found: dict[str, list[float]] = json.loads(_table("relevance.json"))
    return found


def _table(name: str) -> str:
    return resources.files("wobangni.triage.rules").joinpath("tables", name).read_text("utf-8")
