"""Many texts made comparable at once: one sparse matrix of their pieces, rare ones weighing more. Alike ones are found without comparing all with all."""

from __future__ import annotations

import math
import re
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from wobangni.triage.rules.concerns import concerns_of
from wobangni.triage.rules.shingles import normal, pieces

#: Characters of a text that are compared, beside its title, which counts as often as this.
READ, TITLE = 1_500, 3
#: Texts whose so many smallest piece hashes agree, and whose titles (or beginnings) do but for their digits, are taken for one: the same message sent
#: again, perhaps with another number in it. The same complaint with another estate's name in it is another.
_SAME = 16
_HEAD = 40  # characters
_DIGITS = re.compile(r"\d+")
#: A piece that stands in more texts than this share (and this number) does not make two texts neighbours by itself.
_COMMON, _COMMON_AT_LEAST = 0.05, 200
_CHUNK = 256


@dataclass(frozen=True, slots=True)
class Text:
    """One text as it is compared. ``plain``: title and text, normal; ``pieces``: its distinct ones."""

    title: str
    plain: str
    pieces: frozenset[str]
    concerns: dict[str, float]


class Corpus:
    """``texts``: the distinct ones; ``of[i]``: index into them of the i-th message. ``matrix``: a row of length one for each."""

    def __init__(self, messages: Sequence[tuple[str, str]]) -> None:
        self.texts: list[Text] = []
        self.of: list[int] = []
        counted: list[Counter[str]] = []
        known: dict[tuple[str, tuple[int, ...]], int] = {}
        for raw_title, raw_text in messages:
            title, text = normal(raw_title), normal(raw_text)[:READ]
            found = pieces(text)
            for piece, n in pieces(title).items():
                found[piece] += TITLE * n
            mark = _DIGITS.sub("", title or text[:_HEAD]), _signature(found)
            if mark not in known:
                known[mark] = len(self.texts)
                plain = f"{title}。{text}"
                self.texts.append(Text(title, plain, frozenset(found), concerns_of(title, text)))
                counted.append(found)
            self.of.append(known[mark])
        self.matrix = _matrix(counted)

    def alike(self, least: float) -> Iterator[tuple[int, int, float]]:
        """Pairs (i < j) of texts with a cosine of at least ``least`` over their less common pieces."""
        rare = _without_common(self.matrix)
        turned = rare.T.tocsr()
        for start in range(0, rare.shape[0], _CHUNK):
            block = (rare[start : start + _CHUNK] @ turned).tocoo()
            keep = block.data >= least
            for i, j, value in zip(block.row[keep], block.col[keep], block.data[keep], strict=True):
                if start + int(i) < int(j):
                    yield start + int(i), int(j), float(value)

    def neighbours(self, least: float) -> dict[int, dict[int, float]]:
        """``alike`` by text."""
        found: dict[int, dict[int, float]] = defaultdict(dict)
        for i, j, value in self.alike(least):
            found[i][j] = found[j][i] = value
        return found

    def centre(self, members: Sequence[int], *, share: float = 0.25) -> Any:
        """The middle of some texts: the pieces that at least ``share`` of them have, length one. A dense row."""
        rows = self.matrix[list(members)]
        middle = np.asarray(rows.mean(axis=0)).ravel()
        if len(members) > 2:
            has = np.asarray((rows > 0).mean(axis=0)).ravel()
            middle[has < share] = 0
        length = float(np.linalg.norm(middle))
        return middle / length if length else middle


def _signature(counts: Counter[str]) -> tuple[int, ...]:
    hashes = sorted({zlib.crc32(piece.encode()) for piece in counts})
    return tuple(hashes[:_SAME]) if len(hashes) >= _SAME else (-1, *hashes)


def _matrix(counted: Sequence[Counter[str]]) -> Any:
    frequency: Counter[str] = Counter()
    for counts in counted:
        frequency.update(counts.keys())
    vocabulary = {piece: n for n, piece in enumerate(p for p, df in frequency.items() if df >= 2)}
    total = len(counted)
    weight = {piece: math.log((1 + total) / (1 + frequency[piece])) + 1 for piece in vocabulary}
    data, columns, starts = array("f"), array("i"), array("q", [0])
    for counts in counted:
        row = [(vocabulary[p], (1 + math.log(n)) * weight[p]) for p, n in counts.items() if p in vocabulary]
        length = math.sqrt(sum(w * w for _c, w in row)) or 1.0
        for column, w in row:
            columns.append(column)
            data.append(w / length)
        starts.append(len(columns))
    shape = (total, max(1, len(vocabulary)))
    return sparse.csr_matrix((np.array(data), np.array(columns), np.array(starts)), shape=shape, dtype=np.float32)


def _without_common(matrix: Any) -> Any:
    most = max(_COMMON_AT_LEAST, _COMMON * matrix.shape[0])
    frequency = np.bincount(matrix.indices, minlength=matrix.shape[1])
    keep = sparse.diags((frequency <= most).astype(np.float32))
    return (matrix @ keep).tocsr()
