"""Landmarks and grids in the routing directory: rules name them, and what lies at one lies in its village and township too."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, Cast, make_cast
from tests.console.pages import forms_of, text_of
from tests.service_requests.story import send
from tests.support.people import signed_in
from tests.support.queries import at_most
from wobangni.catalogue.commands.save_rule import RuleInput, save_rule
from wobangni.catalogue.queries import RequestFacts, route
from wobangni.catalogue.queries.places import added_places, is_place_of, place_label, places_at
from wobangni.catalogue.rules.added_places import Added, places_of
from wobangni.kernel import clock
from wobangni.kernel.errors import InvalidInput
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.organisations.commands.save_local_place import retire_local_place, save_local_place
from wobangni.organisations.queries import villages_of
from wobangni.service_requests.queries.suggested import suggestions

NOW = dt.datetime(2026, 9, 14, 9, 0, tzinfo=SHANGHAI)
JINHE, YULIN = f"{COUNTY}104", f"{COUNTY}101"
#: Two villages of one township, one of another.
A, B, FAR = f"{JINHE}201", f"{JINHE}202", f"{YULIN}201"
AT_A, AT_B, AT_FAR = Added("landmark:1", A), Added("landmark:2", B), Added("landmark:3", FAR)
GRID, LIST = Added("grid:4", A), Added("grid:5", JINHE, (A, B))

#: chosen in the form, named in the words, grids around the point, all grids; every place
TABLE: list[tuple[str | None, list[Added], list[Added], list[Added], tuple[str, ...]]] = [
    (None, [], [], [], ()),
    (A, [], [], [], (JINHE, A)),
    (None, [AT_A], [], [], (JINHE, A, "landmark:1")),
    (JINHE, [AT_A], [], [], (JINHE, A, "landmark:1")),  # more precise than the form
    (FAR, [AT_A], [], [], (YULIN, FAR)),  # the form stands
    (None, [AT_A, AT_B], [], [], (JINHE,)),  # which of them, nobody can tell
    (None, [AT_A, AT_FAR], [], [], ()),
    (B, [AT_A, AT_B], [], [], (JINHE, B, "landmark:2")),  # the form decides between them
    (None, [], [GRID], [GRID], (JINHE, A, "grid:4")),
    (JINHE, [], [GRID], [GRID], (JINHE, A, "grid:4")),
    (FAR, [], [GRID], [GRID], (YULIN, FAR, "grid:4")),  # the point is in the grid, whatever village was chosen
    (None, [AT_FAR], [GRID], [GRID], (JINHE, A, "grid:4")),  # the point says more than a landmark in passing
    (B, [], [], [LIST], (JINHE, B, "grid:5")),
    (None, [AT_A], [], [LIST], (JINHE, A, "grid:5", "landmark:1")),
    (None, [], [], [LIST], ()),
    (None, [Added("landmark:6", COUNTY)], [], [], ("landmark:6",)),  # somewhere in the county
]  # fmt: skip


@pytest.mark.parametrize(("chosen", "named", "around", "grids", "places"), TABLE)
def test_where_a_request_lies(
    chosen: str | None, named: list[Added], around: list[Added], grids: list[Added], places: tuple[str, ...]
) -> None:
    assert places_of(chosen, named, around, grids) == places


POINT = (40.80, 111.70)
SQUARE = ((111.69, 40.79), (111.71, 40.79), (111.71, 40.81), (111.69, 40.81), (111.69, 40.79))


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()


def add(cast: Cast, kind: str, name: str, division: str, **more: Any) -> str:
    made = save_local_place(
        actor=cast.admin, now=NOW, county=COUNTY, place_id=None, kind=kind, name=name, division=division, **more
    )
    return f"{kind}:{COUNTY}-{made}"


def rule(cast: Cast, *places: str, **more: Any) -> int:
    said = RuleInput(**{"service": None, "unit_id": cast.water, "places": places, **more})
    return save_rule(actor=cast.admin, now=NOW, county=COUNTY, number=None, rule=said, effective_from=NOW.date())


def sends_to(**words: Any) -> int | None:
    found = route(RequestFacts(county=COUNTY, submitted_at=NOW, **words), NOW.date())
    return found.rule.number if found.rule else None


def test_a_rule_for_a_village_takes_what_its_landmark_or_grid_places_there(cast: Cast) -> None:
    village = villages_of(COUNTY, JINHE)[0].code
    add(cast, "landmark", "维多利广场", village, other_names=["维多利"])
    add(cast, "grid", "金河一网格", village, ring=SQUARE)
    whole, narrow = rule(cast, JINHE), rule(cast, village)
    assert sends_to(description="维多利门口堵车") == narrow
    assert sends_to(description="门口堵车", place_text="维多利广场东门") == narrow
    assert sends_to(description="路灯坏了", lat=POINT[0], lng=POINT[1]) == narrow
    assert sends_to(description="路灯坏了", division=JINHE) == whole
    assert sends_to(description="维多利门口堵车", division=f"{YULIN}") is None
    assert sends_to(description="门口堵车") is None


def test_a_rule_may_name_the_landmark_or_grid_itself_and_goes_before_its_village(cast: Cast) -> None:
    village = villages_of(COUNTY, JINHE)[0].code
    landmark = add(cast, "landmark", "维多利广场", village)
    grid = add(cast, "grid", "金河一网格", village, ring=SQUARE)
    listed = add(cast, "grid", "榆林二网格", YULIN, villages=[villages_of(COUNTY, YULIN)[1].code])
    rule(cast, village)
    at_landmark, in_grid, in_list = rule(cast, landmark), rule(cast, grid), rule(cast, listed)
    assert sends_to(description="维多利广场门口堵车") == at_landmark
    assert sends_to(description="路灯坏了", lat=POINT[0], lng=POINT[1]) == in_grid
    assert sends_to(description="路灯坏了", division=villages_of(COUNTY, YULIN)[1].code) == in_list
    assert sends_to(description="路灯坏了", division=villages_of(COUNTY, YULIN)[2].code) is None


def test_a_request_in_the_database_is_sent_by_its_landmark_too(cast: Cast) -> None:
    add(cast, "landmark", "维多利广场", JINHE)
    rule(cast, JINHE, unit_id=cast.housing)
    sent = send(cast.qiqige, now=NOW, description="门口堵车", place_text="维多利广场东门")
    found = suggestions(cast.dispatcher, COUNTY, [sent.code], NOW)[sent.code]
    assert found.unit is not None
    assert found.unit.id == cast.housing
    elsewhere = send(cast.qiqige, now=NOW, description="门口堵车", place_text="别处")
    other = suggestions(cast.dispatcher, COUNTY, [elsewhere.code], NOW)[elsewhere.code].unit
    assert other is not None
    assert other.id != cast.housing


def test_places_are_offered_by_name_and_kind_and_stay_in_a_rule_when_they_are_out_of_use(cast: Cast) -> None:
    key = add(cast, "landmark", "维多利广场", JINHE)
    assert added_places(COUNTY) == ((key, "维多利广场（地标）"),)
    assert added_places(OTHER_COUNTY) == ()
    assert place_label(key) == "维多利广场（地标）"
    number = rule(cast, key)
    retire_local_place(actor=cast.admin, now=clock.now(), county=COUNTY, place_id=int(key.split("-")[1]))
    assert added_places(COUNTY) == ()
    assert place_label(key) == "维多利广场（地标），已停用"
    assert sends_to(description="维多利广场门口堵车") is None  # and the rule does not become one for the whole county
    page = signed_in(cast.admin).get(f"/console/admin/{COUNTY}/routing/{number}/")
    assert "维多利广场（地标），已停用" in text_of(page)
    [form] = [f for f in forms_of(page) if "places" in f.names]
    assert form.values["places"] == key


@pytest.mark.parametrize("key", ["grid:17", "grid:150105-999", "landmark:150105-x", "hill:150105-1", ":", "grid:", "grid:150502-1"])  # fmt: skip
def test_what_is_no_place_of_the_county_is_refused(key: str, cast: Cast) -> None:
    assert not is_place_of(COUNTY, key)
    assert place_label(key) == key
    with pytest.raises(InvalidInput) as refused:
        rule(cast, key)
    assert "places" in refused.value.fields


def test_another_county_s_landmark_is_none_of_ours(cast: Cast) -> None:
    key = add(cast, "landmark", "维多利广场", JINHE)
    assert is_place_of(COUNTY, key)
    assert not is_place_of(OTHER_COUNTY, key)
    assert not is_place_of(COUNTY, key.replace("landmark", "grid"))


def test_it_asks_the_database_nothing_when_warm(cast: Cast) -> None:
    add(cast, "landmark", "维多利广场", JINHE)
    places_at(COUNTY, None, *POINT, "维多利广场")
    with at_most(0):
        assert JINHE in places_at(COUNTY, None, *POINT, "维多利广场")
