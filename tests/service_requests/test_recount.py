"""A county that changes its calendar moves the deadlines that run across the day, and every request says from when to when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.service_requests.invariants import check_figures, check_request
from tests.service_requests.story import MONDAY, Story
from tests.support.jobs import run_jobs
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.models import OutboxEvent
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.organisations.commands.set_calendar_days import clear_calendar_day, set_calendar_days
from wobangni.service_requests.commands.sweep import sweep


def day(number: int) -> dt.date:
    return dt.date(2026, 9, number)


def end_of(number: int) -> dt.datetime:
    return dt.datetime(2026, 9, number, tzinfo=SHANGHAI) + dt.timedelta(days=1)


def change(cast: Cast, number: int, *, worked: bool, **more: Any) -> None:
    words = {"actor": cast.admin, "county": COUNTY, "now": MONDAY + dt.timedelta(hours=1)} | more
    set_calendar_days(first=day(number), last=None, is_workday=worked, note="调休", **words)
    run_jobs()


# Submitted on Monday the 14th; five working days: 15, 16, 17, 18 and Sunday the 20th, which is worked.
@pytest.mark.parametrize(
    ("number", "worked", "ends"),
    [
        (16, False, 21),  # a day off in between
        (19, True, 19),  # Saturday is worked too: a day sooner
        (14, False, 20),  # the day on which it came is not counted anyhow
        (20, False, 21),  # the last day
        (22, False, 20),  # after the end
        (16, True, 20),  # it was worked before
    ],
)
def test_a_running_deadline_follows_the_calendar(cast: Cast, number: int, worked: bool, ends: int) -> None:
    story = Story(cast).submitted()
    assert story.row.answer_due_at == end_of(20)
    change(cast, number, worked=worked)
    assert story.row.answer_due_at == end_of(ends)
    moved = [e.data["moved"].get("answer") for e in story.events if e.action == "recount"]
    said = [[dt.datetime.fromisoformat(one) for one in pair] for pair in moved if pair]
    assert said == ([] if ends == 20 else [[end_of(20), end_of(ends)]])
    check_request(story.row)
    check_figures()


def test_taking_the_day_back_takes_the_move_back(cast: Cast) -> None:
    story = Story(cast).submitted()
    change(cast, 16, worked=False)
    clear_calendar_day(actor=cast.admin, now=MONDAY + dt.timedelta(hours=2), county=COUNTY, date=day(16))
    run_jobs()
    assert story.row.answer_due_at == end_of(20)
    check_request(story.row)


def test_what_comes_in_afterwards_is_counted_by_the_new_calendar_alone(cast: Cast) -> None:
    set_calendar_days(
        actor=cast.admin, county=COUNTY, now=MONDAY, first=day(16), last=None, is_workday=False, note="调休"
    )
    story = Story(cast, now=MONDAY + dt.timedelta(minutes=1)).submitted()
    assert story.row.answer_due_at == end_of(21)
    run_jobs()
    assert story.row.answer_due_at == end_of(21)
    assert [e.action for e in story.events] == ["submit"]


def test_the_next_step_of_the_ladder_moves_with_it(cast: Cast) -> None:
    story = Story(cast).submitted()
    before = story.clocks["answer"]
    change(cast, 16, worked=False)
    after = story.clocks["answer"]
    assert after.next_at > before.next_at
    assert (after.run, after.done) == (before.run + 1, 0)


def test_what_is_over_stays_over(cast: Cast) -> None:
    story = Story(cast).dispatched()
    due = story.clocks["sign"].due_at
    change(cast, 16, worked=False, now=due + dt.timedelta(hours=2))
    assert story.clocks["sign"].due_at == due
    check_request(story.row)


def test_the_regions_day_moves_every_county_that_has_not_said_otherwise(cast: Cast) -> None:
    story = Story(cast).submitted()
    own = {"actor": cast.admin, "county": COUNTY, "now": MONDAY + dt.timedelta(minutes=1)}
    set_calendar_days(first=day(16), last=None, is_workday=True, note="照常上班", **own)  # type: ignore[arg-type]
    change(cast, 16, worked=False, actor=SYSTEM, county=None)
    assert story.row.answer_due_at == end_of(20)
    told = set(OutboxEvent.objects.filter(type="calendar.changed").values_list("county", flat=True))
    assert OTHER_COUNTY in told
    assert COUNTY not in told
    assert len(told) == 102


def overdue_by_monday_evening(cast: Cast) -> Story:
    """Not signed until 17:00; the ladder tells of it once more after four working hours, on Tuesday at noon."""
    story = Story(cast, now=MONDAY.replace(hour=15)).dispatched()
    sweep(now=MONDAY.replace(hour=17))
    assert story.clocks["sign"].due_at == MONDAY.replace(hour=17)
    assert (story.clocks["sign"].next_at or MONDAY).date() == day(15)
    return story


def test_a_step_that_a_changed_calendar_would_put_off_fails_no_sweep(cast: Cast) -> None:
    story = overdue_by_monday_evening(cast)
    words = {"actor": cast.admin, "county": COUNTY, "now": MONDAY.replace(hour=20)}
    set_calendar_days(first=day(15), last=None, is_workday=False, note="放假", **words)  # type: ignore[arg-type]
    found = sweep(now=end_of(15))  # before the worker has counted anew
    assert (found.failed, found.done["escalate"]) == ([], 1)
    assert sweep(now=end_of(15)).total == 0
    assert story.events[-1].data["when"] == "after"
