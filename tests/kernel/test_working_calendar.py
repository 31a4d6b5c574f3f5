"""Spans and due moments, as a commented table."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wobangni.kernel.rules.time_units import TimeUnit
from wobangni.kernel.rules.working_calendar import SHANGHAI, WorkingCalendar

# 2026-10-01 to 07 is a holiday; Saturday the 10th is worked instead.
HOLIDAYS = {dt.date(2026, 10, d) for d in range(1, 8)}
MAKE_UP = {dt.date(2026, 10, 10)}
CALENDAR = WorkingCalendar(lambda d: d in MAKE_UP or (d.weekday() < 5 and d not in HOLIDAYS))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "due"),
    [
        # Thursday: the day after counts as day one; due when the last day ends.
        ("2026-09-10 09:00", 1, TimeUnit.WORKING_DAYS, "2026-09-12 00:00"),
        # A minute before midnight is still that day.
        ("2026-09-10 23:59", 1, TimeUnit.WORKING_DAYS, "2026-09-12 00:00"),
        # Friday: the weekend is not counted.
        ("2026-09-11 09:00", 1, TimeUnit.WORKING_DAYS, "2026-09-15 00:00"),
        # Sent on a Saturday: Monday is day one.
        ("2026-09-12 09:00", 1, TimeUnit.WORKING_DAYS, "2026-09-15 00:00"),
        # Over the national holiday; the make-up Saturday counts.
        ("2026-09-29 09:00", 5, TimeUnit.WORKING_DAYS, "2026-10-13 00:00"),
        # Natural days count everything.
        ("2026-09-29 09:00", 5, TimeUnit.CALENDAR_DAYS, "2026-10-05 00:00"),
        # Hours by the clock, over midnight and holidays.
        ("2026-09-30 23:00", 2, TimeUnit.HOURS, "2026-10-01 01:00"),
        # Office hours 8:30–12:00 and 14:30–17:30: over lunch,
        ("2026-09-10 11:00", 2, TimeUnit.WORKING_HOURS, "2026-09-10 15:30"),
        # over night,
        ("2026-09-10 17:00", 2, TimeUnit.WORKING_HOURS, "2026-09-11 10:00"),
        # and at night: the clock starts when the office opens.
        ("2026-09-10 22:00", 2, TimeUnit.WORKING_HOURS, "2026-09-11 10:30"),
        # Ends exactly at closing time, not at the next opening.
        ("2026-09-10 15:30", 2, TimeUnit.WORKING_HOURS, "2026-09-10 17:30"),
    ],
)
def test_a_span_ends_when_a_careful_clerk_would_say(start: str, amount: int, unit: TimeUnit, due: str) -> None:
    assert CALENDAR.due(at(start), amount, unit) == at(due)


def test_a_pause_gives_back_exactly_what_was_left() -> None:
    # Monday 10:00, due Wednesday 24:00: 62 hours left. Goes on Thursday 10:00: Thursday, Friday and the next Monday.
    remaining = CALENDAR.counted(at("2026-09-14 10:00"), at("2026-09-17 00:00"), TimeUnit.WORKING_DAYS)
    assert remaining == dt.timedelta(hours=62)
    assert CALENDAR.resumed_due(at("2026-09-17 10:00"), remaining, TimeUnit.WORKING_DAYS) == at("2026-09-22 00:00")


def test_a_calendar_without_a_working_day_says_so_instead_of_hanging() -> None:
    with pytest.raises(ValueError, match="horizon"):
        WorkingCalendar(lambda d: False).due(at("2026-09-14 10:00"), 1, TimeUnit.WORKING_DAYS)


moments = st.timedeltas(dt.timedelta(), dt.timedelta(days=364)).map(
    lambda d: dt.datetime(2026, 1, 1, tzinfo=SHANGHAI) + d
)


@given(moments, st.integers(1, 40), st.sampled_from(TimeUnit))
def test_due_is_always_later_and_more_time_never_ends_sooner(start: dt.datetime, amount: int, unit: TimeUnit) -> None:
    due = CALENDAR.due(start, amount, unit)
    assert start < due <= CALENDAR.due(start, amount + 1, unit)


@given(moments, st.integers(1, 20 * 24 * 60), st.sampled_from(TimeUnit))
def test_counting_what_was_advanced_gives_it_back(start: dt.datetime, minutes: int, unit: TimeUnit) -> None:
    span = dt.timedelta(minutes=minutes)
    assert CALENDAR.counted(start, CALENDAR.advance(start, span, unit), unit) == span


@given(moments, st.integers(1, 30), st.integers(0, 30 * 24), st.sampled_from(TimeUnit))
def test_a_pause_never_takes_time_away(start: dt.datetime, amount: int, pause_hours: int, unit: TimeUnit) -> None:
    due = CALENDAR.due(start, amount, unit)
    resumed = start + dt.timedelta(hours=pause_hours)
    remaining = CALENDAR.counted(start, due, unit)
    new_due = CALENDAR.resumed_due(resumed, remaining, unit)
    assert new_due >= due or pause_hours == 0
    assert CALENDAR.counted(resumed, new_due, unit) >= remaining
