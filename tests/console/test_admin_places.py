"""Administration of landmarks and grids."""

from __future__ import annotations

import pytest

from tests.cast import COUNTY, OTHER_COUNTY
from tests.console.admin_desk import at
from tests.support.queries import at_most
from wobangni.organisations.queries import local_places, villages_of

LANDMARK = {"kind": "landmark", "name": "维多利广场", "other_names": "维多利\n维多利商厦", "division": "150105104",
            "point": "40.80, 111.70", "ring": ""}  # fmt: skip
CORNERS = "40.79, 111.69\n40.79, 111.71\n40.81, 111.71\n40.81, 111.69"


def test_a_landmark_is_added_changed_and_taken_out_of_use(office):
    assert office.post(at("places/new/"), LANDMARK).status_code == 302
    [place] = local_places(COUNTY)
    assert place.names == ("维多利广场", "维多利", "维多利商厦")
    assert office.post(at(f"places/{place.id}/"), {**LANDMARK, "name": "维多利中心", "active": "on"}).status_code == 302
    page = office.get(at("places/")).content.decode()
    assert "维多利中心" in page
    assert "金河镇" in page
    assert office.post(at(f"places/{place.id}/retire/")).status_code == 302
    assert local_places(COUNTY) == ()
    history = office.get(at("history/?table=local_place")).content.decode()
    assert "维多利中心" in history


def test_a_grid_is_drawn_by_its_corners_and_shown_as_it_was_typed(office):
    form = {**LANDMARK, "kind": "grid", "name": "一网格", "ring": CORNERS}
    assert office.post(at("places/new/"), form).status_code == 302
    [grid] = local_places(COUNTY)
    assert len(grid.ring) == 5
    assert CORNERS.splitlines()[1] in office.get(at(f"places/{grid.id}/")).content.decode()


def test_a_grid_may_be_a_list_of_villages(office):
    codes = [v.code for v in villages_of(COUNTY)[:2]]
    assert office.post(at("places/new/"), {**LANDMARK, "kind": "grid", "villages": codes}).status_code == 302
    assert local_places(COUNTY)[0].villages == tuple(codes)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, ""),
        ({"division": "150502101"}, ""),
        ({"point": "somewhere"}, "40.7913"),
        ({"point": "31.2, 121.5"}, "不在本旗县内"),
        ({"ring": "40.79"}, "GeoJSON"),
        ({"ring": "40.79, 111.69\n40.81, 111.71\n40.79, 111.71\n40.81, 111.69"}, "相交"),
        ({"kind": "grid"}, "网格需要"),
        ({"villages": ["nowhere"]}, ""),
    ],
)
def test_what_can_not_be_is_refused_in_words_and_nothing_typed_is_lost(office, change, said):
    answer = office.post(at("places/new/"), {**LANDMARK, **change})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "维多利商厦" in page
    assert local_places(COUNTY) == ()


def test_another_countys_places_are_not_there(office, region_office):
    office.post(at("places/new/"), LANDMARK)
    [place] = local_places(COUNTY)
    assert region_office.get(at(f"places/{place.id}/", OTHER_COUNTY)).status_code == 404
    assert office.post(at(f"places/{place.id}/retire/", OTHER_COUNTY)).status_code == 404
    assert len(local_places(COUNTY)) == 1


def test_many_places_ask_no_more_of_the_database(office):
    for number in range(30):
        office.post(at("places/new/"), {**LANDMARK, "name": f"地标{number}"})
    office.get(at("places/"))
    with at_most(12):
        office.get(at("places/"))


def test_what_is_out_of_use_can_be_brought_back(office):
    office.post(at("places/new/"), LANDMARK)
    [place] = local_places(COUNTY)
    office.post(at(f"places/{place.id}/retire/"))
    assert 'name="active"' in office.get(at(f"places/{place.id}/")).content.decode()
    office.post(at(f"places/{place.id}/"), {**LANDMARK, "active": "on"})
    assert [p.id for p in local_places(COUNTY)] == [place.id]
