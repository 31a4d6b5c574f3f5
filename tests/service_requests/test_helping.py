"""Units that help (协办): when their part is due, and when it ends."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from tests.service_requests.story import Story
from wobangni.service_requests.models import Assignment


def helped(cast: Cast) -> Story:
    story = Story(cast).in_progress().do(cast.dispatcher, "add_helper", unit=cast.water)
    return story.do(cast.water_handler, "helper_sign")


def part(story: Story, unit: int) -> Assignment:
    return next(a for a in story.assignments if a.unit_id == unit)


def test_a_helpers_part_is_due_when_the_whole_is_however_that_changes(cast: Cast) -> None:
    story = helped(cast)
    first = part(story, cast.water).due_at
    assert first == story.clocks["answer"].due_at
    story.do(cast.housing_handler, "request_extension", days=3, reason="等配件").do(cast.reviewer, "grant_extension")
    second = part(story, cast.water).due_at
    assert first < second == story.clocks["answer"].due_at
    story.do(cast.dispatcher, "suspend", review_date="2026-10-10", explanation="等材料").after(days=20)
    story.do(cast.dispatcher, "resume")
    assert second < part(story, cast.water).due_at == story.clocks["answer"].due_at


def test_a_helper_that_has_not_signed_keeps_the_time_for_signing(cast: Cast) -> None:
    story = Story(cast).in_progress().do(cast.dispatcher, "add_helper", unit=cast.water)
    due = part(story, cast.water).due_at
    story.do(cast.housing_handler, "request_extension", days=3, reason="等配件").do(cast.reviewer, "grant_extension")
    assert part(story, cast.water).due_at == due


@pytest.mark.parametrize("signed", [True, False])
def test_open_parts_end_when_the_resident_has_the_answer_and_the_event_says_so(cast: Cast, signed: bool) -> None:
    story = Story(cast).in_progress().do(cast.dispatcher, "add_helper", unit=cast.water)
    if signed:
        story.do(cast.water_handler, "helper_sign")
    story.do(cast.housing_handler, "answer", answer="已修好")
    assert part(story, cast.water).state != "cancelled"  # the reviewer may still want it
    story.do(cast.reviewer, "approve")
    mine = part(story, cast.water)
    assert (mine.state, mine.due_at, mine.ended_at) == ("cancelled", None, story.now)
    assert story.events[-1].data["help_no_longer_needed"] == [cast.water]


def test_a_helper_signs_and_reports_while_the_answer_is_in_review_and_its_report_stays(cast: Cast) -> None:
    story = Story(cast).in_progress().do(cast.dispatcher, "add_helper", unit=cast.water)
    story.do(cast.housing_handler, "answer", answer="已修好")
    story.do(cast.water_handler, "helper_sign").do(cast.water_handler, "helper_answer", text="管网无渗漏")
    story.do(cast.reviewer, "approve")
    assert part(story, cast.water).state == "answered"
    assert "help_no_longer_needed" not in story.events[-1].data
