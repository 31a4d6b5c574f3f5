"""When a clock is looked at again, as a table to be read; and what changes of the calendar do to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from wobangni.catalogue.rules.ladder import (
    BadStep,
    Ladder,
    LadderVersion,
    Rung,
    Rungs,
    Step,
    When,
    check_steps,
    furthest,
    ladder_on,
    parse_steps,
    steps_data,
)
from wobangni.catalogue.rules.limits import Limit, LimitKind
from wobangni.kernel.rules.time_units import TimeUnit
from wobangni.kernel.rules.working_calendar import SHANGHAI, WorkingCalendar
from wobangni.service_requests.rules import deadlines
from wobangni.service_requests.rules.escalation import first, moment_of, scheduled, take
from wobangni.service_requests.rules.load import is_overloaded, usual
from wobangni.service_requests.rules.states import State

#: Monday to Friday, 08:30–12:00 and 14:30–17:30.
WEEK = WorkingCalendar(is_workday=lambda day: day.weekday() < 5)
HOURS, WORKING, DAYS, CALENDAR = TimeUnit.HOURS, TimeUnit.WORKING_HOURS, TimeUnit.WORKING_DAYS, TimeUnit.CALENDAR_DAYS
UNIT = (Rung.UNIT,)


def at(day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    """In June 2026; the 1st is a Monday."""
    return dt.datetime(2026, 6, day, hour, minute, tzinfo=SHANGHAI)


def clock(
    amount: int, unit: TimeUnit, kind: LimitKind = LimitKind.ANSWER, start: dt.datetime | None = None
) -> deadlines.Clock:
    return deadlines.start(kind, Limit(amount, unit), start or at(1, 9), WEEK)


# Every clock begins on Monday at nine.
@pytest.mark.parametrize(
    ("limit", "step", "expected"),
    [
        # Four working hours: until 15:30.
        ((4, WORKING), Step(When.SHARE_LEFT, UNIT, 50), at(1, 11)),
        ((4, WORKING), Step(When.SHARE_LEFT, UNIT, 25), at(1, 12)),
        ((4, WORKING), Step(When.LEFT, UNIT, 1, WORKING), at(1, 12)),
        ((4, WORKING), Step(When.LEFT, UNIT, 1, HOURS), at(1, 14, 30)),
        ((4, WORKING), Step(When.AT, UNIT), at(1, 15, 30)),
        ((4, WORKING), Step(When.AFTER, UNIT, 2, WORKING), at(1, 17, 30)),
        ((4, WORKING), Step(When.AFTER, UNIT, 3, WORKING), at(2, 9, 30)),
        ((4, WORKING), Step(When.AFTER, UNIT, 3, HOURS), at(1, 18, 30)),
        ((4, WORKING), Step(When.AFTER, UNIT, 1, DAYS), at(3)),
        # Five working days: until Monday the 8th, 24:00.
        ((5, DAYS), Step(When.AT, UNIT), at(9)),
        ((5, DAYS), Step(When.LEFT, UNIT, 24, HOURS), at(8)),
        ((5, DAYS), Step(When.LEFT, UNIT, 2, WORKING), at(8, 15, 30)),
        ((5, DAYS), Step(When.AFTER, UNIT, 1, DAYS), at(10)),  # the whole of Tuesday, the first day after it
        ((5, DAYS), Step(When.AFTER, UNIT, 1, CALENDAR), at(10)),
        ((5, DAYS), Step(When.AFTER, UNIT, 2, WORKING), at(9, 10, 30)),
        # A span that is as long as the whole time, or longer, is no moment of it.
        ((4, WORKING), Step(When.LEFT, UNIT, 4, WORKING), None),
        ((1, HOURS), Step(When.LEFT, UNIT, 3, HOURS), None),
        ((5, DAYS), Step(When.LEFT, UNIT, 30, DAYS), None),
    ],
)
def test_the_moment_of_a_step(limit: tuple[int, TimeUnit], step: Step, expected: dt.datetime | None) -> None:
    assert moment_of(clock(*limit), step, WEEK) == expected


SIGN = Ladder(
    {
        LimitKind.SIGN: Rungs(
            7,
            (
                Step(When.SHARE_LEFT, (Rung.UNIT,), 50),
                Step(When.AT, (Rung.UNIT, Rung.DISPATCHER)),
                Step(When.AFTER, (Rung.COUNTY_LEADER,), 1, HOURS),
            ),
        )
    }
)


def started() -> deadlines.Clock:
    (found,) = first([clock(4, WORKING, LimitKind.SIGN)], SIGN, WEEK)
    return found


def test_a_new_clock_waits_for_its_first_step() -> None:
    assert (started().run, started().done, started().next_step, started().next_at) == (1, 0, 0, at(1, 11))


@pytest.mark.parametrize(
    ("now", "step", "passed", "told"),
    [
        (at(1, 10, 59), None, (), ()),
        (at(1, 11), 0, (), ("unit",)),
        (at(1, 15, 30), 1, (0,), ("unit", "dispatcher")),
        (at(1, 16, 30), 2, (0, 1), ("unit", "dispatcher", "county_leader")),
    ],
)
def test_steps_that_nobody_looked_after_are_taken_together(
    now: dt.datetime, step: int | None, passed: tuple[int, ...], told: tuple[str, ...]
) -> None:
    taken = take(started(), SIGN, WEEK, now)
    if step is None:
        assert taken is None
        return
    assert taken is not None
    assert (taken.step, taken.passed, tuple(map(str, taken.told)), taken.version) == (step, passed, told, 7)
    assert take(replace(started(), done=taken.done), SIGN, WEEK, now) is None


def moved(before: deadlines.Clock, after: deadlines.Clock, entered: State = State.DISPATCHED) -> deadlines.Clock:
    kind = before.kind
    left = State.DISPATCHED
    return scheduled({kind: before}, {kind: after}, SIGN, WEEK, left=left, entered=entered)[kind]


def test_what_becomes_of_the_run() -> None:
    before = replace(started(), done=1)
    paused = deadlines.pause(before, at(1, 10), WEEK)
    for after, run, done, next_at in (
        (before, 1, 1, before.next_at),  # untouched: not even worked out again
        (paused, 1, 1, None),
        (deadlines.meet(before, at(1, 10)), 1, 1, None),
        (deadlines.cancel(before), 1, 1, None),
        (deadlines.extend(before, 1, WEEK), 2, 0, None),
        (clock(4, WORKING, LimitKind.SIGN, at(1, 10)), 2, 0, at(1, 12)),
        (deadlines.with_limit(before, Limit(2, WORKING), WEEK), 2, 0, at(1, 10)),
    ):
        found = moved(before, after)
        assert (found.run, found.done) == (run, done), after
        assert next_at is None or found.next_at == next_at, after
    resumed = moved(paused, deadlines.resume(paused, at(2, 9), WEEK))
    assert (resumed.run, resumed.done, resumed.next_step) == (1, 1, 1)
    assert resumed.next_at == resumed.due_at


def test_while_nobody_of_the_staff_can_do_anything_nobody_is_told_and_then_what_is_due_is() -> None:
    before = started()
    quiet = moved(before, before, State.NEEDS_INFO)
    assert (quiet.next_step, quiet.next_at) == (None, None)
    back = scheduled(
        {before.kind: quiet}, {before.kind: quiet}, SIGN, WEEK, left=State.NEEDS_INFO, entered=State.IN_PROGRESS
    )
    assert back[before.kind].next_at == before.next_at


# -- the ladder as data --------------------------------------------------------------------------------------------------


def version(number: int, since: str, county: str | None = None, kind: LimitKind = LimitKind.SIGN) -> LadderVersion:
    return LadderVersion(number, county, kind, (Step(When.AT, UNIT),), dt.date.fromisoformat(since))


@pytest.mark.parametrize(
    ("entered", "expected"),
    [
        ([], 0),
        ([version(1, "2000-01-01")], 1),
        ([version(1, "2000-01-01"), version(2, "2026-06-01")], 2),
        ([version(1, "2000-01-01"), version(2, "2026-06-02")], 1),
        ([version(1, "2000-01-01"), version(2, "2001-01-01", "150105"), version(3, "2026-05-01")], 2),
        ([version(1, "2000-01-01"), version(2, "2001-01-01", "150502")], 1),
        ([version(1, "2000-01-01", kind=LimitKind.ECHO)], 0),
    ],
)
def test_the_countys_latest_entry_that_has_begun_is_in_force(entered: list[LadderVersion], expected: int) -> None:
    for order in (entered, entered[::-1]):
        assert ladder_on(dt.date(2026, 6, 1), "150105", order).of(LimitKind.SIGN).version == expected


@pytest.mark.parametrize(
    ("kind", "steps", "problem"),
    [
        (LimitKind.SIGN, [Step(When.AT, ())], "nobody"),
        (LimitKind.SIGN, [Step(When.SHARE_LEFT, UNIT, 100)], "amount"),
        (LimitKind.SIGN, [Step(When.LEFT, UNIT, 0)], "amount"),
        (LimitKind.SIGN, [Step(When.AFTER, UNIT, 401)], "amount"),
        (LimitKind.SIGN, [Step(When.AT, UNIT), Step(When.AT, (Rung.LEAGUE,), 5)], "twice"),
        (LimitKind.INFO, [Step(When.AT, UNIT)], "after_waiting"),
        (LimitKind.REVIEW, [Step(When.AFTER, UNIT, 1)], "after_waiting"),
        (LimitKind.SIGN, [Step(When.AFTER, UNIT, n) for n in range(1, 10)], "many"),
    ],
)
def test_steps_that_make_no_sense_are_refused(kind: LimitKind, steps: list[Step], problem: str) -> None:
    with pytest.raises(BadStep) as refused:
        check_steps(kind, steps)
    assert refused.value.problem == problem


def test_steps_are_read_as_they_were_written() -> None:
    steps = SIGN.of(LimitKind.SIGN).steps
    assert parse_steps(steps_data(steps)) == tuple(
        replace(s, unit=s.unit if s.when is When.AFTER else TimeUnit.WORKING_HOURS) for s in steps
    )
    assert furthest([Rung.LEAGUE, Rung.UNIT]) == "league"
    assert furthest([]) == ""


# -- the calendar changes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "day", "expected"),
    [
        ((5, DAYS), 3, at(10)),  # a Wednesday that is no longer worked
        ((5, DAYS), 6, at(7)),  # a Saturday that is: the fifth day
        ((5, DAYS), 1, at(9)),  # the day on which it began
        ((5, DAYS), 9, at(9)),  # behind the end
        ((8, WORKING), 2, at(3, 10, 30)),  # in hours: what would have been Tuesday's is Wednesday's
        ((8, HOURS), 1, at(1, 17)),  # by the clock on the wall
        ((5, CALENDAR), 3, at(7)),
    ],
)
def test_what_was_left_by_the_old_calendar_is_left_by_the_new_one(
    limit: tuple[int, TimeUnit], day: int, expected: dt.datetime
) -> None:
    new = WEEK.other_on([dt.date(2026, 6, day)])
    fresh = deadlines.recounted(clock(*limit), at(1, 10), WEEK, new)
    assert fresh.due_at == expected
    assert fresh.started_at <= fresh.yellow_at <= fresh.due_at
    assert deadlines.recounted(fresh, at(1, 10), new, WEEK).due_at == clock(*limit).due_at


def test_what_is_over_or_stands_still_is_not_counted_anew() -> None:
    new = WEEK.other_on([dt.date(2026, 6, 3)])
    over = clock(1, HOURS)
    paused = deadlines.pause(clock(5, DAYS), at(2, 9), WEEK)
    for one, now in ((over, at(2)), (paused, at(2, 10)), (deadlines.meet(over, at(1, 9, 30)), at(1, 10))):
        assert deadlines.recounted(one, now, WEEK, new) is one


# -- who has too much ----------------------------------------------------------------------------------------------------

TODAY = dt.date(2026, 6, 30)


def days(back: int) -> dt.date:
    return TODAY - dt.timedelta(days=back)


@pytest.mark.parametrize(
    ("now", "changes", "usually", "much"),
    [
        (10, {}, 10, False),  # nothing has changed for four weeks
        (10, {TODAY: 10}, 0, True),  # all came today
        (4, {TODAY: 4}, 0, False),  # but too few to speak of
        (20, {days(14): 10}, 15, False),  # half of the time ten, half of it twenty
        (20, {days(1): 10}, 10 + 10 / 28, True),
        (20, {days(29): 20}, 20, False),  # longer ago than is looked at
    ],
)
def test_a_unit_is_overloaded_by_what_it_usually_has(
    now: int, changes: dict[dt.date, int], usually: float, much: bool
) -> None:
    found = usual(now, changes, TODAY)
    assert found == pytest.approx(usually)
    assert is_overloaded(now, found) is much
