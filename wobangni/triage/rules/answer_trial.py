"""Trying the score of relevance on questions with known answers: is the true answer told from one of another request of the same kind?

Same kind, from hard to harder: an answer drawn from the hundred questions that are most like this one (of some thousands: a narrower circle than
a department's work), from the twenty most like it, and the answer of the very nearest one. Where rows carry a kind of their own (department,
category), also one drawn from the same kind. A request that is the same matter asked twice is no other request, and is left out: questions over
half alike, or long answers that repeat each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import roc_auc_score

from wobangni.triage.rules.formulas import substance
from wobangni.triage.rules.relevance import Read, judge, measures, read, read_answer

NEAR, CIRCLE, DRAWS = 20, 100, 3
SAME_QUESTION, SAME_ANSWER, LONG_ANSWER = 0.5, 0.6, 120
#: Characters besides formulas and handing on from which an answer says something of its own.
SAYS_SOMETHING = 20
_BLOCK = 500
#: Names of the comparisons in the order of the table.
AGAINST = ("kind", "hundred", "twenty", "nearest")

Pairs = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Answered:
    """A request with its answer. ``kind``: department or category, where the file has one."""

    title: str
    text: str
    answer: str
    kind: str = ""


#: Columns that a file must have; ``user`` and ``kind`` are used where they stand.
COLUMNS = ("title", "text", "answer")


def answered(rows: Iterable[Mapping[str, str]]) -> list[Answered]:
    """Rows of a file as the trial takes them, without the name by which the answer calls whoever asked: it would give the answer away.

    Raises KeyError for a column that is missing.
    """
    made = []
    for row in rows:
        user = row.get("user") or "\0"
        title, text, answer = ((row[name] or "").replace("_x000D_", "\n").replace(user, "") for name in COLUMNS)
        made.append(Answered(title, text, answer, row.get("kind") or ""))
    return made


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: true answers against others of one sort. ``saying``: among answers that say something of their own."""

    against: str
    pairs: int
    auc: float
    saying_pairs: int
    saying_auc: float


def pairs_of(rows: Sequence[Answered], seed: int = 1) -> Mapping[str, Pairs]:
    """(question, answer of another) by comparison. The same for the same rows and seed."""
    rng = np.random.default_rng(seed)
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True, min_df=1, dtype=np.float32)
    asked = vectors.fit_transform([f"{r.title}。{r.text}" for r in rows])
    said = vectors.transform([r.answer for r in rows])
    long = np.array([len(r.answer) >= LONG_ANSWER for r in rows])
    kinds = np.array([r.kind for r in rows])
    found: dict[str, Pairs] = {name: [] for name in AGAINST}
    for start in range(0, len(rows), _BLOCK):
        like = (asked[start : start + _BLOCK] @ asked.T).toarray()
        answers = (said[start : start + _BLOCK] @ said.T).toarray()
        for k in range(like.shape[0]):
            i = start + k
            other = ~((like[k] > SAME_QUESTION) | ((answers[k] > SAME_ANSWER) & long & long[i]))
            other[i] = False
            order = [int(j) for j in np.argsort(-like[k], kind="stable")[: CIRCLE * 2] if other[j]][:CIRCLE]
            _draw(found, i, order, np.flatnonzero(other & (kinds == kinds[i])) if kinds[i] else [], rng)
    return found


def trial(rows: Sequence[Answered]) -> tuple[Line, ...]:
    """The table, one line for each comparison that has pairs. Rows without an answer are left out; under two rows there is nothing to compare."""
    rows = [r for r in rows if r.answer.strip()]
    if len(rows) < 2:
        return ()
    taken = [_taken(r) for r in rows]
    saying = [substance(r.answer) >= SAYS_SOMETHING for r in rows]
    true = [judge(measures(*taken[i])) for i in range(len(rows))]
    lines = []
    for name, pairs in pairs_of(rows).items():
        if not pairs:
            continue
        scores = [judge(measures(taken[i][0], taken[i][1], taken[j][2])) for i, j in pairs]
        both = [saying[i] and saying[j] for i, j in pairs]
        own = [s for s, says in zip(true, saying, strict=True) if says]
        some = [s for s, says in zip(scores, both, strict=True) if says]
        lines.append(Line(name, len(pairs), auc(true, scores), len(some), auc(own, some)))
    return tuple(lines)


def auc(true: Sequence[float], false: Sequence[float]) -> float:
    """The chance that a true one scores above a false one, ties counting half; NaN where one side is empty."""
    if not true or not false:
        return float("nan")
    return float(roc_auc_score([1] * len(true) + [0] * len(false), [*true, *false]))


def _draw(found: dict[str, Pairs], i: int, order: list[int], same_kind: Any, rng: np.random.Generator) -> None:
    if not order:
        return
    found["nearest"].append((i, order[0]))
    for name, circle in (("twenty", order[:NEAR]), ("hundred", order), ("kind", same_kind)):
        count = min(DRAWS, len(circle))
        if count:
            found[name] += [(i, int(j)) for j in rng.choice(np.asarray(circle), count, replace=False)]


def _taken(row: Answered) -> tuple[Read, Read, Read]:
    """Title, question and answer taken apart once: each question meets many answers."""
    return read(row.title[:200]), read(f"{row.title[:200]}。{row.text}"), read_answer(row.answer)
