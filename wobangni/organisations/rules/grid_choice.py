"""In which grid something lies. Pure.

A point decides before a name: the smallest outline that holds it. Without a point, or where no outline holds it, the village: a grid that lists it,
else the only grid that is drawn in it. Where two grids share a village and nothing tells them apart, none is chosen: a wrong one would be looked at
by the wrong person, and none is seen by the county's dispatcher.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wobangni.organisations.rules.geometry import Outline


@dataclass(frozen=True, slots=True)
class Area:
    """What a grid covers. ``division``: code of the smallest division that holds all of it. ``villages``: codes, where it is a list."""

    id: int
    outline: Outline | None
    division: str
    villages: tuple[str, ...]


def choose_grid(grids: Iterable[Area], division: str, lat: float | None, lng: float | None) -> int | None:
    """The id of the grid, or None. ``division``: code of a township or village, empty for none."""
    grids = list(grids)
    if lat is not None and lng is not None:
        holding = [g for g in grids if g.outline is not None and g.outline.contains(lat, lng)]
        if holding:
            return min(holding, key=lambda g: (g.outline.area if g.outline else 0.0, g.id)).id
    if not division:
        return None
    listing = [g for g in grids if division in g.villages]
    # A drawn grid of the village can't be told from another by the village's name; and a point that lies outside of it has been heard.
    drawn = [g for g in grids if g.outline is not None and not g.villages and g.division == division and lat is None]
    found = listing or drawn
    return found[0].id if len(found) == 1 else None
