"""Figures of the hotline. All are counts that each county can count alone and that add up; percentages and quantiles come last, from the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Counts:
    """``calls``: answered or missed; what still rings is neither. ``waits``: answered calls by whole seconds of ringing, where both moments are known."""

    calls: int = 0
    answered: int = 0
    missed: int = 0
    in_time: int = 0
    recorded: int = 0  # answered calls that led to a request
    solved: int = 0  # of them, closed at once with the caller's word that it is solved
    returned: int = 0  # missed calls that somebody called back
    reached: int = 0  # of them, those that were picked up
    waits: Mapping[int, int] = field(default_factory=dict)

    @property
    def timed(self) -> int:
        """Answered calls whose waiting is known."""
        return sum(self.waits.values())


def added(parts: Iterable[Counts]) -> Counts:
    """The counts of several lines or counties together."""
    waits: Counter[int] = Counter()
    names = ("calls", "answered", "missed", "in_time", "recorded", "solved", "returned", "reached")
    sums = dict.fromkeys(names, 0)
    for part in parts:
        waits.update(part.waits)
        for name in names:
            sums[name] += getattr(part, name)
    return Counts(**sums, waits=dict(waits))


def quantile(counts: Mapping[int, int], share: float) -> int | None:
    """The smallest value that at least ``share`` (0–1) of what was counted does not exceed; None of nothing."""
    total = sum(counts.values())
    seen = 0
    for value in sorted(counts):
        seen += counts[value]
        if counts[value] and seen >= share * total:
            return value
    return None
