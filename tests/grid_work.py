"""Grids for tests: two in one community of 赛罕区, drawn around known points, a third that is a list of villages; and who works in them."""

from __future__ import annotations

from dataclasses import dataclass

from tests.cast import COUNTY, staff
from tests.service_requests.story import MONDAY
from wobangni.kernel.actors import SYSTEM, Actor, Grant, Role
from wobangni.organisations.commands.save_local_place import save_local_place
from wobangni.organisations.queries import DivisionRef, county, local_place, places_of, unit_of_grid

#: Half the width of a drawn grid, in degrees.
HALF = 0.004


@dataclass(frozen=True, slots=True)
class Grids:
    """``first`` and ``second``: drawn side by side in ``village``. ``listed``: the villages ``far`` alone. ``unit``: takes their requests."""

    first: int
    second: int
    listed: int
    village: DivisionRef
    far: DivisionRef
    middle: tuple[float, float]  # lat, lng, in the first
    beside: tuple[float, float]  # in the second
    unit: int
    worker: Actor
    second_worker: Actor
    far_worker: Actor


def square(lat: float, lng: float, half: float = HALF) -> list[tuple[float, float]]:
    """A closed ring of (lng, lat) around a point."""
    west, east, south, north = lng - half, lng + half, lat - half, lat + half
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def make_grids(code: str = COUNTY, number: int = 50) -> Grids:
    """The grids of a county, committed as its administrator would."""
    of = county(code)
    assert of is not None
    assert of.lat is not None
    assert of.lng is not None
    town, other = places_of(code)[:2]
    village, far = town.villages[0], other.villages[0]
    middle, beside = (of.lat, of.lng), (of.lat, of.lng + 3 * HALF)

    def grid(name: str, **where: object) -> int:
        return save_local_place(
            actor=SYSTEM,
            now=MONDAY,
            county=code,
            place_id=None,
            kind="grid",
            name=name,
            **where,  # type: ignore[arg-type]
        )

    first = grid("第一网格", division=village.code, ring=square(*middle))
    second = grid("第二网格", division=village.code, ring=square(*beside))
    listed = grid("远村网格", division=other.ref.code, villages=[far.code])
    found = local_place(code, first)
    assert found is not None
    unit = unit_of_grid(found)
    assert unit is not None

    def worker(at: int, name: str, grid_id: int) -> Actor:
        return staff(number + at, name, Grant(Role.GRID_WORKER, code, unit.id, grid_id))

    return Grids(
        first, second, listed, village, far, middle, beside, unit.id,
        worker(0, "其木格", first), worker(1, "周强", second), worker(2, "哈斯", listed),
    )  # fmt: skip
