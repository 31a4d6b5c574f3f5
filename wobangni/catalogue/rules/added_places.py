"""In which places a request lies, with those that its county has added: landmarks that its words name, grids that hold its point or its village.

A place says more than it seems: what is in front of a landmark lies in the landmark's village too. But nothing is guessed. What was chosen in the form
stands; words that name landmarks in different villages say only what those have in common; and words that disagree with the point don't count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from wobangni.catalogue.rules.routing import division_places

#: Digits of a village's and of a township's code.
_LENGTHS = (12, 9)


@dataclass(frozen=True, slots=True)
class Added:
    """A place that a county has added. key: as rules name it. division: code of the smallest division that it lies in. villages: codes, for a grid that
    is a list of them."""

    key: str
    division: str
    villages: tuple[str, ...] = ()


def places_of(
    chosen: str | None, named: Iterable[Added], around: Sequence[Added], grids: Iterable[Added]
) -> tuple[str, ...]:
    """Keys of every place, the widest first.

    chosen: division code of the form. named: places that the words name. around: grids that hold the point, the smallest first. grids: all of the county.
    """
    code = chosen or ""
    within = [place for place in around[:1] if agree(place.division, code)]
    code = deeper(code, within)
    said = [place for place in named if agree(place.division, code)]
    code = deeper(code, said)
    if any(not agree(one.division, other.division) for one in said for other in said):
        said = []  # which of them, nobody can tell
    listed = [grid for grid in grids if code in grid.villages]
    keys = dict.fromkeys(place.key for place in (*listed, *around, *said))
    return (*division_places(code or None), *keys)


def agree(one: str, other: str) -> bool:
    """Whether one of two divisions lies in the other. An empty code is no division and agrees with all."""
    return one.startswith(other) or other.startswith(one)


def deeper(code: str, places: Sequence[Added]) -> str:
    """The village or township that all ``places`` lie in, where it lies in ``code``; otherwise ``code``."""
    for length in _LENGTHS:
        shared = {place.division[:length] for place in places if len(place.division) >= length}
        if len(shared) == 1 and all(len(place.division) >= length for place in places):
            [found] = shared
            return found if found.startswith(code) else code
    return code
