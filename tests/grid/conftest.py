"""Grid workers at their phones."""

from __future__ import annotations

import pytest

from tests.cast import Cast, make_cast
from tests.grid_work import Grids, make_grids
from tests.service_requests.story import Story
from wobangni.kernel import clock
from wobangni.service_requests.commands.place_in_grid import place_in_grid


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()


@pytest.fixture
def grids(cast: Cast) -> Grids:
    return make_grids()


def asked_in(cast: Cast, grids: Grids, words: str = "楼道里的声控灯坏了，老人下楼看不见。") -> Story:
    """A resident's request of now, in the first grid."""
    lat, lng = grids.middle
    story = Story(cast, now=clock.now()).submitted(description=words, lat=lat, lng=lng, place_text="二单元楼道")
    place_in_grid(county=story.code[:6], id=story.row.id)
    return story
