"""What a county lets be dispatched by itself: what goes, what waits for a person, and who wins when both are at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from tests.cast import COUNTY, Cast
from tests.service_requests.at_once import at_once
from tests.service_requests.invariants import check_figures, check_request
from tests.service_requests.story import MONDAY, Story
from tests.support.queries import at_most
from wobangni.catalogue.commands.save_rule import RuleInput, save_rule
from wobangni.catalogue.commands.set_auto_dispatch import set_auto_dispatch
from wobangni.kernel.errors import Conflict
from wobangni.organisations.commands.save_unit import save_unit
from wobangni.organisations.queries import unit
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.auto_dispatch import auto_dispatch
from wobangni.service_requests.commands.note_return import note_return
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.queries.queue import QueueFilter, queue

SURE = "家里暖气不热，暖气片冰凉，室温只有十四度"
THIS_ROW = "SELECT 1 FROM service_request WHERE county = %s AND code = %s FOR UPDATE"


def switched_on(cast: Cast, *services: str, confidence: int = 90) -> None:
    set_auto_dispatch(
        actor=cast.admin, now=MONDAY, county=COUNTY, enabled=True,
        services=services or ["heating-cold", "water-burst"], minimum_confidence=confidence,
    )  # fmt: skip


def ruled(cast: Cast, **more: Any) -> int:
    said = RuleInput(**{"unit_id": cast.housing, "service": "heating-cold", "helper_ids": [cast.water], **more})
    return save_rule(actor=cast.admin, now=MONDAY, county=COUNTY, number=None, rule=said, effective_from=MONDAY.date())


def told(cast: Cast, **more: Any) -> Story:
    return Story(cast).submitted(**{"service": "heating-cold", "description": SURE, **more})


def by_itself(story: Story) -> Acted | None:
    return auto_dispatch(county=COUNTY, id=story.row.id, now=MONDAY)


def test_a_sure_request_stands_in_the_units_queue_with_the_rule_named(
    cast: Cast, run_jobs: Callable[[], list[str]]
) -> None:
    switched_on(cast)
    number = ruled(cast)
    story = told(cast)
    run_jobs()
    assert story.state == "dispatched"
    assert [(e.action, e.actor_name) for e in story.events][1:] == [
        ("accept", "自动派单"), ("dispatch", "自动派单"), ("add_helper", "自动派单"),
    ]  # fmt: skip
    lead, helper = story.assignments
    assert lead.instruction.startswith(f"自动派单，依据规则 {number}：家里暖气不热")
    assert (lead.unit_id, helper.unit_id) == (cast.housing, cast.water)
    page = queue(cast.housing_handler, COUNTY, QueueFilter(), now=MONDAY)
    assert [row.code for row in page.rows] == [story.code]
    check_request(story.row)
    check_figures()


def test_what_has_just_come_in_goes_before_what_can_wait(cast: Cast, run_jobs: Callable[[], list[str]]) -> None:
    """The worker takes jobs by priority: a unit doesn't wait behind a hundred text messages."""
    run_jobs()
    told(cast).do(cast.clerk, "accept")
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        submitted, accepted = (row[0] for row in cursor.fetchall())
    assert submitted > accepted


def test_the_platform_gives_nobody_a_response(cast: Cast) -> None:
    switched_on(cast)
    story = told(cast)
    assert by_itself(story)
    assert story.clocks["response"].state == "running"
    story.do(cast.housing_handler, "sign")
    assert story.clocks["response"].state == "met"


def test_a_clear_guess_is_written_down_and_goes_too(cast: Cast) -> None:
    switched_on(cast, confidence=50)
    story = told(cast, service=None)
    assert by_itself(story)
    assert [e.action for e in story.events] == ["submit", "accept", "amend", "dispatch"]
    row = story.row
    assert (row.state, row.lead_unit_id) == ("dispatched", cast.housing)
    assert row.service_id is not None


# Each: what is the matter with it, what was said, what the county set.
WAITS: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("urgent", {"service": "heating-stopped"}, {"services": ["heating-stopped"]}),
    ("words of something urgent, whatever was chosen", {"description": "燃气泄漏，楼道里都是煤气味，赶紧来人"}, {}),
    ("a service not on the list", {"service": "noise"}, {}),
    ("no service, no telling word", {"service": None, "description": "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ"}, {}),
    ("words of too many things", {"service": None, "description": "暖气不热，噪声，停水，路灯不亮"}, {}),
    ("only chosen services count as sure", {"service": None}, {"confidence": 100}),
]


@pytest.mark.parametrize(("why", "words", "setting"), WAITS, ids=[row[0] for row in WAITS])
def test_what_is_urgent_or_unsure_waits_for_a_person(
    cast: Cast, why: str, words: dict[str, Any], setting: dict[str, Any]
) -> None:
    switched_on(cast, *setting.get("services", ()), confidence=setting.get("confidence", 90))
    story = told(cast, **words)
    assert by_itself(story) is None
    assert [e.action for e in story.events] == ["submit"]


def test_what_is_flagged_urgent_waits_for_a_person(cast: Cast) -> None:
    switched_on(cast)
    story = told(cast)
    ServiceRequest.objects.update(urgent=True)
    assert by_itself(story) is None


def test_what_the_unit_gave_back_waits_for_a_person(cast: Cast) -> None:
    switched_on(cast)
    for _twice in range(2):
        story = told(cast).do(cast.dispatcher, "dispatch", unit=cast.housing)
        story.do(cast.housing_handler, "return", reason="不属职责", basis="三定方案")
        note_return(county=COUNTY, id=story.row.id, seq=story.row.version)
    assert by_itself(told(cast)) is None


def test_a_unit_out_of_use_gets_nothing(cast: Cast) -> None:
    switched_on(cast)
    housing = unit(cast.housing)
    assert housing
    save_unit(
        actor=cast.system, now=MONDAY, county=COUNTY, unit_id=housing.id, kind=housing.kind.value, name=housing.name,
        short_name=housing.short_name, active=False,
    )  # fmt: skip
    assert by_itself(told(cast)) is None


def test_where_it_is_switched_off_nothing_is_even_asked(cast: Cast) -> None:
    story = told(cast)
    row = story.row
    auto_dispatch(county=COUNTY, id=row.id, now=MONDAY)
    with at_most(0):
        assert auto_dispatch(county=COUNTY, id=row.id, now=MONDAY) is None


def test_told_twice_it_does_nothing_twice(cast: Cast) -> None:
    switched_on(cast)
    story = told(cast)
    assert by_itself(story)
    assert by_itself(story) is None
    assert [e.action for e in story.events] == ["submit", "accept", "dispatch"]


def test_what_a_person_has_touched_is_left_to_them(cast: Cast) -> None:
    switched_on(cast)
    for action, data in (("accept", {}), ("note", {"text": "我来看"}), ("dispatch", {"unit": cast.water})):
        story = told(cast)
        story.do(cast.clerk if action == "accept" else cast.dispatcher, action, **data)
        assert by_itself(story) is None
        assert [e.action for e in story.events] == ["submit", action]


def test_of_a_dispatcher_and_the_platform_exactly_one_wins(committed_cast: Cast) -> None:
    cast = committed_cast
    switched_on(cast)
    for _round in range(3):
        story = told(cast)
        row = story.row
        results = at_once(
            THIS_ROW,
            (COUNTY, story.code),
            lambda row=row: auto_dispatch(county=COUNTY, id=row.id, now=MONDAY),
            lambda story=story: act(
                actor=cast.dispatcher, now=MONDAY, code=story.code, action="dispatch", data={"unit": cast.water}
            ),
        )
        platform_won = isinstance(results[0], Acted)
        assert isinstance(results[1], Conflict) is platform_won
        assert platform_won or results[0] is None
        assert [e.action for e in story.events].count("dispatch") == 1
        assert len(story.assignments) == 1
        assert story.row.lead_unit_id == (cast.housing if platform_won else cast.water)
        check_request(story.row)
    check_figures()
