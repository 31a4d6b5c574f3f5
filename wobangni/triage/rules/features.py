"""What a model looks at in a text, in three blocks:

``words``  every word;
``head``   the first words, which are the title or say what it is about: each whole and in pieces of 1 to 4 characters;
``join``   pieces of 1 to 3 characters of the first words written together: what stands across two words, whatever the segmentation.

Each block is TF-IDF (logarithmic counts) of length one, times its weight. Pieces carry what a word unseen in training has in common with known ones.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from wobangni.triage.rules.segment import Lexicon, Segmenter

#: How many of the first words are the head.
HEAD = 15
#: Characters of a word that are cut into pieces.
_CUT = 12
BLOCKS = ("words", "head", "join")
WEIGHTS = (1.0, 0.5, 0.5)
_KEPT_WORDS = 50_000

Floats = npt.NDArray[np.float32]


def pieces(word: str) -> tuple[str, ...]:
    """A word whole and in pieces; `` `` marks where it begins and ends."""
    marked = f" {word[:_CUT]} "
    grams = [marked[i : i + n] for n in (2, 3, 4) for i in range(len(marked) - n + 1)]
    return (word, *grams, *(word[:_CUT] if len(word) > 1 else ""))


def joints(words: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Pieces of the words written together, and in which of them each begins."""
    text, owners = "", []
    for number, word in enumerate(words):
        text += word[:_CUT]
        owners += [number] * len(word[:_CUT])
    for n in (1, 2, 3):
        for i in range(len(text) - n + 1):
            yield text[i : i + n], owners[i]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Features by name, for each block of ``BLOCKS``; columns count through all blocks. ``rarity``: inverse document frequency by column."""

    names: tuple[tuple[str, ...], ...]
    rarity: Floats


class Reader:
    """Turns texts into columns of a vocabulary."""

    def __init__(self, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        self.lexicon = lexicon
        self.vocabulary = vocabulary
        self.segmenter = Segmenter(lexicon)
        start, indexes = 0, []
        for names in vocabulary.names:
            indexes.append({name: start + number for number, name in enumerate(names)})
            start += len(names)
        self._words, self._head, self._join = indexes
        self._pieces: dict[str, tuple[int, ...]] = {}
        self.width = start

    def columns(self, text: str) -> tuple[list[int], list[int], list[int]]:
        """Columns of a normalised text by block, with repetitions."""
        words = [word for word, _at in self.segmenter.cut(text)]
        head = words[:HEAD]
        return (
            [c for word in words if (c := self._words.get(word)) is not None],
            [c for word in head for c in self.pieces(word)],
            [c for piece, _owner in joints(head) if (c := self._join.get(piece)) is not None],
        )

    def owned_columns(self, words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """(block, column, number of the word that it comes from) of a segmented text: to say which words decided."""
        head = words[:HEAD]
        for number, word in enumerate(words):
            column = self._words.get(word)
            if column is not None:
                yield 0, column, number
        for number, word in enumerate(head):
            for column in self.pieces(word):
                yield 1, column, number
        for piece, number in joints(head):
            column = self._join.get(piece)
            if column is not None:
                yield 2, column, number

    def matrix(self, texts: Iterable[str]) -> sparse.csr_matrix:
        """Features of normalised texts, one row each."""
        return self.weigh([self.columns(text) for text in texts])

    def weigh(self, rows: Sequence[tuple[list[int], list[int], list[int]]]) -> sparse.csr_matrix:
        blocks = []
        for block, weight in enumerate(WEIGHTS):
            counts = count_matrix([row[block] for row in rows], self.width)
            blocks.append(normalised(counts, self.vocabulary.rarity) * weight)
        return (blocks[0] + blocks[1] + blocks[2]).tocsr()

    def pieces(self, word: str) -> tuple[int, ...]:
        found = self._pieces.get(word)
        if found is None:
            if len(self._pieces) >= _KEPT_WORDS:
                self._pieces.clear()
            found = tuple(c for piece in pieces(word) if (c := self._head.get(piece)) is not None)
            self._pieces[word] = found
        return found


def learn_vocabulary(segmented: Sequence[Sequence[str]], at_least: int = 2) -> Vocabulary:
    """The features that occur in ``at_least`` so many of the segmented texts, the more frequent first."""
    occurs: tuple[Counter[str], ...] = (Counter(), Counter(), Counter())
    for words in segmented:
        head = words[:HEAD]
        occurs[0].update(set(words))
        occurs[1].update({piece for word in head for piece in pieces(word)})
        occurs[2].update({piece for piece, _owner in joints(head)})
    names, rarity = [], []
    for counted in occurs:
        kept = sorted(((n, name) for name, n in counted.items() if n >= at_least), key=lambda f: (-f[0], f[1]))
        names.append(tuple(name for _n, name in kept))
        rarity += [math.log((1 + len(segmented)) / (1 + n)) + 1 for n, _name in kept]
    return Vocabulary(tuple(names), np.asarray(rarity, dtype=np.float32))


def count_matrix(rows: Sequence[Sequence[int]], width: int) -> sparse.csr_matrix:
    """How often each column occurs in each row."""
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.fromiter((column for row in rows for column in row), dtype=np.int32, count=int(ends[-1]))
    counts = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(rows), width))
    counts.sum_duplicates()
    return counts


def normalised(counts: sparse.csr_matrix, rarity: Floats) -> sparse.csr_matrix:
    """TF-IDF with logarithmic counts; each row of length one, or empty."""
    counts.data = (1 + np.log(counts.data)) * rarity[counts.indices]
    squares = np.asarray(counts.multiply(counts).sum(axis=1)).ravel()
    counts.data /= np.repeat(np.sqrt(np.where(squares > 0, squares, 1)), np.diff(counts.indptr)).astype(np.float32)
    return counts
