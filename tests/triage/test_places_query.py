"""The query: names and reasons in the reader's words, landmarks, grids, points, and no question to the database when warm."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from tests.cast import COUNTY, OTHER_COUNTY, make_cast
from tests.support.queries import at_most
from wobangni.kernel import clock
from wobangni.organisations.commands.save_local_place import retire_local_place, save_local_place
from wobangni.organisations.queries import villages_of
from wobangni.organisations.rules.kinds import Level
from wobangni.triage.queries import locate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]

#: About 1 km around a point in the middle of the county.
POINT = (40.80, 111.70)
SQUARE = ((111.69, 40.79), (111.71, 40.79), (111.71, 40.81), (111.69, 40.81), (111.69, 40.79))
JINHE = "150105104"


def add(**change: object) -> int:
    said = {"kind": "landmark", "name": "维多利广场", "division": JINHE, "other_names": ["维多利"], **change}
    return save_local_place(actor=make_cast().admin, now=clock.now(), county=COUNTY, place_id=None, **said)  # type: ignore[arg-type]


def test_the_reason_is_said_in_the_readers_language() -> None:
    with override("zh-hans"):
        found = locate("白音花镇的路灯坏了")
    assert (found.best, found.level, found.ambiguous) == (None, None, True)
    assert "“白音花镇”在 5 个旗县里都有。" in found.candidates[0].why
    assert found.candidates[0].path == "包头市 达尔罕茂明安联合旗 巴音花镇"
    with override("en"):
        assert "“白音花镇” stands in 5 counties." in locate("白音花镇的路灯坏了").candidates[0].why


def test_a_place_that_is_sure_comes_with_its_level() -> None:
    found = locate("赛罕区金河镇停电")
    assert (found.best, found.level, found.ambiguous, len(found.candidates)) == (JINHE, Level.TOWNSHIP, False, 1)


def test_a_text_without_a_place_has_no_answer() -> None:
    found = locate("孩子上学要什么材料", COUNTY)
    assert (found.best, found.candidates, found.ambiguous) == (None, (), False)


def test_a_countys_landmark_is_found_by_any_of_its_names_and_only_there() -> None:
    made = add()
    for text in ("维多利广场门口堵车", "维多利门口堵车"):
        found = locate(text, COUNTY)
        assert (found.best, found.local_places) == (JINHE, (made,))
        assert found.candidates[0].local_place == made
    assert locate("赛罕区维多利门口堵车").best == JINHE
    assert locate("维多利门口堵车", OTHER_COUNTY).best is None
    assert locate("维多利门口堵车").best is None


def test_a_landmarks_name_within_a_longer_one_does_not_count() -> None:
    add(name="维多利", other_names=[], division="150105103")
    longer = add(name="维多利广场", other_names=[])
    assert locate("维多利广场门口堵车", COUNTY).local_places == (longer,)
    assert locate("维多利广场门口堵车", COUNTY).best == JINHE


def test_a_landmark_out_of_use_is_no_longer_found() -> None:
    made = add()
    retire_local_place(actor=make_cast().admin, now=clock.now(), county=COUNTY, place_id=made)
    assert locate("维多利门口堵车", COUNTY).best is None


def test_a_landmark_beside_another_township_is_shown_as_a_contradiction() -> None:
    add()
    found = locate("黄合少镇维多利门口堵车", COUNTY)
    assert (found.best, found.ambiguous) == (COUNTY, True)
    assert {c.code for c in found.candidates} == {JINHE, "150105103"}


def test_a_point_in_a_grid_makes_the_place_more_precise() -> None:
    village = villages_of(COUNTY, JINHE)[0].code
    made = add(kind="grid", name="金河一网格", other_names=[], division=village, ring=SQUARE)
    found = locate("路灯坏了", None, POINT)
    assert (found.best, found.local_places) == (village, (made,))
    with override("zh-hans"):
        assert locate("路灯坏了", None, POINT).candidates[0].why == "定位在网格“金河一网格”内。"
    assert locate("金河镇路灯坏了", COUNTY, POINT).best == village


def test_a_point_alone_finds_the_county_and_nothing_outside_the_region() -> None:
    assert locate("路灯坏了", None, POINT).best == COUNTY
    assert locate("路灯坏了", None, (31.2, 121.5)).best is None
    assert locate("路灯坏了", None, (float("nan"), 500.0)).best is None


def test_a_point_elsewhere_does_not_overrule_the_text_but_is_shown() -> None:
    found = locate("东胜区停电", None, POINT)
    assert (found.best, found.ambiguous) == ("150602", True)
    assert {c.code for c in found.candidates} == {"150602", COUNTY}


def test_nothing_is_asked_of_the_database_when_warm() -> None:
    add()
    locate("赛罕区维多利门口", COUNTY, POINT)
    with at_most(0):
        locate("赛罕区维多利门口停电，大板镇也停", COUNTY, POINT)
