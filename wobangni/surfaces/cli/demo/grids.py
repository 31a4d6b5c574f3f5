"""The demo's grids: in a county three squares around its middle, where the pins of its stories lie, and a list of villages."""

from __future__ import annotations

import datetime as dt

from wobangni.kernel.actors import SYSTEM
from wobangni.organisations.commands.save_local_place import save_local_place
from wobangni.organisations.queries import county, grids_of, is_in_county, places_of
from wobangni.organisations.rules.kinds import LocalKind

#: Half the height and width of a grid in degrees; the pins lie within 0.04 of the county's middle.
HALF_LAT, HALF_LNG = 0.04, 0.0135
NAMES = ("第一网格", "第二网格", "第三网格")


def demo_grid(code: str, number: int, now: dt.datetime) -> int:
    """The id of one of the demo's grids of a county; all of them are made with the first. The middle one is number 0."""
    if not any(grid.name == NAMES[0] for grid in grids_of(code)):
        _make(code, now)
    return next(grid.id for grid in grids_of(code) if grid.name == NAMES[number])


def _make(code: str, now: dt.datetime) -> None:
    of, township = county(code), places_of(code)[0]
    if of is None or of.lat is None or of.lng is None:
        return
    for name, shift in zip(NAMES, (0, 1, -1), strict=True):
        ring = _square(of.lat, of.lng + shift * 2 * HALF_LNG)
        if all(is_in_county(code, lat, lng) for lng, lat in ring):
            save_local_place(
                actor=SYSTEM,
                now=now,
                county=code,
                place_id=None,
                kind=LocalKind.GRID,
                name=name,
                division=township.villages[0].code if township.villages else township.ref.code,
                ring=ring,
                party_group=f"{name}党小组",
            )


def _square(lat: float, lng: float) -> list[tuple[float, float]]:
    """Closed, (lng, lat)."""
    west, east, south, north = lng - HALF_LNG, lng + HALF_LNG, lat - HALF_LAT, lat + HALF_LAT
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]
