"""The working calendar of a county: statute, then the region's days, then its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from wobangni.kernel.rules.working_calendar import WorkingCalendar
from wobangni.organisations import reference
from wobangni.organisations.models import CalendarDay
from wobangni.organisations.queries.settings import county_settings
from wobangni.organisations.rules.statutory import holiday_name, is_known, is_make_up_day, is_statutory_workday


@dataclass(frozen=True, slots=True)
class CalendarWarning:
    """Something about a year that administrators must know. ``days_entered``: how many days people have put in for it."""

    year: int
    message: str
    days_entered: int


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day that is not simply a weekday or a weekend. ``source``: statute, region or county."""

    date: dt.date
    is_workday: bool
    name: str
    source: str


def working_calendar(county: str) -> WorkingCalendar:
    """How this county counts time. No query when warm."""
    return _kept_calendars.get(county)


def calendar_warnings(county: str | None, year: int) -> tuple[CalendarWarning, ...]:
    """A warning if the statutory calendar of ``year`` is not known yet: only weekends and entered days then count as days off. One query."""
    if is_known(year):
        return ()
    entered = CalendarDay.objects.filter(_for(county), date__year=year).count()
    message = _(
        "The public holidays of %(year)s are not known to this version yet. Until they are, Monday to Friday count as working days "
        "in %(year)s, apart from the days entered here."
    ) % {"year": year}
    return (CalendarWarning(year, message, entered),)


def calendar_year(county: str | None, year: int) -> tuple[DayRow, ...]:
    """The special days of a year by date, each with what is in force. ``county`` None: the region. One query."""
    rows: dict[dt.date, DayRow] = {}
    day = dt.date(year, 1, 1)
    while day.year == year:
        name = holiday_name(day)
        if name or is_make_up_day(day):
            rows[day] = DayRow(day, is_statutory_workday(day), name, "statute")
        day += dt.timedelta(days=1)
    entered = CalendarDay.objects.filter(_for(county), date__year=year)
    for row in sorted(entered, key=lambda r: r.county_id is not None):
        rows[row.date] = DayRow(row.date, row.is_workday, row.note, "county" if row.county_id else "region")
    return tuple(rows[date] for date in sorted(rows))


def _for(county: str | None) -> Q:
    return Q(county=None) | Q(county=county) if county else Q(county=None)


def _load(county: str) -> WorkingCalendar:
    entered = CalendarDay.objects.filter(_for(county)).values_list("date", "is_workday", "county")
    days = {date: is_workday for date, is_workday, of in sorted(entered, key=lambda row: row[2] is not None)}

    def is_workday(day: dt.date) -> bool:
        kept = days.get(day)
        return is_statutory_workday(day) if kept is None else kept

    return WorkingCalendar(is_workday=is_workday, office_hours=county_settings(county).office_hours)


_kept_calendars: reference.Kept[str, WorkingCalendar] = reference.Kept(reference.CALENDAR, _load)
