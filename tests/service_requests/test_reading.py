"""What triage reads out of a new request: kept with its reasons, filled in where it is sure, and never against a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.service_requests.story import MONDAY, Story, send
from wobangni.catalogue.queries import service_by_id
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.organisations.queries import places_of, villages_of
from wobangni.service_requests.commands.read_request import read_request
from wobangni.service_requests.models import Reading, ServiceRequest
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.rules.reading import (
    AlarmFound,
    Found,
    PlaceGuess,
    Said,
    ServiceGuess,
    by_itself,
    still_open,
)
from wobangni.service_requests.rules.states import State

HEATING = ServiceGuess("heating-cold", 0.95, ("暖气",))
VILLAGE = PlaceGuess(f"{COUNTY}001001", "某村")
GAS = AlarmFound("gas", ("煤气味",))
NEW = Said(COUNTY, State.SUBMITTED)
WINTER = dt.datetime(2026, 12, 7, 9, 0, tzinfo=SHANGHAI)

#: what it says already, what was read, from which confidence on the county lets it stand, what the platform fills in by itself
BY_ITSELF: list[tuple[Said, Found, float, dict[str, Any]]] = [
    (NEW, Found(), 0.9, {}),
    (NEW, Found(services=(HEATING,)), 0.9, {"service": "heating-cold"}),
    (NEW, Found(services=(HEATING,)), 0.95, {"service": "heating-cold"}),
    (NEW, Found(services=(HEATING,)), 0.96, {}),
    (NEW, Found(services=(replace(HEATING, confidence=1.0),)), 1.01, {}),  # the county says: never
    (replace(NEW, service="noise"), Found(services=(HEATING,)), 0.5, {}),  # what was chosen stays
    (NEW, Found(places=(VILLAGE,)), 0.9, {"division": VILLAGE.code}),
    (NEW, Found(places=(VILLAGE, PlaceGuess(f"{COUNTY}002001"))), 0.9, {}),  # several fit: never guessed
    (NEW, Found(places=(PlaceGuess(COUNTY),)), 0.9, {}),  # the county is known anyway
    (NEW, Found(places=(PlaceGuess(f"{OTHER_COUNTY}001"),)), 0.9, {}),  # elsewhere: a person decides
    (replace(NEW, division=f"{COUNTY}003"), Found(places=(VILLAGE,)), 0.9, {}),
    (NEW, Found(alarms=(GAS,)), 0.9, {}),  # marked at intake already, and a person may have taken the mark away
    (replace(NEW, state=State.NEEDS_INFO), Found(services=(HEATING,)), 0.9, {"service": "heating-cold"}),
    (replace(NEW, state=State.DISPATCHED), Found((HEATING,), (VILLAGE,), (GAS,)), 0.1, {}),  # a unit has it
    (replace(NEW, state=State.CLOSED), Found((HEATING,), (VILLAGE,), (GAS,)), 0.1, {}),
]


@pytest.mark.parametrize(("said", "found", "threshold", "data"), BY_ITSELF)
def test_what_the_platform_fills_in_by_itself(said: Said, found: Found, threshold: float, data: dict[str, Any]) -> None:
    assert by_itself(said, found, threshold) == data


def test_what_was_read_comes_back_from_the_database_as_it_was() -> None:
    found = Found((HEATING,), (VILLAGE,), (GAS,))
    assert Found.of_data(found.as_data()) == found
    assert Found.of_data({}) == Found()


def test_nothing_is_suggested_that_stands_there_already() -> None:
    found = Found((HEATING, ServiceGuess("noise", 0.1)), (VILLAGE,), (GAS,))
    left = still_open(replace(NEW, service="heating-cold", division=VILLAGE.code), found)
    assert [one.code for one in left.services] == ["noise"]
    assert left.places == ()


def test_the_township_of_a_village_that_was_chosen_is_no_news() -> None:
    found = Found(places=(PlaceGuess(VILLAGE.code[:9]),))
    assert still_open(replace(NEW, division=VILLAGE.code), found).places == ()
    assert still_open(NEW, found).places == found.places


pytestmark = pytest.mark.django_db


def read(code: str) -> Found | None:
    row = ServiceRequest.objects.get(code=code)
    return read_request(county=row.county, id=row.id, now=MONDAY)


def village() -> Any:
    return villages_of(COUNTY)[5]


def test_a_village_beside_another_county_is_one_of_two_and_not_filled_in(cast: Cast) -> None:
    sent = send(cast.qiqige, description="康巴什区停水，金河镇也停水了三天", service="water-cut")
    found = read(sent.code)
    assert found is not None
    assert {one.code for one in found.places} == {f"{COUNTY}104", "150603"}
    assert ServiceRequest.objects.get(code=sent.code).division_id is None


def test_the_village_that_a_text_names_is_filled_in_as_an_event_with_its_reason(cast: Cast) -> None:
    place = village()
    sent = send(cast.qiqige, description=f"{place.name}的路灯坏了半个月", service="street-light")
    found = read(sent.code)
    assert found is not None
    story = Story(cast)
    story.code = sent.code
    assert story.row.division_id == place.code
    assert story.events[-1].action == "amend"
    assert story.events[-1].actor_kind == SYSTEM.kind
    assert place.name[:2] in story.events[-1].data["reason"]
    assert story.row.service_id is not None


def test_reading_again_changes_nothing_and_a_persons_word_stands(cast: Cast) -> None:
    place = village()
    sent = send(cast.qiqige, description=f"{place.name}的路灯坏了")
    read(sent.code)
    story = Story(cast)
    story.code = sent.code
    other = places_of(COUNTY)[3].ref
    story.do(cast.clerk, "amend", division=other.code, service="noise")
    version = story.row.version
    read(sent.code)
    assert (story.row.version, story.row.division_id) == (version, other.code)
    chosen = service_by_id(story.row.service_id, COUNTY)
    assert chosen is not None
    assert chosen.code == "noise"
    assert Reading.objects.count() == 1


@pytest.mark.parametrize("nothing", ["。", "？？？", "ᠮᠣᠩᠭᠣᠯ", "asdf", "😀" * 50, "啊" * 10_000])
def test_any_text_has_a_reading(cast: Cast, nothing: str) -> None:
    sent = send(cast.qiqige, description=nothing)
    assert read(sent.code) is not None
    assert request_detail(cast.clerk, sent.code, now=MONDAY).suggestions is not None


def test_danger_is_marked_at_intake_and_a_person_can_take_the_mark_away(cast: Cast) -> None:
    sent = send(cast.qiqige, now=WINTER, description="楼道里有很浓的煤气味，头晕，请马上来人！")
    story = Story(cast, now=WINTER)
    story.code = sent.code
    assert story.row.urgent
    assert "gas" in story.events[0].data["alarms"]
    story.do(cast.clerk, "amend", urgent=False)
    read(sent.code)
    assert not story.row.urgent


def test_staff_read_the_danger_and_what_to_do(cast: Cast) -> None:
    sent = send(cast.qiqige, now=WINTER, description="楼道里有很浓的煤气味，头晕，请马上来人！")
    (early, *_more) = request_detail(cast.clerk, sent.code, now=WINTER).suggestions.alarms
    assert early.advice  # before any worker has read it
    read(sent.code)
    (alarm, *_more) = request_detail(cast.clerk, sent.code, now=WINTER).suggestions.alarms
    assert "煤气" in alarm.words
    assert alarm.label == early.label
    assert alarm.advice


def test_what_is_ordinary_raises_no_alarm(cast: Cast) -> None:
    sent = send(cast.qiqige, description="想问一下城乡居民医保今年什么时候开始缴费，在哪里办理。")
    story = Story(cast)
    story.code = sent.code
    assert not story.row.urgent
    assert "alarms" not in story.events[0].data
