"""The rows of the page of landmarks and grids."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wobangni.organisations import queries as organisations
from wobangni.organisations.queries import LocalPlaceRef
from wobangni.organisations.rules.kinds import LocalKind


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """``lies_in``: names from the township down. ``shape``: what is known of where it is, in words."""

    place: LocalPlaceRef
    others: str
    lies_in: str
    shape: str


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    title: str
    rows: tuple[PlaceRow, ...]


def place_groups(county: str) -> tuple[PlaceGroup, ...]:
    """Landmarks, then grids; those without any are left out. Two queries at most."""
    found = [_row(place) for place in organisations.local_places(county, inactive=True)]
    titles = ((LocalKind.LANDMARK, _("Landmarks")), (LocalKind.GRID, _("Grids")))
    groups = (PlaceGroup(title, tuple(r for r in found if r.place.kind is kind)) for kind, title in titles)
    return tuple(group for group in groups if group.rows)


def _row(place: LocalPlaceRef) -> PlaceRow:
    codes = [place.division[:length] for length in (9, 12) if length <= len(place.division)]
    divisions = [division for code in codes if (division := organisations.division(code))]
    return PlaceRow(
        place=place,
        others=pgettext("list separator", ", ").join(place.other_names),
        lies_in=" ".join(division.short_label for division in divisions),
        shape=_shape(place),
    )


def _shape(place: LocalPlaceRef) -> str:
    if place.ring:
        corners = len(place.ring) - 1
        return ngettext("outline with %(n)s corner", "outline with %(n)s corners", corners) % {"n": corners}
    if place.villages:
        return ngettext("%(n)s village", "%(n)s villages", len(place.villages)) % {"n": len(place.villages)}
    return _("point") if place.lat is not None else ""
