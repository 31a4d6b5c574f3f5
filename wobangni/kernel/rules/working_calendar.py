"""Counting time as a county counts it. Pure: which days are working days is handed in.

Days begin and end in Asia/Shanghai, where there is no summer time. A span counted in days runs from the day after its start and is
due when its last day ends (民法典 第二百零一条、第二百零三条: the first day is not counted; the last day ends at 24:00).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from wobangni.kernel.rules.time_units import TimeUnit

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = dt.timedelta(days=1)
#: Nothing on the platform is counted further than this; a calendar without a single working day must not hang us.
HORIZON_DAYS = 3700
MOST_DAYS_KEPT = 1000

_HOURS = (TimeUnit.HOURS, TimeUnit.WORKING_HOURS)

Spans = tuple[tuple[dt.datetime, dt.datetime], ...]
OfficeHours = tuple[tuple[dt.time, dt.time], ...]
DEFAULT_OFFICE_HOURS: OfficeHours = ((dt.time(8, 30), dt.time(12, 0)), (dt.time(14, 30), dt.time(17, 30)))


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """One county's calendar.

    is_workday: True for days on which its offices are open.
    office_hours: opening spans within a working day, in order, not overlapping.
    """

    is_workday: Callable[[dt.date], bool]
    office_hours: OfficeHours = DEFAULT_OFFICE_HOURS
    #: Days once worked out; a calendar never changes, the county gets a new one.
    _days: dict[tuple[dt.date, TimeUnit], Spans] = field(default_factory=dict, init=False, repr=False, compare=False)

    def other_on(self, days: Collection[dt.date]) -> WorkingCalendar:
        """The calendar in which exactly these days are what they are not in this one."""
        changed, here = frozenset(days), self.is_workday
        return WorkingCalendar(lambda day: here(day) != (day in changed), self.office_hours)

    def due(self, start: dt.datetime, amount: int, unit: TimeUnit) -> dt.datetime:
        """When a span of ``amount`` ``unit`` that starts at ``start`` (aware) ends. Returns an aware moment."""
        if unit in _HOURS:
            return self.advance(start, dt.timedelta(hours=amount), unit)
        day = start.astimezone(SHANGHAI).date()
        left = amount
        for _ in range(HORIZON_DAYS):
            day += DAY
            if unit is TimeUnit.CALENDAR_DAYS or self.is_workday(day):
                left -= 1
                if left == 0:
                    return _midnight(day + DAY)
        raise ValueError("no end of this span within the calendar's horizon")

    def advance(self, start: dt.datetime, counted: dt.timedelta, unit: TimeUnit) -> dt.datetime:
        """The moment at which ``counted`` time has been counted since ``start``."""
        left = counted
        if left <= dt.timedelta():
            return start
        for begin, end in self._spans(start, unit):
            if end - begin >= left:
                return begin + left
            left -= end - begin
        raise ValueError("no end of this span within the calendar's horizon")

    def counted(self, start: dt.datetime, end: dt.datetime, unit: TimeUnit) -> dt.timedelta:
        """Counted time between two moments; zero when ``end`` is not after ``start``."""
        total = dt.timedelta()
        if end <= start:
            return total
        for begin, stop in self._spans(start, unit):
            if begin >= end:
                break
            total += min(stop, end) - begin
        return total

    def left(self, paused_at: dt.datetime, due: dt.datetime, unit: TimeUnit) -> dt.timedelta:
        """What a span that is due at ``due`` has left when it is paused: counted time, and in units of days whole days (see ``resumed_due``), at least
        one: a last day that the county has made a holiday meanwhile is not taken away."""
        if unit in _HOURS:
            return self.counted(paused_at, due, unit)
        return max(DAY, self.counted(_day_begun(paused_at), due, unit))

    def resumed_due(self, resumed_at: dt.datetime, left: dt.timedelta, unit: TimeUnit) -> dt.datetime:
        """The new end of a span that was paused with ``left`` left.

        In hours, to the second: what was left is left. In days a day is never cut: the day of the pause is left if it is counted and so are those
        after it; of these, the day of the resumption, if it is counted, is the first again; part of a day counts as a day. In other words: **a counted day is given back if its
        end at 24:00 fell into the pause**, and no other is. From this follows that

        - a pause within one day moves nothing, be it a minute or nine hours: the day can still be used;
        - one from Monday to Tuesday moves one day (Monday), one from Friday to Monday too (Friday), one from Saturday to Monday none;
        - pauses add up exactly, whether one or cut into several (each 24:00 lies in one of them alone);
        - a later resumption never ends sooner, and whoever resumes has at least the rest of that day, on the last day too.

        So at most a part of one counted day is lost or won by a pause, the same for whoever asks and whoever answers.
        """
        if unit in _HOURS:
            return self.advance(resumed_at, left, unit)
        end = self.advance(_day_begun(resumed_at), left, unit)
        last_moment = end - dt.timedelta(microseconds=1)
        return _midnight(last_moment.astimezone(SHANGHAI).date() + DAY)

    def _spans(self, start: dt.datetime, unit: TimeUnit) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """Counted spans from ``start`` on, clipped to it, in order."""
        day = start.astimezone(SHANGHAI).date()
        for _ in range(HORIZON_DAYS):
            spans = self._days.get((day, unit))
            if spans is None:
                if len(self._days) >= MOST_DAYS_KEPT:
                    self._days.clear()
                spans = self._days[day, unit] = tuple(self._spans_of_day(day, unit))
            for begin, end in spans:
                if end > start:
                    yield max(begin, start), end
            day += DAY

    def _spans_of_day(self, day: dt.date, unit: TimeUnit) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        if unit in (TimeUnit.HOURS, TimeUnit.CALENDAR_DAYS):
            yield _midnight(day), _midnight(day + DAY)
        elif self.is_workday(day):
            if unit is TimeUnit.WORKING_DAYS:
                yield _midnight(day), _midnight(day + DAY)
            else:
                for opens, closes in self.office_hours:
                    yield (
                        dt.datetime.combine(day, opens, tzinfo=SHANGHAI),
                        dt.datetime.combine(day, closes, tzinfo=SHANGHAI),
                    )


def _day_begun(at: dt.datetime) -> dt.datetime:
    return _midnight(at.astimezone(SHANGHAI).date())


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=SHANGHAI)
