"""A trained classifier as it is used: words in, probabilities out, and the words that decided. Needs numpy and scipy alone.

It is one linear layer over the features with a softmax behind it; whatever was averaged or calibrated in training has been folded into its weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wobangni.triage.rules.features import WEIGHTS, Reader
from wobangni.triage.rules.segment import Word

#: Texts that are worked on at once in bulk.
BULK = 256
#: How many words are given as the reason, and what share of the weightiest one's weight the last must have.
REASONS, LEAST_SHARE = 5, 0.15

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Prediction:
    """``ranked``: (label, probability), the likeliest first, all labels. ``words``: what spoke for the first, weightiest first, as in the text.

    known: whether the text has anything that the model has learned; otherwise it only says what is usual.
    """

    ranked: tuple[tuple[str, float], ...]
    words: tuple[str, ...]
    known: bool


class Model:
    """``weights``: features × labels, half precision; ``bias``: by label; ``prior``: what is said of a text without any known feature."""

    def __init__(
        self, labels: Sequence[str], reader: Reader, weights: npt.NDArray[np.float16], bias: Floats, prior: Floats
    ) -> None:
        if weights.shape != (reader.width, len(labels)) or bias.shape != prior.shape or bias.shape != (len(labels),):
            raise ValueError("weights, vocabulary and labels don't fit each other")
        self.labels = tuple(labels)
        self.reader = reader
        self.weights, self.bias, self.prior = weights, bias, prior

    def predict(self, text: str) -> Prediction:
        """Of one normalised text."""
        words = self.reader.segmenter.cut(text)
        columns, values, owners = self._weighed([word for word, _at in words])
        if not len(columns):
            return Prediction(self._ranked(self.prior), (), known=False)
        shares = self.weights[columns].astype(np.float32) * values[:, None]
        chances = softmax(shares.sum(axis=0) + self.bias)
        best = int(chances.argmax())
        # What speaks for the best label is what it has over the others, each counting as it is likely.
        others = np.where(np.arange(len(chances)) == best, 0, np.maximum(chances, 1e-9))
        spoken = np.bincount(owners, shares[:, best] - shares @ (others / others.sum()), len(words))
        return Prediction(self._ranked(chances), reasons(words, spoken.astype(np.float64)), known=True)

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Of many normalised texts: texts × labels."""
        found = np.empty((len(texts), len(self.labels)), dtype=np.float32)
        for start in range(0, len(texts), BULK):
            rows = self.reader.matrix(texts[start : start + BULK])
            used = np.unique(rows.indices)
            scores = rows[:, used] @ self.weights[used].astype(np.float32) + self.bias
            found[start : start + BULK] = softmax(scores)
            found[start : start + BULK][np.diff(rows.indptr) == 0] = self.prior
        return found

    def _weighed(self, words: Sequence[str]) -> tuple[npt.NDArray[np.int64], Floats, npt.NDArray[np.int64]]:
        """(column, value, number of its word) of every occurrence of a feature; the values of a column add up to its value in the matrix."""
        owned = np.array([*self.reader.owned_columns(words)], dtype=np.int64).reshape(-1, 3)
        values = np.zeros(len(owned), dtype=np.float32)
        rarity = self.reader.vocabulary.rarity
        for block, weight in enumerate(WEIGHTS):
            here = np.flatnonzero(owned[:, 0] == block)
            if len(here):
                columns, back, counts = np.unique(owned[here, 1], return_inverse=True, return_counts=True)
                full = (1 + np.log(counts)) * rarity[columns]
                each = full / np.sqrt((full * full).sum()) * weight / counts
                values[here] = each[back]
        return owned[:, 1], values, owned[:, 2]

    def _ranked(self, chances: Floats) -> tuple[tuple[str, float], ...]:
        order = np.argsort(-chances, kind="stable")
        return tuple((self.labels[i], float(chances[i])) for i in order)


def softmax(scores: Floats) -> Floats:
    """Along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return (raised / raised.sum(axis=-1, keepdims=True)).astype(np.float32)  # type: ignore[no-any-return]


def reasons(words: Sequence[Word], weights: npt.NDArray[np.float64]) -> tuple[str, ...]:
    """The weightiest words, each once; words that touch in the text and both count are given as one."""
    totals: dict[str, float] = {}
    for phrase, weight in _phrases(words, weights):
        totals[phrase] = totals.get(phrase, 0.0) + weight
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:REASONS]
    return tuple(phrase for phrase, weight in ranked if weight >= ranked[0][1] * LEAST_SHARE)


def _phrases(words: Sequence[Word], weights: npt.NDArray[np.float64]) -> Iterator[tuple[str, float]]:
    """Runs of up to three touching words of which each has at least a third of the weight of the heaviest word."""
    floor = max(float(weights.max(initial=0.0)) / 3, 1e-6)
    phrase, total, end, size = "", 0.0, -1, 0
    for (word, at), weight in zip(words, weights.tolist(), strict=True):
        counts = weight >= floor
        if phrase and not (counts and at == end and size < 3):
            yield phrase, total
            phrase, total, size = "", 0.0, 0
        if counts:
            phrase, total, end, size = phrase + word, total + weight, at + len(word), size + 1
        elif weight > 0:
            yield word, weight
    if phrase:
        yield phrase, total
