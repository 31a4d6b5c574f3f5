"""The exam: a part of the examples that is set aside, always the same one, in which versions are compared."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

#: One group of near duplicates in so many is in the exam.
PART = 6
#: A service with fewer groups of texts to learn from than that is left to the catalogue's words.
LEAST_GROUPS = 6


@dataclass(frozen=True, slots=True)
class Example:
    """A request whose service a person has accepted or corrected."""

    text: str
    title: str
    service: str
    corrected: bool = False


def in_exam(texts: Sequence[str], groups: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which texts are in the exam. A group's first text decides by its hash: while examples only grow at the end, each text stays on its side."""
    sides: dict[int, bool] = {}
    for text, group in zip(texts, groups.tolist(), strict=True):
        if group not in sides:
            sides[group] = hashlib.blake2b(text.encode(), digest_size=4).digest()[0] % PART == 0
    return np.array([sides[group] for group in groups.tolist()], dtype=bool)


def well_known(labels: Sequence[str], groups: npt.NDArray[np.int64], learned: npt.NDArray[np.bool_]) -> frozenset[str]:
    """Labels with enough groups of texts among those that are learned from."""
    found: dict[str, set[int]] = {}
    for label, group, counts in zip(labels, groups.tolist(), learned.tolist(), strict=True):
        if counts:
            found.setdefault(label, set()).add(group)
    return frozenset(label for label, its in found.items() if len(its) >= LEAST_GROUPS)


def fingerprint(texts: Sequence[str], labels: Sequence[str], weights: Sequence[float]) -> str:
    """The same for the same examples in any order."""
    lines = sorted(f"{label}\t{weight}\t{text}" for text, label, weight in zip(texts, labels, weights, strict=True))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
