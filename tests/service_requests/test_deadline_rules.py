"""Clocks and lights."""

from __future__ import annotations

import datetime as dt

import pytest

from wobangni.catalogue.rules.limits import Limit, LimitKind
from wobangni.kernel.rules.time_units import TimeUnit
from wobangni.kernel.rules.working_calendar import SHANGHAI, WorkingCalendar
from wobangni.service_requests.rules import deadlines
from wobangni.service_requests.rules.deadlines import ClockState
from wobangni.service_requests.rules.lights import Light, light

CALENDAR = WorkingCalendar(lambda d: d.weekday() < 5)
FIVE_DAYS = Limit(5, TimeUnit.WORKING_DAYS)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def started(text: str = "2026-09-14 09:00") -> deadlines.Clock:
    return deadlines.start(LimitKind.ANSWER, FIVE_DAYS, at(text), CALENDAR)  # Monday; due Monday a week later, 24:00


def test_the_light_is_green_then_yellow_in_the_last_quarter_then_red() -> None:
    clock = started()
    assert clock.due_at == at("2026-09-22 00:00")
    assert light(at("2026-09-15 09:00"), clock.due_at, clock.yellow_at) is Light.GREEN
    assert light(clock.yellow_at, clock.due_at, clock.yellow_at) is Light.YELLOW
    assert light(clock.due_at, clock.due_at, clock.yellow_at) is Light.YELLOW
    assert light(clock.due_at + dt.timedelta(seconds=1), clock.due_at, clock.yellow_at) is Light.RED
    whole = CALENDAR.counted(clock.started_at, clock.due_at, TimeUnit.WORKING_DAYS)
    assert CALENDAR.counted(clock.yellow_at, clock.due_at, TimeUnit.WORKING_DAYS) == whole / 4


@pytest.mark.parametrize(("paused", "expected"), [(True, Light.PAUSED), (False, Light.NONE)])
def test_nothing_due_has_no_colour(paused: bool, expected: Light) -> None:
    assert light(at("2026-09-15 09:00"), None, None, paused=paused) is expected


def test_a_paused_clock_goes_on_where_it_stopped() -> None:
    paused = deadlines.pause(started(), at("2026-09-16 09:00"), CALENDAR)
    assert paused.state is ClockState.PAUSED
    resumed = deadlines.resume(paused, at("2026-09-23 09:00"), CALENDAR)
    assert (resumed.state, resumed.due_at) == (ClockState.RUNNING, at("2026-09-29 00:00"))


@pytest.mark.parametrize("minutes", [0, 1, 9 * 60])
def test_a_pause_within_one_day_leaves_the_deadline_and_the_light_as_they_were(minutes: int) -> None:
    clock, asked = started(), at("2026-09-16 09:00")
    back = deadlines.resume(deadlines.pause(clock, asked, CALENDAR), asked + dt.timedelta(minutes=minutes), CALENDAR)
    assert back == clock


def test_another_limit_while_paused_on_the_first_day_is_the_whole_other_limit() -> None:
    asked, ten = at("2026-09-14 10:00"), Limit(10, TimeUnit.WORKING_DAYS)
    amended = deadlines.with_limit(deadlines.pause(started(), asked, CALENDAR), ten, CALENDAR)
    back = deadlines.resume(amended, asked, CALENDAR)
    assert back.due_at == deadlines.start(LimitKind.ANSWER, ten, started().started_at, CALENDAR).due_at


def test_waiting_does_not_heal_what_is_overdue() -> None:
    late = deadlines.pause(started(), at("2026-09-23 09:00"), CALENDAR)
    assert late.state is ClockState.RUNNING
    assert late.due_at == at("2026-09-22 00:00")


def test_an_extension_is_added_to_the_end_not_to_the_present() -> None:
    assert deadlines.extend(started(), 3, CALENDAR).due_at == at("2026-09-25 00:00")


def test_what_is_met_or_cancelled_stays_so() -> None:
    met = deadlines.meet(started(), at("2026-09-15 09:00"))
    assert deadlines.cancel(met) == met
    assert deadlines.pause(met, at("2026-09-16 09:00"), CALENDAR) == met
    assert deadlines.meet(deadlines.cancel(started()), at("2026-09-16 09:00")).state is ClockState.CANCELLED


def test_another_limit_for_a_clock_counts_from_the_same_start() -> None:
    ten = Limit(10, TimeUnit.WORKING_DAYS)
    longer = deadlines.with_limit(started(), ten, CALENDAR)
    assert (longer.started_at, longer.due_at, longer.limit) == (started().started_at, at("2026-09-29 00:00"), ten)
    assert deadlines.with_limit(longer, FIVE_DAYS, CALENDAR) == started()
    extended = deadlines.extend(started(), 3, CALENDAR)
    assert deadlines.with_limit(extended, ten, CALENDAR).due_at == at("2026-10-02 00:00")


def test_another_limit_for_a_paused_clock_leaves_it_paused_with_the_same_share_left() -> None:
    paused = deadlines.pause(started(), at("2026-09-18 00:00"), CALENDAR)
    longer = deadlines.with_limit(paused, Limit(10, TimeUnit.WORKING_DAYS), CALENDAR)
    assert longer.state is ClockState.PAUSED
    assert paused.remaining is not None
    assert longer.remaining is not None
    whole_five = CALENDAR.left(paused.started_at, started().due_at, TimeUnit.WORKING_DAYS)
    whole_ten = CALENDAR.left(longer.started_at, longer.due_at, TimeUnit.WORKING_DAYS)
    assert longer.remaining / whole_ten == pytest.approx(paused.remaining / whole_five)
    back = deadlines.with_limit(longer, FIVE_DAYS, CALENDAR)
    assert back.remaining is not None
    assert abs(back.remaining - paused.remaining) < dt.timedelta(seconds=1)
