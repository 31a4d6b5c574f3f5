"""Moments and spans as people say them. Days are those of Asia/Shanghai."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wobangni.kernel.clock import SHANGHAI, local_date


def moment_words(moment: dt.datetime, now: dt.datetime) -> str:
    """Today and yesterday by name, other days by date, with the year once it is another one."""
    local = moment.astimezone(SHANGHAI)
    days = (local_date(now) - local.date()).days
    time = f"{local:%H:%M}"
    if days == 0:
        return _("Today %(time)s") % {"time": time}
    if days == 1:
        return _("Yesterday %(time)s") % {"time": time}
    if days == -1:
        return _("Tomorrow %(time)s") % {"time": time}
    if local.year == now.astimezone(SHANGHAI).year:
        return date_format(local, pgettext("date format", "j M H:i"))
    return date_format(local, pgettext("date format", "j M Y H:i"))


def day_words(moment: dt.datetime | dt.date, now: dt.datetime) -> str:
    """The day alone, with the year once it is another one."""
    day = local_date(moment) if isinstance(moment, dt.datetime) else moment
    same_year = day.year == local_date(now).year
    return date_format(day, pgettext("date format", "j M") if same_year else pgettext("date format", "j M Y"))


def due_words(moment: dt.datetime, now: dt.datetime) -> str:
    """A deadline as people say it. One at midnight ends the day before, so that is the day named."""
    local = moment.astimezone(SHANGHAI)
    if local.time() != dt.time(0):
        return moment_words(moment, now)
    day = local.date() - dt.timedelta(days=1)
    days = (day - local_date(now)).days
    if days in (0, 1):
        return _("the end of today") if days == 0 else _("the end of tomorrow")
    same_year = day.year == now.astimezone(SHANGHAI).year
    return date_format(day, pgettext("date format", "j M") if same_year else pgettext("date format", "j M Y"))


def span_words(span: dt.timedelta) -> str:
    """The largest unit that fits and, below three of it, the next smaller one: 2 days 5 hours, 40 minutes."""
    minutes = int(abs(span).total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    day_words = ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    hour_words = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    minute_words = ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest}
    if days:
        return f"{day_words} {hour_words}" if hours and days < 3 else day_words
    if hours:
        return f"{hour_words} {minute_words}" if rest and hours < 3 else hour_words
    return minute_words if rest else _("less than a minute")


def left_words(due_at: dt.datetime, now: dt.datetime) -> str:
    """How much time is left, or by how much it has passed."""
    span = span_words(due_at - now)
    return _("%(span)s left") % {"span": span} if due_at >= now else _("overdue by %(span)s") % {"span": span}


def light_words(colour: str, due_at: dt.datetime | None, now: dt.datetime) -> str:
    """The word beside a light: it says the same as the colour to somebody who sees none."""
    if colour == "paused":
        return _("Clock paused")
    if colour == "none" or due_at is None:
        return {"green": _("In time"), "yellow": _("Due soon"), "red": _("Overdue")}.get(colour, _("No deadline"))
    if colour == "yellow" and due_at >= now:
        return _("Due soon, %(span)s left") % {"span": span_words(due_at - now)}
    return left_words(due_at, now)
