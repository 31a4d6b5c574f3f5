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


PAUSES = [
    # Due on Wednesday the 16th, at its end; paused and gone on with on Monday the 14th: for a minute, or from morning to night.
    ("2026-09-14 10:00", "2026-09-14 10:01", "2026-09-17 00:00"),
    ("2026-09-14 00:00", "2026-09-14 23:59", "2026-09-17 00:00"),
    # Over one midnight that ends a working day: one working day, a minute or nearly two days long.
    ("2026-09-14 23:59", "2026-09-15 00:00", "2026-09-18 00:00"),
    ("2026-09-14 00:00", "2026-09-15 23:59", "2026-09-18 00:00"),
    # Monday to Thursday: three; the weekend comes between.
    ("2026-09-14 10:00", "2026-09-17 10:00", "2026-09-22 00:00"),
    # On the last day, to its end or beyond: that day is still to come, on Thursday.
    ("2026-09-16 10:00", "2026-09-16 23:59", "2026-09-17 00:00"),
    ("2026-09-16 23:59", "2026-09-17 09:00", "2026-09-18 00:00"),
    # Friday's answer comes on Saturday, Sunday or Monday: Friday's end fell into the pause, and no other working day's.
    *(("2026-09-11 10:00", f"2026-09-{day} 09:00", "2026-09-18 00:00") for day in (12, 13, 14)),
    # Asked on Saturday, answered on Sunday or Monday: no working day has ended meanwhile.
    *(("2026-09-12 10:00", f"2026-09-{day} 09:00", "2026-09-17 00:00") for day in (12, 13, 14)),
]


@pytest.mark.parametrize(("paused", "resumed", "due"), PAUSES)
def test_a_pause_moves_a_due_day_by_the_working_days_that_ended_in_it(paused: str, resumed: str, due: str) -> None:
    left = CALENDAR.left(at(paused), at("2026-09-17 00:00"), TimeUnit.WORKING_DAYS)
    assert CALENDAR.resumed_due(at(resumed), left, TimeUnit.WORKING_DAYS) == at(due)


def test_a_pause_over_a_holiday_gives_back_the_working_days_around_it() -> None:
    # Due on Friday the 9th; asked on the eve of the holiday (Wednesday), answered on the make-up Saturday: the eve, Thursday the 8th and Friday.
    left = CALENDAR.left(at("2026-09-30 16:00"), at("2026-10-10 00:00"), TimeUnit.WORKING_DAYS)
    assert left == dt.timedelta(days=3)
    assert CALENDAR.resumed_due(at("2026-10-10 09:00"), left, TimeUnit.WORKING_DAYS) == at("2026-10-14 00:00")


def test_a_pause_of_a_span_in_hours_gives_back_exactly_what_was_left() -> None:
    left = CALENDAR.left(at("2026-09-14 11:00"), at("2026-09-14 15:30"), TimeUnit.WORKING_HOURS)
    assert left == dt.timedelta(hours=2)
    assert CALENDAR.resumed_due(at("2026-09-14 16:45"), left, TimeUnit.WORKING_HOURS) == at("2026-09-15 09:45")


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


spans = st.one_of(st.integers(0, 3 * 24 * 60), st.integers(0, 40 * 24 * 60)).map(lambda n: dt.timedelta(minutes=n))
DAYS = (TimeUnit.WORKING_DAYS, TimeUnit.CALENDAR_DAYS)


def after_pause(due: dt.datetime, paused: dt.datetime, resumed: dt.datetime, unit: TimeUnit) -> dt.datetime:
    return CALENDAR.resumed_due(resumed, CALENDAR.left(paused, due, unit), unit)


@st.composite
def paused_spans(draw: st.DrawFn, units: tuple[TimeUnit, ...]) -> tuple[dt.datetime, dt.datetime, TimeUnit]:
    """(due, a moment before it, unit)."""
    start, amount, unit = draw(moments), draw(st.integers(1, 30)), draw(st.sampled_from(units))
    due = CALENDAR.due(start, amount, unit)
    return due, min(start + draw(spans), due - dt.timedelta(seconds=1)), unit


@given(paused_spans(tuple(TimeUnit)))
def test_a_pause_of_no_length_changes_nothing(span: tuple[dt.datetime, dt.datetime, TimeUnit]) -> None:
    due, paused, unit = span
    assert after_pause(due, paused, paused, unit) == due


@given(paused_spans(tuple(TimeUnit)), spans, spans)
def test_a_pause_never_ends_a_span_sooner_and_a_longer_one_never_sooner_than_a_shorter(
    span: tuple[dt.datetime, dt.datetime, TimeUnit], length: dt.timedelta, more: dt.timedelta
) -> None:
    due, paused, unit = span
    resumed = paused + length
    new = after_pause(due, paused, resumed, unit)
    assert new >= due
    assert new > resumed, "nobody is overdue at the moment of going on"
    assert after_pause(due, paused, resumed + more, unit) >= new


@given(paused_spans(tuple(TimeUnit)), spans, spans)
def test_two_pauses_that_touch_are_worth_one(
    span: tuple[dt.datetime, dt.datetime, TimeUnit], first: dt.timedelta, second: dt.timedelta
) -> None:
    due, paused, unit = span
    between, resumed = paused + first, paused + first + second
    in_two = after_pause(after_pause(due, paused, between, unit), between, resumed, unit)
    assert in_two == after_pause(due, paused, resumed, unit)


@given(paused_spans(DAYS), spans, spans, spans)
def test_pauses_of_a_span_in_days_add_up_to_the_counted_days_that_ended_in_them(
    span: tuple[dt.datetime, dt.datetime, TimeUnit], first: dt.timedelta, work: dt.timedelta, second: dt.timedelta
) -> None:
    due, paused, unit = span
    expected, now = due, paused
    for length, then in ((first, work), (second, dt.timedelta())):
        resumed = now + length
        ended = sum(
            1
            for n in range((resumed - now).days + 2)
            if now < midnight(day := now.date() + dt.timedelta(days=n + 1)) <= resumed
            and (unit is TimeUnit.CALENDAR_DAYS or CALENDAR.is_workday(day - dt.timedelta(days=1)))
        )
        due = after_pause(due, now, resumed, unit)
        if ended:
            expected = CALENDAR.due(expected - dt.timedelta(seconds=1), ended, unit)
        assert due == expected
        now = min(resumed + then, due - dt.timedelta(seconds=1))


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=SHANGHAI)
