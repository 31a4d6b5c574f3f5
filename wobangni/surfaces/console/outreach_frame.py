"""A visit or training as a line of a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wobangni.organisations import queries as organisations
from wobangni.organisations.labels import outreach_label
from wobangni.organisations.queries.outreach import OutreachRow

#: Names spelled out before they are counted.
NAMED = 4


@dataclass(frozen=True, slots=True)
class OutreachLine:
    """``where``: the units, or how many of them in which counties. ``of_region``: the region's record, seen from a county."""

    row: OutreachRow
    url: str
    kind: str
    where: str
    of_region: bool


def outreach_line(row: OutreachRow, county: str | None) -> OutreachLine:
    """As seen from a county (its own units), or (None) from the region."""
    if county is None:
        url = reverse("console:region_outreach_one", args=[row.id])
    else:
        url = reverse("console:outreach_one", args=[county, row.id])
    return OutreachLine(row, url, outreach_label(row.kind), _where(row, county), county is not None and not row.county)


def _where(row: OutreachRow, county: str | None) -> str:
    mine = [u for u in row.units if county in (None, u.county)]
    places = [c.short_label for c in filter(None, map(organisations.county, row.counties))]
    if county is None:
        counted = ngettext("%(n)s unit", "%(n)s units", len(mine)) % {"n": len(mine)}
        return _("%(places)s · %(units)s") % {"places": _names(places, _("counties")), "units": counted}
    return _names([u.short_name for u in mine], _("units"))


def _names(names: list[str], what: str) -> str:
    if len(names) <= NAMED:
        return pgettext("list separator", ", ").join(names)
    return _("%(names)s and others: %(n)s %(what)s") % {
        "names": pgettext("list separator", ", ").join(names[:3]),
        "n": len(names),
        "what": what,
    }
