"""A year as twelve small months, the days that matter marked, and a list of those."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format

from wobangni.organisations.queries import DayRow, calendar_year
from wobangni.organisations.rules.statutory import is_statutory_workday


@dataclass(frozen=True, slots=True)
class DayCell:
    """``special``: what is said about the day, if anything. ``own``: by the place whose calendar this is, and still to come."""

    date: dt.date
    is_workday: bool
    today: bool
    special: DayRow | None
    own: bool


@dataclass(frozen=True, slots=True)
class Month:
    """``weeks``: from Monday; None outside of the month. ``special``: the days worth naming. ``holidays``: (name, "1–7") by statute."""

    name: str
    weeks: tuple[tuple[DayCell | None, ...], ...]
    special: tuple[DayCell, ...]
    holidays: tuple[tuple[str, str], ...]


def months_of(county: str | None, year: int, today: dt.date) -> tuple[Month, ...]:
    """One query."""
    said = {row.date: row for row in calendar_year(county, year)}
    mine = "county" if county else "region"
    months = []
    for number in range(1, 13):
        weeks = tuple(
            tuple(_cell(day, number, said, mine, today) for day in week)
            for week in calendar.Calendar().monthdatescalendar(year, number)
        )
        cells = [cell for week in weeks for cell in week if cell is not None]
        name = date_format(dt.date(year, number, 1), "F")
        special = tuple(cell for cell in cells if cell.special)
        months.append(Month(name, weeks, special, tuple(_holidays(special))))
    return tuple(months)


def _holidays(special: tuple[DayCell, ...]) -> Iterator[tuple[str, str]]:
    """Statutory holidays of one month, each with its days off."""
    days: dict[str, list[int]] = {}
    for cell in special:
        if cell.special and cell.special.source == "statute" and not cell.is_workday:
            days.setdefault(cell.special.name, []).append(cell.date.day)
    for name, found in days.items():
        yield name, str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}"


def _cell(day: dt.date, month: int, said: dict[dt.date, DayRow], mine: str, today: dt.date) -> DayCell | None:
    if day.month != month:
        return None
    row = said.get(day)
    return DayCell(
        date=day,
        is_workday=row.is_workday if row else is_statutory_workday(day),
        today=day == today,
        special=row,
        own=row is not None and row.source == mine and day >= today,
    )
