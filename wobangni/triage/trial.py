"""Trials of the classifier on labelled files: train here, ask there; or cross-validation. Needs no Django."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from wobangni.kernel import clock
from wobangni.triage.labelled_file import LabelledFile
from wobangni.triage.rules.evaluate import Evaluation, class_scores, evaluate
from wobangni.triage.rules.groups import grouped_folds, near_duplicate_groups
from wobangni.triage.rules.model import Model
from wobangni.triage.rules.store import pack, unpack
from wobangni.triage.rules.train import train

#: Texts that are asked one by one, to time a single one.
TIMED = 300

Progress = Callable[[int, int], None]


class UnknownLabels(ValueError):
    """``labels`` stand in the file to be tested, not in the one to learn from."""

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__(", ".join(labels))
        self.labels = tuple(labels)


class TooFew(ValueError):
    """``label`` has fewer groups of texts than folds."""

    def __init__(self, label: str, groups: int) -> None:
        super().__init__(label)
        self.label, self.groups = label, groups


@dataclass(frozen=True, slots=True)
class Trial:
    """ms_per_text: in bulk. p95_ms: of single texts, with the words that decided. folds: macro-F1 of each, empty without cross-validation.

    groups: of near duplicates, more than one text each. model_bytes: stored; of folds the largest.
    """

    evaluation: Evaluation
    learned: int
    ms_per_text: float
    p95_ms: float
    train_seconds: float
    model_bytes: int
    folds: tuple[float, ...] = ()
    groups: int = 0


@dataclass(frozen=True, slots=True)
class _Asked:
    said: list[str]
    confidence: list[float]
    bulk_seconds: float
    single_seconds: list[float]
    train_seconds: float
    model_bytes: int


def try_on(known: LabelledFile, asked: LabelledFile, progress: Progress | None = None) -> Trial:
    """Learns from ``known`` and answers ``asked``. Raises UnknownLabels, TooLittle."""
    unknown = sorted(set(asked.examples.labels) - set(known.examples.labels))
    if unknown:
        raise UnknownLabels(unknown)
    groups = near_duplicate_groups(known.for_groups)
    done = _ask(known, np.arange(len(known.examples.labels)), groups, asked.examples.texts, progress)
    return Trial(
        evaluation=evaluate(asked.examples.labels, done.said, done.confidence),
        learned=len(known.examples.labels),
        ms_per_text=done.bulk_seconds / len(done.said) * 1000,
        p95_ms=_p95_ms(done.single_seconds),
        train_seconds=done.train_seconds,
        model_bytes=done.model_bytes,
    )


def cross_validate(file: LabelledFile, count: int, progress: Progress | None = None, seed: int = 0) -> Trial:
    """``count`` folds, near duplicates on one side; figures over all answers, each given by a model that had not seen the text. Raises TooFew, TooLittle."""
    labels, texts = file.examples.labels, file.examples.texts
    groups = near_duplicate_groups(file.for_groups)
    for label in sorted(set(labels)):
        its = {group for group, name in zip(groups.tolist(), labels, strict=True) if name == label}
        if len(its) < count:
            raise TooFew(label, len(its))
    said, confidence = [""] * len(labels), [0.0] * len(labels)
    parts: list[_Asked] = []
    folds: list[float] = []
    for number, (known, asked) in enumerate(grouped_folds(labels, groups, count, seed)):

        def step(done: int, total: int, number: int = number) -> None:
            if progress:
                progress(number * total + done, count * total)

        part = _ask(file, known, groups[known], [texts[i] for i in asked], step)
        for i, label, sure in zip(asked.tolist(), part.said, part.confidence, strict=True):
            said[i], confidence[i] = label, sure
        scores = class_scores([labels[i] for i in asked], part.said)
        folds.append(float(np.mean([one.f1 for one in scores])))
        parts.append(part)
    sizes = np.unique(groups, return_counts=True)[1]
    return Trial(
        evaluation=evaluate(labels, said, confidence),
        learned=len(labels) - len(labels) // count,
        ms_per_text=sum(part.bulk_seconds for part in parts) / len(labels) * 1000,
        p95_ms=_p95_ms([seconds for part in parts for seconds in part.single_seconds]),
        train_seconds=sum(part.train_seconds for part in parts),
        model_bytes=max(part.model_bytes for part in parts),
        folds=tuple(folds),
        groups=int((sizes > 1).sum()),
    )


def _ask(
    known: LabelledFile,
    numbers: np.typing.NDArray[np.int64],
    groups: np.typing.NDArray[np.int64],
    texts: Sequence[str],
    progress: Progress | None,
) -> _Asked:
    """The model answers as it would in use: packed, stored and read again."""
    begun = clock.monotonic()
    stored = pack(train(known.examples.take(numbers), groups, progress).model)
    trained = clock.monotonic()
    model = unpack(stored)
    model.probabilities(texts[:20])
    started = clock.monotonic()
    chances = model.probabilities(texts)
    ended = clock.monotonic()
    best = chances.argmax(axis=1)
    return _Asked(
        said=[model.labels[i] for i in best],
        confidence=[float(row[i]) for row, i in zip(chances, best, strict=True)],
        bulk_seconds=ended - started,
        single_seconds=[_timed(model, text) for text in texts[:TIMED]],
        train_seconds=trained - begun,
        model_bytes=len(stored),
    )


def _timed(model: Model, text: str) -> float:
    started = clock.monotonic()
    model.predict(text)
    return clock.monotonic() - started


def _p95_ms(seconds: Sequence[float]) -> float:
    return float(np.quantile(seconds, 0.95)) * 1000
