"""How good a classification is: scores per class, calibration, and how much could go by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: Bins of the expected calibration error: equal widths of confidence from 0 to 1.
BINS = 15
#: Precision at which the share handled without a person is told.
PRECISION = 0.98

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One class. n: how many texts truly are of it. Ratios from 0 to 1; 0 where there is nothing to divide by."""

    label: str
    precision: float
    recall: float
    f1: float
    n: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The surest ``share`` of all texts, those with at least ``confidence``, are right with ``precision``."""

    share: float
    confidence: float
    precision: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """macro_f1: mean over the classes that occur in either, each counting the same (as scikit-learn does). ece: weighed mean of |accuracy - confidence| over ``BINS`` bins of equal width.

    coverage: the largest share whose precision is ``PRECISION`` or more; curve: precision of the surest 10 %, 20 % … 100 %.
    """

    n: int
    macro_f1: float
    accuracy: float
    ece: float
    classes: tuple[ClassScore, ...]
    coverage: Coverage
    curve: tuple[Coverage, ...]


def evaluate(truth: Sequence[str], said: Sequence[str], confidence: Sequence[float]) -> Evaluation:
    """``said[i]`` with ``confidence[i]`` (0 to 1) about a text that is ``truth[i]``. Raises ValueError if there is none."""
    if not truth:
        raise ValueError("nothing to evaluate")
    right = np.array([a == b for a, b in zip(truth, said, strict=True)])
    sure = np.asarray(confidence, dtype=np.float64)
    classes = class_scores(truth, said)
    return Evaluation(
        n=len(truth),
        macro_f1=float(np.mean([c.f1 for c in classes])),
        accuracy=float(right.mean()),
        ece=calibration_error(right, sure),
        classes=classes,
        coverage=coverage_at(right, sure, PRECISION),
        curve=coverage_curve(right, sure),
    )


def class_scores(truth: Sequence[str], said: Sequence[str]) -> tuple[ClassScore, ...]:
    """Every class that occurs in either, by name."""
    true, guess = np.asarray(truth, dtype=object), np.asarray(said, dtype=object)
    scores = []
    for label in sorted(set(truth) | set(said)):
        hit = int(((true == label) & (guess == label)).sum())
        n, called = int((true == label).sum()), int((guess == label).sum())
        precision, recall = hit / called if called else 0.0, hit / n if n else 0.0
        f1 = 2 * precision * recall / (precision + recall) if hit else 0.0
        scores.append(ClassScore(label, precision, recall, f1, n))
    return tuple(scores)


def calibration_error(right: npt.NDArray[np.bool_], confidence: Floats) -> float:
    """Expected calibration error over ``BINS`` bins of equal width, closed above."""
    bins = np.clip(np.ceil(confidence * BINS).astype(int) - 1, 0, BINS - 1)
    gap = np.bincount(bins, right.astype(float) - confidence, BINS)
    return float(np.abs(gap).sum() / len(confidence))


def coverage_at(right: npt.NDArray[np.bool_], confidence: Floats, precision: float) -> Coverage:
    """The largest set of the form "at least this sure" whose precision is at least ``precision``. A share of 0 where there is none."""
    points = _thresholds(right, confidence)
    good = [point for point in points if point.precision >= precision]
    return max(good, key=lambda point: point.share, default=Coverage(0.0, 1.0, 1.0))


def coverage_curve(right: npt.NDArray[np.bool_], confidence: Floats, steps: int = 10) -> tuple[Coverage, ...]:
    """What the surest tenth, two tenths … are worth; ties stay together, so a share may be larger than asked for."""
    points = _thresholds(right, confidence)
    wanted = [step / steps for step in range(1, steps + 1)]
    return tuple(next(point for point in points if point.share >= share - 1e-9) for share in wanted)


def _thresholds(right: npt.NDArray[np.bool_], confidence: Floats) -> list[Coverage]:
    """One point for each different confidence, the surest first."""
    order = np.argsort(-confidence, kind="stable")
    sorted_confidence, hits = confidence[order], np.cumsum(right[order])
    last = np.flatnonzero(np.append(np.diff(sorted_confidence) != 0, True))
    total = len(confidence)
    return [Coverage((i + 1) / total, float(sorted_confidence[i]), float(hits[i] / (i + 1))) for i in last]
