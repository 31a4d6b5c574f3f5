"""What residents and staff are shown of a clock that stands still, or that nothing hangs on any more."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.service_requests.story import Story
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.public import my_requests, public_status, resident_view
from wobangni.service_requests.rules.lights import Light


@pytest.fixture
def asked(cast: Cast) -> Story:
    """The resident was asked for something in time and has not replied for long."""
    return Story(cast).accepted().after(hours=1).do(cast.clerk, "ask_info", question="请问是几号楼？").after(days=40)


def test_a_clock_that_waits_for_the_resident_is_not_red_however_long_it_waits(cast: Cast, asked: Story) -> None:
    seen = resident_view(cast.qiqige, asked.code, now=asked.now)
    assert (seen.light, seen.answer_due_at) == (Light.PAUSED, None)
    assert public_status(asked.code, now=asked.now).light is Light.PAUSED
    (mine,) = my_requests(cast.qiqige, now=asked.now)
    assert (mine.light, mine.answer_due_at) == (Light.PAUSED, None)
    detail = request_detail(cast.clerk, asked.code, now=asked.now)
    assert {d.kind: d.light for d in detail.deadlines} == {
        "response": Light.NONE,
        "answer": Light.PAUSED,
        "info": Light.PAUSED,
    }


def test_a_clock_that_had_run_out_before_the_question_stays_red(cast: Cast) -> None:
    late = Story(cast).accepted().after(days=40).do(cast.clerk, "ask_info", question="请问是几号楼？").after(hours=1)
    assert resident_view(cast.qiqige, late.code, now=late.now).light is Light.RED
    assert request_detail(cast.clerk, late.code, now=late.now).light is Light.RED


def test_what_is_closed_has_no_light_and_no_date(cast: Cast) -> None:
    story = Story(cast).closed().after(days=40)
    (mine,) = my_requests(cast.qiqige, now=story.now)
    assert (mine.light, mine.answer_due_at) == (Light.NONE, None)
