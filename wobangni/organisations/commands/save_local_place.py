"""A new landmark or grid, a change of one, or taking one out of use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, Message, NotFound
from wobangni.kernel.outbox import emit
from wobangni.kernel.rules.text import clean_line
from wobangni.kernel.scope import acting
from wobangni.organisations import queries, reference
from wobangni.organisations.access import check_admin, get_local_place_for
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.organisations.models import LocalPlace
from wobangni.organisations.rules.kinds import LocalKind
from wobangni.organisations.rules.ring import MOST_POINTS, BadRing, RingTrouble, check_ring, corners_and_middles

MOST_NAMES, LONGEST_NAME, MOST_VILLAGES = 12, 40, 500


def save_local_place(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str,
    place_id: int | None,
    kind: str,
    name: str,
    division: str,
    other_names: Sequence[str] = (),
    point: tuple[float, float] | None = None,
    ring: Sequence[tuple[float, float]] = (),
    villages: Sequence[str] = (),
    unit_id: int | None = None,
    party_group: str = "",
    active: bool = True,
) -> int:
    """The place's id. ``place_id`` None: a new one, whose kind stays. ``point``: lat, lng. ``ring``: closed, (lng, lat). WGS84.

    Raises Forbidden, NotFound, InvalidInput with ``fields`` (kind, name, other_names, division, point, ring, villages, unit,
    party_group).
    """
    check_admin(actor, county)
    if queries.county(county) is None:
        raise NotFound(_("There is no such county."))
    with acting(actor, counties=[county]):
        reference.lock(reference.LOCAL_PLACES)
        row = get_local_place_for(actor, county, place_id) if place_id is not None else LocalPlace(county_id=county)
        before = columns(row) if place_id is not None else None
        if place_id is None:
            row.kind = kind
        row.name, row.division_id, row.active = clean_line(name), division, active
        row.other_names = [n for n in dict.fromkeys(map(clean_line, other_names)) if n and n != row.name]
        row.lat, row.lng = point or (None, None)
        row.polygon = [[lng, lat] for lng, lat in ring] or None
        row.villages = sorted(set(villages))
        row.unit_id, row.party_group = unit_id, clean_line(party_group)
        _check(row, county)
        row.save()
        _record(actor, now, row, before)
    return row.id


def retire_local_place(*, actor: Actor, now: dt.datetime, county: str, place_id: int) -> None:
    """Takes a landmark or grid out of use; twice changes nothing. Raises Forbidden, NotFound."""
    with acting(actor, counties=[county]):
        reference.lock(reference.LOCAL_PLACES)
        row = get_local_place_for(actor, county, place_id)
        before = columns(row)
        row.active = False
        row.save(update_fields=["active"])
        _record(actor, now, row, before)


def _record(actor: Actor, now: dt.datetime, row: LocalPlace, before: dict[str, object] | None) -> None:
    record_revision(
        actor=actor,
        now=now,
        row=row,
        before=before,
        after=columns(row),
        county=row.county_id,
        title=row.name,
        bump=reference.LOCAL_PLACES,
    )
    if row.kind == LocalKind.GRID:  # open requests are placed anew
        emit(county=row.county_id, type="local_place.saved", payload={"id": row.pk}, now=now)


def _check(row: LocalPlace, county: str) -> None:
    fields: dict[str, Message] = {}
    if row.kind not in list(LocalKind):
        fields["kind"] = _("Choose whether it is a landmark or a grid.")
    if not 2 <= len(row.name) <= LONGEST_NAME:
        fields["name"] = _("Between 2 and %(n)s characters.") % {"n": LONGEST_NAME}
    elif LocalPlace.objects.filter(county=county, kind=row.kind, name=row.name).exclude(pk=row.pk).exists():
        fields["name"] = _("Another one of this county has this name.")
    if len(row.other_names) > MOST_NAMES or any(not 2 <= len(n) <= LONGEST_NAME for n in row.other_names):
        fields["other_names"] = _("At most %(most)s names of 2 to %(n)s characters.") % {
            "most": MOST_NAMES,
            "n": LONGEST_NAME,
        }
    if not row.division_id.startswith(county) or queries.division(row.division_id) is None:
        fields["division"] = _("Choose a township or village of this county.")
    if row.lat is not None and row.lng is not None and not queries.is_in_county(county, row.lat, row.lng):
        fields["point"] = _("This point lies outside the county.")
    if trouble := _ring_trouble(row, county):
        fields["ring"] = trouble
    known = {v.code for v in queries.villages_of(county)}
    if len(row.villages) > MOST_VILLAGES or not known.issuperset(row.villages):
        fields["villages"] = _("Choose villages of this county.")
    elif row.villages and row.kind != LocalKind.GRID:
        fields["villages"] = _("Only a grid has villages.")
    if row.kind != LocalKind.GRID and (row.unit_id or row.party_group):
        fields["unit" if row.unit_id else "party_group"] = _("Only a grid has a unit and a party group.")
    elif row.unit_id and row.unit_id not in {u.id for u in queries.units_of(county)}:
        fields["unit"] = _("Choose a unit of this county.")
    if len(row.party_group) > LONGEST_NAME:
        fields["party_group"] = _("At most %(n)s characters.") % {"n": LONGEST_NAME}
    if row.kind == LocalKind.GRID and not (row.polygon or row.villages) and "ring" not in fields:
        fields["ring"] = _("A grid needs an outline or a list of villages.")
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)


def _ring_trouble(row: LocalPlace, county: str) -> str:
    if not row.polygon:
        return ""
    ring = [(lng, lat) for lng, lat in row.polygon]
    try:
        check_ring(ring)
    except BadRing as bad:
        return ring_words(bad.trouble)
    if not all(queries.is_in_county(county, lat, lng) for lng, lat in corners_and_middles(ring)):
        return _("The outline reaches more than 3 km beyond the county.")
    return ""


def ring_words(trouble: RingTrouble) -> str:
    """What is wrong with an outline, in the reader's language."""
    return {
        RingTrouble.UNREADABLE: _("Give one point a line as latitude, longitude, or a GeoJSON Polygon."),
        RingTrouble.TOO_FEW: _("An outline has at least three corners."),
        RingTrouble.TOO_MANY: _("At most %(n)s corners.") % {"n": MOST_POINTS},
        RingTrouble.OPEN: _("The outline isn't closed: its last point must be its first."),
        RingTrouble.CROSSING: _("The outline crosses itself."),
        RingTrouble.FLAT: _("All corners lie on one line."),
    }[trouble]
