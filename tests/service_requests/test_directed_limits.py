"""The time for the answer that a rule of the directory sets: from submission on, and when a request is sorted anew."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.cast import COUNTY, Cast
from tests.service_requests.story import MONDAY, Story
from tests.support.queries import at_most
from wobangni.catalogue.commands.save_rule import RuleInput, save_rule
from wobangni.catalogue.rules.limits import Limit, TimeUnit
from wobangni.organisations.queries import places_of

TWO, THREE = Limit(2, TimeUnit.WORKING_DAYS), Limit(3, TimeUnit.WORKING_DAYS)
AS_USUAL = (5, "working_days")


def rule(cast: Cast, limit: Limit | None, *, number: int | None = None, since: int = 0, **more: Any) -> int:
    """In force from before Monday on, or ``since`` days after it."""
    entered = MONDAY - dt.timedelta(days=5)
    day = MONDAY.date() + dt.timedelta(days=since - 1)
    said = RuleInput(**{"unit_id": cast.housing, "service": "heating-cold", "limit": limit, **more})
    return save_rule(actor=cast.admin, now=entered, county=COUNTY, number=number, rule=said, effective_from=day)


def told(cast: Cast, **more: Any) -> Story:
    return Story(cast).submitted(**{"service": "heating-cold", **more})


def answer(story: Story) -> tuple[int, str]:
    clock = story.clocks["answer"]
    return clock.amount, clock.time_unit


def test_a_request_gets_the_limit_of_its_rule_and_others_keep_theirs(cast: Cast) -> None:
    rule(cast, THREE)
    assert answer(told(cast)) == (3, "working_days")
    assert answer(told(cast, service="heating-fee")) == AS_USUAL
    assert answer(told(cast, service=None)) == AS_USUAL


def test_the_more_special_limit_holds_also_by_the_words(cast: Cast) -> None:
    rule(cast, THREE)
    rule(cast, TWO, condition={"any_words": ["老人"]})
    assert answer(told(cast, description="暖气不热")) == (3, "working_days")
    assert answer(told(cast, description="暖气不热，家里有老人")) == (2, "working_days")


def test_a_limit_to_come_changes_nothing_before_its_day(cast: Cast) -> None:
    rule(cast, THREE, since=8)
    story = told(cast)
    assert answer(story) == AS_USUAL
    story.after(days=10).do(cast.clerk, "amend", service="heating-cold")
    assert answer(story) == AS_USUAL  # what was submitted before keeps what was promised
    later = Story(cast, now=MONDAY + dt.timedelta(days=10)).submitted(service="heating-cold")
    assert answer(later) == (3, "working_days")


def test_sorted_anew_it_gets_the_limit_of_the_right_service_and_place(cast: Cast) -> None:
    township = places_of(COUNTY)[0].ref.code
    rule(cast, THREE)
    rule(cast, TWO, places=[township])
    story = told(cast, service="heating-fee")
    began = story.clocks["answer"].started_at
    assert answer(story.do(cast.clerk, "amend", service="heating-cold")) == (3, "working_days")
    assert answer(story.do(cast.clerk, "amend", division=township)) == (2, "working_days")
    assert answer(story.do(cast.clerk, "amend", service="heating-fee")) == AS_USUAL
    assert story.clocks["answer"].started_at == began


def test_a_rework_has_the_limit_of_the_rule_again(cast: Cast) -> None:
    rule(cast, THREE)
    story = told(cast).do(cast.dispatcher, "dispatch", unit=cast.housing).do(cast.housing_handler, "sign")
    story.do(cast.housing_handler, "answer", answer="修好了").do(cast.reviewer, "approve")
    story.do(cast.qiqige, "rework", explanation="还是不热")
    assert answer(story) == (3, "working_days")


def test_correcting_without_sorting_leaves_the_clock_alone(cast: Cast) -> None:
    rule(cast, THREE)
    story = told(cast)
    due = story.clocks["answer"].due_at
    story.do(cast.clerk, "amend", place_text="三号楼")
    assert story.clocks["answer"].due_at == due


def test_rules_with_limits_cost_a_submission_nothing(cast: Cast) -> None:
    rule(cast, THREE, condition={"any_words": ["暖气"]})
    told(cast)
    with at_most(2):  # within the test's transaction: who acts, and the one statement
        told(cast)
