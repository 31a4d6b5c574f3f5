"""A second voice on how a text begins: a linear layer over concepts and pairs of characters says which danger the whole of it speaks of.

Rules need the parts that they know; a sentence that says a known danger in new words leaves many small traces. Weights: ``data/urgency/voice.csv.gz``,
made by ``tools/urgency/train.py`` from the written sentences of the tests and from passages of real requests (of which nothing but weights is kept).
"""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from operator import add

import numpy as np
import numpy.typing as npt

from wobangni.triage.rules.urgency_table import Danger
from wobangni.triage.rules.urgency_words import DATA, MASK, Span, Tags

#: Characters that the voice listens to, from the beginning: in a long complaint there is a trace of everything.
LISTENS = 90
#: How much more likely than calm (log odds) a danger has to be.
SURE = -1.5
#: Traces that are shown as the reason.
WORDS = 4
_SKIP = frozenset(
    " ，。！？、；：\n“”（）《》【】…" + "".join(map(chr, range(33, 127)))
)  # no places made anonymous, no letters


@dataclass(frozen=True, slots=True)
class Heard:
    """The danger that a text speaks of most, by how much (log odds against calm), and the words that said so."""

    danger: Danger
    odds: float
    spans: tuple[Span, ...]


def traces(text: str, tags: Tags) -> set[str]:
    """What the voice listens to: ``@concept``, a character, two characters."""
    found = {one for one in (*text, *map(add, text, text[1:])) if _SKIP.isdisjoint(one)}
    return found | _concepts(text, tags)


def _concepts(text: str, tags: Tags) -> set[str]:
    return {"@" + concept for concept, spans in tags.items() if spans[0][0] < len(text) and concept != MASK}


def hear(text: str, tags: Tags, spared: Iterable[Danger] = ()) -> Heard | None:
    """The danger that ``text`` most likely speaks of; None where it is calm. ``spared``: dangers that don't count today."""
    rows, weights, dangers = _weights()
    begins = text[:LISTENS]
    said_there = {*begins, *map(add, begins, begins[1:])} | _concepts(begins, tags)
    found = [name for name in said_there if name in rows and name]
    if not found:
        return None
    heard = weights[[rows[name] for name in found]]
    odds = weights[0] + heard.sum(axis=0) / math.sqrt(len(found))
    for danger in spared:
        odds[dangers.index(danger)] = -math.inf
    at = int(odds.argmax())
    if odds[at] < SURE:
        return None
    said = [_where(found[row], begins, tags) for row in heard[:, at].argsort()[::-1][:WORDS] if heard[row, at] > 0]
    return Heard(dangers[at], float(odds[at]), tuple(_joined(said)))


def _where(trace: str, text: str, tags: Tags) -> Span:
    if trace.startswith("@"):
        return tags[trace[1:]][0]
    start = text.find(trace)
    return start, start + len(trace)


def _joined(spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch as one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


@cache
def _weights() -> tuple[dict[str, int], npt.NDArray[np.float32], list[Danger]]:
    """Trace → its row; the rows: weights for each danger against calm, the first what stands before any word; the dangers."""
    with gzip.open(DATA / "voice.csv.gz", "rt", encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        dangers = [Danger(name) for name in next(lines)[1:]]
        table = list(lines)
    weights = np.array([line[1:] for line in table], dtype=np.float32) / np.float32(100)
    return {line[0]: row for row, line in enumerate(table)}, weights, dangers
