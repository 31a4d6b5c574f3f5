"""What a county's own landmarks and grids, and the point of a request, add to what its text says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wobangni.organisations.rules.named_places import named_in
from wobangni.triage.rules.locate import Reckoned, common_part


@dataclass(frozen=True, slots=True)
class Spot:
    """A landmark or grid. ``key``: its id. ``division``: code of the smallest division that it lies in."""

    key: int
    names: tuple[str, ...]
    division: str


@dataclass(frozen=True, slots=True)
class Hint:
    """A place that something else than a division's name points to. ``words``: that were found in the text, empty for a point."""

    code: str
    words: str
    spot: int | None


@dataclass(frozen=True, slots=True)
class Refined:
    """``best``, ``ambiguous``: as in Reckoned. ``used``: hints that agree with the text or stand alone; ``against``: those that don't."""

    best: str | None
    ambiguous: bool
    used: tuple[Hint, ...]
    against: tuple[Hint, ...]


def spots_in(text: str, spots: Iterable[Spot]) -> tuple[Hint, ...]:
    """The spots whose names stand in the text; a name within a longer one that was found doesn't count."""
    kept = list(spots)
    divisions = {spot.key: spot.division for spot in kept}
    return tuple(Hint(divisions[key], name, key) for key, name in named_in(text, ((s.key, s.names) for s in kept)))


def refine(reckoned: Reckoned, named: Sequence[Hint], point: Hint | None) -> Refined:
    """Joins what the text says with landmarks that it names and with the point.

    Landmarks are words of the text, and count like them; the point only makes more precise what the text leaves open, and never overrules it.
    """
    best, ambiguous = reckoned.best, reckoned.ambiguous
    candidates = [reading.code for reading in reckoned.candidates]
    used: list[Hint] = []
    against: list[Hint] = []
    if named:
        codes = {hint.code for hint in named}
        shared = common_part(codes)
        if not candidates or any(shared.startswith(c) for c in candidates if shared):
            best, ambiguous = shared or None, len(codes) > 1
            used += named
        elif any(c.startswith(shared) for c in candidates if shared):
            used += named
        else:
            best, ambiguous = common_part({*candidates, *codes}) or None, True
            against += named
    if point is not None:
        settled = best is not None and not ambiguous
        if best is None and not candidates and not named:
            best, ambiguous, used = point.code, False, [point]
        elif settled and best is not None and point.code.startswith(best):
            best, used = point.code, [*used, point]
        elif settled and best is not None and not best.startswith(point.code):
            ambiguous, against = True, [*against, point]
    return Refined(best, ambiguous, tuple(used), tuple(against))
