"""Training: four linear voices, averaged and calibrated on texts that they were not trained on. scikit-learn is needed here alone.

Three are support vectors over features multiplied by how much more often they occur with the label than without it (NBSVM, Wang & Manning 2012), in full, dampened,
and with the plain hinge loss, which minds a wrong label less; the fourth is that ratio itself (naive Bayes). Being linear, they fold into one layer. Other ways were tried in grouped cross-validation on real
requests and brought nothing: kernels, one label against one other, stacking, pairs of words, leaving out what looks wrongly labelled.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse, special

from wobangni.triage.rules.features import Reader, Vocabulary, learn_vocabulary
from wobangni.triage.rules.groups import grouped_folds, near_duplicate_groups
from wobangni.triage.rules.model import Model, softmax
from wobangni.triage.rules.segment import Segmenter, learn_lexicon


@dataclass(frozen=True, slots=True)
class Voice:
    """smoothing: added to every feature's sum. power: of the ratio. penalty, loss: of the support vectors; no penalty: the ratio alone decides."""

    smoothing: float
    power: float
    penalty: float | None
    loss: str = "squared_hinge"


#: Chosen by grouped cross-validation over three shuffles; neighbours on all sides do nearly as well.
VOICES = (Voice(0.1, 1.0, 0.3), Voice(0.1, 0.5, 0.5), Voice(0.1, 1.0, 0.5, "hinge"), Voice(0.01, 1.0, None))
#: Rounds of the solver; where it isn't done by then, what it has is as good.
_ROUNDS = 2000
INNER_FOLDS = 3
#: More coefficients than that make the stored model and its memory too large; the least telling features go.
MOST_COEFFICIENTS = 8_000_000

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Progress = Callable[[int, int], None]


class TooLittle(ValueError):
    """There are fewer than two labels, or a label with fewer texts than can be set aside."""


@dataclass(frozen=True, slots=True)
class Examples:
    """Normalised texts with what they truly are. ``segmented``: came as words with spaces between. ``weights``: how much each counts, 1 as a rule."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]
    segmented: tuple[bool, ...]
    weights: tuple[float, ...]

    def take(self, numbers: Integers) -> Examples:
        return Examples(
            *(tuple(field[i] for i in numbers) for field in (self.texts, self.labels, self.segmented, self.weights))
        )


@dataclass(frozen=True, slots=True)
class Trained:
    """``chances``: what was said of the texts ``asked`` (numbers) by models that had not seen them or their near duplicates; labels as the model's."""

    model: Model
    asked: Integers
    chances: Floats


def train(examples: Examples, groups: Integers | None = None, progress: Progress | None = None) -> Trained:
    """A calibrated model. ``groups``: of near duplicates, if they are known already. Raises TooLittle. The same examples give the same model."""
    labels = tuple(sorted(set(examples.labels)))
    if len(labels) < 2:
        raise TooLittle("at least two labels are needed")
    if groups is None:
        groups = near_duplicate_groups(examples.texts)
    number = {label: i for i, label in enumerate(labels)}
    truth = np.array([number[label] for label in examples.labels], dtype=np.int64)
    weights = np.asarray(examples.weights, dtype=np.float64)
    lexicon = learn_lexicon(examples.texts, examples.segmented)
    segmenter = Segmenter(lexicon)
    vocabulary = learn_vocabulary([[word for word, _at in segmenter.cut(text)] for text in examples.texts])
    reader = Reader(lexicon, vocabulary)
    matrix = reader.matrix(examples.texts)
    steps = INNER_FOLDS + 1
    scores = np.zeros((len(VOICES), len(truth), len(labels)))
    held = np.zeros(len(truth), dtype=bool)
    for step, (known, asked) in enumerate(grouped_folds(examples.labels, groups, INNER_FOLDS), 1):
        if len(np.unique(truth[known])) == len(labels):
            layers = fit(matrix[known], truth[known], weights[known], len(labels))
            scores[:, asked] = [matrix[asked] @ coefficients + bias for coefficients, bias in layers]
            held[asked] = True
        if progress:
            progress(step, steps)
    layers = fit(matrix, truth, weights, len(labels))
    if progress:
        progress(steps, steps)
    # Each voice as loud as the others.
    loudness = scores[:, held].std(axis=(1, 2)) if held.any() else np.ones(len(VOICES))
    volume = 1 / np.maximum(loudness, 1e-9) / len(VOICES)
    together = np.tensordot(volume, scores[:, held], axes=1)
    coefficients = sum(
        (v * layer for v, (layer, _bias) in zip(volume, layers, strict=True)), start=np.zeros(layers[0][0].shape)
    )
    bias = sum((v * part for v, (_layer, part) in zip(volume, layers, strict=True)), start=np.zeros(len(labels)))
    scale, offset = calibrate(together, truth[held])
    prior = np.bincount(truth, minlength=len(labels)) / len(truth)
    return Trained(
        model=_compact(labels, reader, coefficients * scale, bias * scale + offset, prior),
        asked=np.flatnonzero(held),
        chances=softmax((together * scale + offset).astype(np.float32)),
    )


def fit(matrix: sparse.csr_matrix, truth: Integers, weights: Doubles, count: int) -> list[tuple[Doubles, Doubles]]:
    """For each voice coefficients (features × labels) and bias, one label against all others."""
    layers = [(np.zeros((matrix.shape[1], count)), np.zeros(count)) for _voice in VOICES]
    for label in range(count):
        mine = truth == label
        for voice, (coefficients, bias) in zip(VOICES, layers, strict=True):
            coefficients[:, label], bias[label] = _fit_one(voice, matrix, mine, weights)
    return layers


def _fit_one(
    voice: Voice, matrix: sparse.csr_matrix, mine: npt.NDArray[np.bool_], weights: Doubles
) -> tuple[Doubles, float]:
    ratio = log_ratio(matrix, mine, weights, voice.smoothing)
    if voice.penalty is None:
        return ratio, 0.0
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    factor = np.sign(ratio) * np.abs(ratio) ** voice.power
    scaled = matrix.copy()
    scaled.data = scaled.data * factor[scaled.indices].astype(np.float32)
    svm = LinearSVC(C=voice.penalty, loss=voice.loss, max_iter=_ROUNDS, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        svm.fit(scaled, mine, sample_weight=weights)
    return svm.coef_[0] * factor, float(svm.intercept_[0])


def log_ratio(matrix: sparse.csr_matrix, mine: npt.NDArray[np.bool_], weights: Doubles, smoothing: float) -> Doubles:
    """For each feature the logarithm of its mean with the label over its mean without it."""
    with_label, without = weights * mine, weights * ~mine
    inside = (smoothing + matrix.T @ with_label) / max(with_label.sum(), 1e-9)
    outside = (smoothing + matrix.T @ without) / max(without.sum(), 1e-9)
    return np.asarray(np.log(inside) - np.log(outside), dtype=np.float64)


def calibrate(scores: Doubles, truth: Integers) -> tuple[float, Doubles]:
    """(scale, offset by label) by which softmax(scores * scale + offset) tells the truth best. Without anything to learn from: 1 and 0.

    As if one text more had been anything (Platt 1999): who was right a hundred times out of a hundred may not promise more than 99 %.
    """
    count = scores.shape[1]
    if not len(scores):
        return 1.0, np.zeros(count)
    doubt = 1 / (len(truth) + 2)
    target = (1 - doubt) * np.eye(count)[truth] + doubt / count

    def loss(parameters: Doubles) -> tuple[float, Doubles]:
        logits = scores * parameters[0] + parameters[1:]
        logarithms = logits - special.logsumexp(logits, axis=1, keepdims=True)
        gap = (np.exp(logarithms) - target) / len(truth)
        penalty = 1e-3 * parameters[1:]
        value = -(target * logarithms).sum() / len(truth) + 0.5 * float(penalty @ parameters[1:])
        return float(value), np.concatenate([[(gap * scores).sum()], gap.sum(axis=0) + penalty])

    start = np.concatenate([[2.0], np.zeros(count)])
    found = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0.05, 50.0)] + [(-5.0, 5.0)] * count)
    return float(found.x[0]), np.asarray(found.x[1:])


def _compact(labels: tuple[str, ...], reader: Reader, coefficients: Doubles, bias: Doubles, prior: Doubles) -> Model:
    """In half precision, with as many features as may be kept."""
    kept = np.arange(len(coefficients))
    most = MOST_COEFFICIENTS // len(labels)
    if len(kept) > most:
        telling = np.abs(coefficients).max(axis=1)
        kept = np.sort(np.argpartition(-telling, most)[:most])
        reader = Reader(reader.lexicon, _part(reader.vocabulary, kept))
    return Model(
        labels, reader, coefficients[kept].astype(np.float16), bias.astype(np.float32), prior.astype(np.float32)
    )


def _part(vocabulary: Vocabulary, kept: Integers) -> Vocabulary:
    names, start = [], 0
    for block in vocabulary.names:
        end = start + len(block)
        names.append(tuple(block[i - start] for i in kept[(kept >= start) & (kept < end)]))
        start = end
    return Vocabulary(tuple(names), vocabulary.rarity[kept])
