"""The statutory calendar: weekends, holidays and make-up workdays as the State Council sets them each year (package chinesecalendar)."""

from __future__ import annotations

import datetime as dt

from chinese_calendar import constants

_HOLIDAYS: dict[dt.date, str] = constants.holidays
_MAKE_UP_DAYS: dict[dt.date, str] = constants.workdays
#: Years that the package knows. The next year's calendar is announced each autumn and comes with a new edition of it.
KNOWN_YEARS = frozenset(day.year for day in _HOLIDAYS)
_NAMES = {holiday.value: holiday.chinese for holiday in constants.Holiday}
SATURDAY = 5


def is_known(year: int) -> bool:
    """Whether holidays and make-up workdays of this year are known; where not, only weekends are."""
    return year in KNOWN_YEARS


def is_statutory_workday(day: dt.date) -> bool:
    """Whether offices are open by statute; in an unknown year from Monday to Friday."""
    if day in _MAKE_UP_DAYS:
        return True
    return day.weekday() < SATURDAY and day not in _HOLIDAYS


def holiday_name(day: dt.date) -> str:
    """The Chinese name of the holiday that this day, or a make-up workday for it, belongs to; empty for ordinary days."""
    found = _HOLIDAYS.get(day) or _MAKE_UP_DAYS.get(day) or ""
    return str(_NAMES.get(found, found))


def is_make_up_day(day: dt.date) -> bool:
    """A weekend day worked for a holiday."""
    return day in _MAKE_UP_DAYS
