"""In which grid something lies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wobangni.organisations.rules.geometry import Outline
from wobangni.organisations.rules.grid_choice import Area, choose_grid

VILLAGE, OTHER, TOWN = "150105001001", "150105001002", "150105001"


def box(west: float, south: float, east: float, north: float) -> Outline:
    return Outline((((west, south), (east, south), (east, north), (west, north)),))


SMALL = Area(1, box(1, 1, 2, 2), VILLAGE, ())
LARGE = Area(2, box(0, 0, 4, 4), VILLAGE, ())
LISTED = Area(3, None, TOWN, (OTHER,))


@pytest.mark.parametrize(
    ("grids", "division", "point", "found"),
    [
        ([SMALL, LARGE], "", (1.5, 1.5), 1),  # the smallest outline that holds it
        ([LARGE, SMALL], "", (3, 3), 2),
        ([SMALL, LARGE], "", (9, 9), None),
        ([SMALL, LISTED], OTHER, None, 3),  # a list of villages
        ([SMALL, LISTED], OTHER, (1.5, 1.5), 1),  # the point decides before the name
        ([SMALL, LISTED], OTHER, (9, 9), 3),  # outside of every outline: the name
        ([SMALL], VILLAGE, None, 1),  # the only grid drawn in the village
        ([SMALL, LARGE], VILLAGE, None, None),  # two of them: nobody can tell
        ([SMALL], VILLAGE, (9, 9), None),  # a point outside of it has been heard
        ([LISTED, Area(4, None, TOWN, (OTHER,))], OTHER, None, None),
        ([SMALL, LISTED], TOWN, None, None),
        ([], VILLAGE, (1, 1), None),
    ],
)
def test_a_point_decides_before_a_name_and_nothing_is_guessed(
    grids: list[Area], division: str, point: tuple[float, float] | None, found: int | None
) -> None:
    assert choose_grid(grids, division, *(point or (None, None))) == found


@given(lat=st.floats(-1, 5), lng=st.floats(-1, 5), order=st.permutations([SMALL, LARGE, LISTED]))
def test_the_order_of_the_grids_does_not_matter(lat: float, lng: float, order: list[Area]) -> None:
    assert choose_grid(order, OTHER, lat, lng) == choose_grid([SMALL, LARGE, LISTED], OTHER, lat, lng)
