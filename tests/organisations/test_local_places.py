"""Landmarks and grids: what a county may add, and the history of it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from tests.cast import COUNTY, OTHER_COUNTY, make_cast
from wobangni.kernel import clock
from wobangni.kernel.errors import Forbidden, InvalidInput, NotFound
from wobangni.organisations.commands.save_local_place import retire_local_place, save_local_place
from wobangni.organisations.models import LocalPlace, Revision
from wobangni.organisations.queries import grids_at, local_place, local_places, revisions, villages_of

pytestmark = pytest.mark.usefixtures("region")

SQUARE = ((111.69, 40.79), (111.71, 40.79), (111.71, 40.81), (111.69, 40.81), (111.69, 40.79))


def save(actor=None, place_id=None, county=COUNTY, **change):
    said = {"kind": "landmark", "name": "维多利广场", "division": "150105104", "other_names": ["维多利"], **change}
    return save_local_place(
        actor=actor or make_cast().admin, now=clock.now(), county=county, place_id=place_id, **said
    )  # fmt: skip


def test_a_landmark_is_seen_at_once_and_its_making_is_kept():
    assert local_places(COUNTY) == ()
    made = save(point=(40.8, 111.7))
    [place] = local_places(COUNTY)
    assert (place.id, place.names, place.lat) == (made, ("维多利广场", "维多利"), 40.8)
    [latest] = revisions(["local_place"], COUNTY, limit=1)
    assert (latest.title, latest.kind, latest.actor_name) == ("维多利广场", "created", "刘志强")


def test_a_change_keeps_the_past_and_saving_without_one_writes_nothing():
    made = save()
    save(place_id=made, name="维多利购物中心")
    save(place_id=made, name="维多利购物中心")
    assert local_place(COUNTY, made).name == "维多利购物中心"
    assert Revision.objects.filter(table="local_place").count() == 2


def test_taking_out_of_use_can_be_sent_twice():
    made = save()
    for _time in range(2):
        retire_local_place(actor=make_cast().admin, now=clock.now(), county=COUNTY, place_id=made)
    assert local_places(COUNTY) == ()
    assert [p.id for p in local_places(COUNTY, inactive=True)] == [made]
    assert Revision.objects.filter(table="local_place").count() == 2


def test_the_smallest_grid_around_a_point_comes_first():
    small = [(111.699, 40.799), (111.701, 40.799), (111.701, 40.801), (111.699, 40.801), (111.699, 40.799)]
    wide = save(kind="grid", name="大网格", ring=SQUARE)
    narrow = save(kind="grid", name="小网格", ring=small)
    save(kind="grid", name="名单网格", villages=[villages_of(COUNTY)[0].code])
    assert [g.id for g in grids_at(COUNTY, 40.8, 111.7)] == [narrow, wide]
    assert [g.id for g in grids_at(COUNTY, 40.791, 111.691)] == [wide]
    assert grids_at(COUNTY, 40.9, 111.7) == ()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "river"}, "kind"),
        ({"name": "长"}, "name"),
        ({"name": "长" * 41}, "name"),
        ({"name": "\u200b\u200b"}, "name"),
        ({"other_names": ["x"]}, "other_names"),
        ({"other_names": [f"名称{n}" for n in range(13)]}, "other_names"),
        ({"division": "150502"}, "division"),
        ({"division": ""}, "division"),
        ({"division": "150105999"}, "division"),
        ({"point": (31.2, 121.5)}, "point"),
        ({"point": (float("nan"), 111.7)}, "point"),
        ({"ring": SQUARE[:-1]}, "ring"),
        ({"ring": (SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0])}, "ring"),
        ({"ring": ((111.69, 40.79), (113.0, 40.79), (113.0, 40.81), (111.69, 40.79))}, "ring"),
        ({"kind": "grid"}, "ring"),
        ({"kind": "grid", "villages": ["150502001001"]}, "villages"),
        ({"villages": ["150105101200"]}, "villages"),
    ],
)
def test_what_does_not_fit_is_refused_field_by_field(change, field):
    with pytest.raises(InvalidInput) as refused:
        save(**change)
    assert field in refused.value.fields
    assert not LocalPlace.objects.exists()


def test_a_name_stands_once_for_each_kind():
    save()
    with pytest.raises(InvalidInput) as refused:
        save()
    assert "name" in refused.value.fields
    save(kind="grid", ring=SQUARE)


@pytest.mark.parametrize("who", ["clerk", "dispatcher", "supervisor", "afar_dispatcher", "observer"])
def test_only_administrators_of_the_county_may_change_them(who):
    made = save()
    somebody = make_cast().everybody[who]
    with pytest.raises(Forbidden):
        save(actor=somebody, name="新地标")
    with pytest.raises(Forbidden):
        retire_local_place(actor=somebody, now=clock.now(), county=COUNTY, place_id=made)


def test_another_countys_place_is_not_there():
    made = save()
    region_admin = make_cast().system
    with pytest.raises(NotFound):
        save(actor=region_admin, place_id=made, county=OTHER_COUNTY)
    with pytest.raises(NotFound):
        save(actor=region_admin, county="999999")


def test_the_database_keeps_places_within_their_county():
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalPlace.objects.create(county_id=COUNTY, kind="landmark", name="远处", division_id=OTHER_COUNTY)
    with pytest.raises(IntegrityError), transaction.atomic():
        LocalPlace.objects.create(county_id=COUNTY, kind="landmark", name="半点", division_id=COUNTY, lat=40.8)
