"""The first page of administration: what wants attention, and how much there is of everything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wobangni.accounts.queries import failed_message_count
from wobangni.catalogue.queries import reply_templates, routes, services
from wobangni.kernel.actors import COUNTY_ROLES, Actor
from wobangni.kernel.clock import local_date
from wobangni.notices.queries import failed_by_channel
from wobangni.organisations.memberships import StaffRow, staff_of
from wobangni.organisations.queries import calendar_warnings, counties, leagues, units_of
from wobangni.surfaces.console.admin.frame import url

#: From October on the next year's calendar matters: deadlines reach into it, and the State Council announces it about then.
NEXT_YEAR_FROM = 10


@dataclass(frozen=True, slots=True)
class Concern:
    """Something to look at, and where."""

    text: str
    url: str
    action: str


@dataclass(frozen=True, slots=True)
class Figure:
    label: str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class League:
    """A league or city, and the administration of each of its counties: (name, address)."""

    label: str
    counties: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """``leagues``: the ways into the counties, for the region alone."""

    concerns: tuple[Concern, ...]
    figures: tuple[Figure, ...]
    leagues: tuple[League, ...] = ()


def overview(actor: Actor, county: str | None, now: dt.datetime) -> Overview:
    """Two queries for a county's people, two for its messages, one for a year whose calendar is not known."""
    concerns = _calendar_concerns(county, now) + _message_concerns(county)
    figures = []
    if county is not None:
        people = [p for p in staff_of(actor, county, now) if p.active and p.grants]
        concerns += _people_concerns(county, people) + _routing_concerns(county)
        figures.append(Figure(_("People"), len(people), url("people", county)))
        figures.append(Figure(_("Units in use"), len(units_of(county)), url("units", county)))
    figures.append(Figure(_("Services offered"), len(services(county)), url("services", county)))
    figures.append(Figure(_("Reply texts"), len(reply_templates(county)), url("templates", county)))
    return Overview(tuple(concerns), tuple(figures), _leagues() if county is None else ())


def _leagues() -> tuple[League, ...]:
    return tuple(
        League(one.label, tuple((c.label, url("people", c.code)) for c in counties(one.code))) for one in leagues()
    )


def _calendar_concerns(county: str | None, now: dt.datetime) -> list[Concern]:
    today = local_date(now)
    years = [today.year, today.year + 1] if today.month >= NEXT_YEAR_FROM else [today.year]
    return [
        Concern(warning.message, url("calendar_year", county, year=warning.year), _("Enter days"))
        for year in years
        for warning in calendar_warnings(county, year)
    ]


def _message_concerns(county: str | None) -> list[Concern]:
    n = failed_message_count(county) + sum(failed_by_channel(county).values())
    if not n:
        return []
    text = ngettext("%(n)s message could not be sent.", "%(n)s messages could not be sent.", n) % {"n": n}
    return [Concern(text, url("messages", county), _("See why"))]


def _people_concerns(county: str, people: list[StaffRow]) -> list[Concern]:
    without = sum(not p.two_step and any(g.role in COUNTY_ROLES for g in p.grants) for p in people)
    if not without:
        return []
    text = ngettext(
        "%(n)s person who may see contacts signs in with a password only.",
        "%(n)s people who may see contacts sign in with a password only.",
        without,
    ) % {"n": without}
    return [Concern(text, url("people", county), _("See people"))]


def _routing_concerns(county: str) -> list[Concern]:
    homeless = [row.service.label for row in routes(county) if row.unit is None]
    if not homeless:
        return []
    text = _("No unit in use does these services: %(services)s") % {"services": "、".join(homeless[:5])}
    return [Concern(text, url("routing", county), _("Choose a unit"))]
