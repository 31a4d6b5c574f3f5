"""A consultation on the telephone: answered, rated and closed in one step, and only while the resident is there."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.service_requests.invariants import check_figures, check_request
from tests.service_requests.story import Story
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput
from wobangni.service_requests.commands.sweep import sweep
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import Channel, State

SAID = {"answer": "供暖期为每年10月15日至次年4月15日。", "quoted": "K-7 v2", "solved": "yes", "satisfied": "5"}


def call(cast: Cast, **more: object) -> Story:
    return Story(cast).submitted(cast.clerk, channel=Channel.HOTLINE, **more)


def test_it_closes_with_the_answer_and_the_callers_word(cast: Cast) -> None:
    story = call(cast).after(minutes=3).do(cast.clerk, "answer_at_once", **SAID)
    row = story.row
    assert (row.state, row.solved, row.satisfied) == (State.CLOSED, True, 5)
    assert row.answered_at == row.closed_at == story.now
    assert {kind: clock.state for kind, clock in story.clocks.items()} == {"response": "met", "answer": "met"}
    assert story.events[-1].data["quoted"] == "K-7 v2"
    check_request(row)
    check_figures()


def test_nobody_is_asked_any_more_to_look_after_what_was_answered(cast: Cast) -> None:
    story = call(cast, service="water-burst")  # to be answered within two hours
    story.now = story.clocks["answer"].yellow_at
    sweep(now=story.now)
    assert story.row.raised
    story.do(cast.clerk, "answer_at_once", **SAID)
    assert (story.state, story.row.raised) == (State.CLOSED, "")
    check_request(story.row)


def test_what_is_not_solved_is_not_closed(cast: Cast) -> None:
    story = call(cast)
    with pytest.raises(InvalidInput) as refused:
        story.do(cast.clerk, "answer_at_once", **SAID | {"solved": "no"})
    assert list(refused.value.fields) == ["solved"]
    assert story.state is State.SUBMITTED


def test_what_came_by_the_web_page_has_nobody_there_to_ask(cast: Cast) -> None:
    story = Story(cast).submitted()
    with pytest.raises(Conflict):
        story.do(cast.clerk, "answer_at_once", **SAID)
    offered = [o.action for o in request_detail(cast.clerk, story.code, now=story.now).actions]
    assert Action.ANSWER_AT_ONCE not in offered


def test_two_hours_later_the_caller_has_hung_up(cast: Cast) -> None:
    story = call(cast).after(hours=2, minutes=1)
    with pytest.raises(Conflict):
        story.do(cast.clerk, "answer_at_once", **SAID)


def test_only_a_clerk_may(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        call(cast).do(cast.dispatcher, "answer_at_once", **SAID)


def test_accepting_stays_the_first_thing_offered(cast: Cast) -> None:
    story = call(cast)
    offers = request_detail(cast.clerk, story.code, now=story.now).actions
    assert [o.action for o in offers if o.primary] == [Action.ACCEPT]
    assert Action.ANSWER_AT_ONCE in [o.action for o in offers]


def test_reworked_without_a_unit_it_waits_to_be_dispatched(cast: Cast) -> None:
    story = call(cast).do(cast.clerk, "answer_at_once", **SAID)
    story.after(days=1).do(cast.supervisor, "rework", explanation="来电人说没有解决")
    assert story.state is State.ACCEPTED
    assert story.clocks["answer"].state == "running"
    check_request(story.row)
    story.do(cast.dispatcher, "dispatch", unit=cast.housing)
    check_request(story.row)
    check_figures()
