"""Saying that a day is worked, or not, other than statute has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.kernel.errors import InvalidInput, Message
from wobangni.kernel.outbox import emit
from wobangni.kernel.rules.text import clean_line
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.organisations.models import CalendarDay
from wobangni.organisations.queries import counties, working_calendar

#: Longer than any holiday; a whole range is entered at once.
MAX_DAYS = 31
YEARS_AHEAD = 3


def set_calendar_days(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str | None,
    first: dt.date,
    last: dt.date | None,
    is_workday: bool,
    note: str,
) -> int:
    """Marks the days from ``first`` to ``last`` (None: one day) as worked or free; county None: everywhere. How many changed.

    Deadlines that run are counted anew by the worker (event ``calendar.changed``), those that have run out are not judged anew: today and later only.
    Today and later only: deadlines that have passed are not judged anew. Raises Forbidden, InvalidInput with ``fields`` (first, last, note).
    """
    check_admin(actor, county)
    last = last or first
    words = clean_line(note)
    _check(first, last, words, local_date(now))
    changed = 0
    with acting(actor, counties=[county] if county else []):
        reference.lock(reference.CALENDAR)
        days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
        worked = _worked(county, days)
        for number in range((last - first).days + 1):
            day = first + dt.timedelta(days=number)
            row = CalendarDay.objects.filter(county=county, date=day).first()
            before = columns(row) if row else None
            row = row or CalendarDay(county_id=county, date=day)
            row.is_workday, row.note = is_workday, words
            row.save()
            changed += record_revision(
                actor=actor,
                now=now,
                row=row,
                before=before,
                after=columns(row),
                county=county,
                title=day.isoformat(),
                bump=reference.CALENDAR,
            )
        _tell(county, days, worked, now)
    return changed


def clear_calendar_day(*, actor: Actor, now: dt.datetime, county: str | None, date: dt.date) -> bool:
    """Back to what holds otherwise (the region's word, or statute). False if nothing had been said. Raises Forbidden, InvalidInput."""
    check_admin(actor, county)
    if date < local_date(now):
        raise InvalidInput(_("Days that have passed stay as they are."))
    with acting(actor, counties=[county] if county else []):
        reference.lock(reference.CALENDAR)
        row = CalendarDay.objects.filter(county=county, date=date).first()
        if row is None:
            return False
        before = columns(row)
        worked = _worked(county, [date])
        row.delete()
        cleared = record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=None,
            county=county,
            title=date.isoformat(),
            bump=reference.CALENDAR,
        )
        _tell(county, [date], worked, now)
        return cleared


def _worked(county: str | None, days: Sequence[dt.date]) -> dict[str, list[bool]]:
    """By county that it concerns, whether each of the days is worked as things stand."""
    concerned = [county] if county else [one.code for one in counties()]
    return {code: [working_calendar(code).is_workday(day) for day in days] for code in concerned}


def _tell(county: str | None, days: Sequence[dt.date], before: Mapping[str, Sequence[bool]], now: dt.datetime) -> None:
    """Each county in which a day really counts differently now. ``since``: what began later was counted by the new calendar."""
    for code, after in _worked(county, days).items():
        differ = [day.isoformat() for day, was, is_now in zip(days, before[code], after, strict=True) if was != is_now]
        if differ:
            payload = {"county": code, "days": differ, "since": now.isoformat()}
            emit(county=code, type="calendar.changed", payload=payload, now=now)


def _check(first: dt.date, last: dt.date, note: str, today: dt.date) -> None:
    fields: dict[str, Message] = {}
    if first < today:
        fields["first"] = _("Days that have passed stay as they are.")
    elif first.year > today.year + YEARS_AHEAD:
        fields["first"] = _("At most %(n)s years ahead.") % {"n": YEARS_AHEAD}
    if last < first:
        fields["last"] = _("The last day can't be before the first.")
    elif (last - first).days >= MAX_DAYS:
        fields["last"] = _("At most %(n)s days at once.") % {"n": MAX_DAYS}
    if not note:
        fields["note"] = _("Say why, for example the name of the festival.")
    elif len(note) > 80:
        fields["note"] = _("At most %(n)s characters.") % {"n": 80}
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)
