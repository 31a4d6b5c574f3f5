"""How well places are read, on sentences whose places are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence. ``expected``: code of what it decides, empty if it decides nothing; a league for several of its counties."""

    text: str
    hint: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Share:
    """``right`` of ``of``; ``rate`` None where there was nothing to get right."""

    right: int
    of: int

    @property
    def rate(self) -> float | None:
        return self.right / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Scores:
    """By level: of the sentences that decide one, how many got it. ``undecided``: sentences that decide no county, ``answered`` of them wrongly.

    ``wrong``: all sentences whose answer isn't the expected one.
    """

    sentences: int
    county: Share
    township: Share
    village: Share
    undecided: int
    answered: int
    wrong: tuple[Told, ...]


def score(told: Iterable[Told]) -> Scores:
    """A deeper answer than the text decides counts as a wrong answer only where it decides no county."""
    rows = tuple(told)
    undecided = [row for row in rows if len(row.expected) < 6]
    return Scores(
        sentences=len(rows),
        county=_share(rows, 6),
        township=_share(rows, 9),
        village=_share(rows, 12),
        undecided=len(undecided),
        answered=sum(not row.expected.startswith(row.got) for row in undecided),
        wrong=tuple(row for row in rows if row.got != row.expected),
    )


def _share(rows: tuple[Told, ...], length: int) -> Share:
    of = [row for row in rows if len(row.expected) >= length]
    return Share(sum(row.got[:length] == row.expected[:length] for row in of), len(of))
