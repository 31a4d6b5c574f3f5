"""A new unit, or a change of one: its names, telephone, address, whether it is in use."""

from __future__ import annotations

import datetime as dt
import re

from django.db.models import Q
from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, Message
from wobangni.kernel.rules.text import clean_line
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin, get_unit_for
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.organisations.models import Unit
from wobangni.organisations.queries import county as find_county
from wobangni.organisations.rules.kinds import UnitKind

PHONE = re.compile(r"[0-9+()（）\- ,、转]{3,40}")


def save_unit(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str,
    unit_id: int | None,
    kind: str,
    name: str,
    short_name: str,
    phone: str = "",
    address: str = "",
    active: bool = True,
) -> int:
    """The unit's id. ``unit_id`` None: a new one. The kind of an existing unit stays: requests were routed by it.

    Raises Forbidden, NotFound, InvalidInput with ``fields`` (kind, name, short_name, phone, address).
    """
    check_admin(actor, county)
    with acting(actor, counties=[county]):
        reference.lock(reference.UNITS)
        row = get_unit_for(actor, county, unit_id) if unit_id is not None else Unit(county_id=county)
        before = columns(row) if unit_id is not None else None
        row.name, row.short_name = clean_line(name), clean_line(short_name) or clean_line(name)[:40]
        row.phone, row.address, row.active = clean_line(phone), clean_line(address), active
        if unit_id is None:
            row.kind = kind
        _check(row, county)
        if unit_id is None:
            row.code = _free_code(county, kind)
        row.save()
        record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=columns(row),
            county=county,
            title=row.name,
            bump=reference.UNITS,
        )
    return row.id


def _check(row: Unit, county: str) -> None:
    fields: dict[str, Message] = {}
    if find_county(county) is None:
        fields["county"] = _("There is no such county.")
    if row.kind not in [kind.value for kind in UnitKind]:
        fields["kind"] = _("Choose what kind of unit it is.")
    if not 2 <= len(row.name) <= 80:
        fields["name"] = _("Give the full name as residents know it, at most 80 characters.")
    elif Unit.objects.filter(Q(county=county, name=row.name) & ~Q(pk=row.pk)).exists():
        fields["name"] = _("Another unit of this county has this name.")
    if len(row.short_name) > 40:
        fields["short_name"] = _("At most 40 characters.")
    if row.phone and not PHONE.fullmatch(row.phone):
        fields["phone"] = _("Give the office's telephone number in digits.")
    if len(row.address) > 200:
        fields["address"] = _("At most 200 characters.")
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)


def _free_code(county: str, kind: str) -> str:
    """150105-housing, then 150105-housing-2 …"""
    stem = f"{county}-{kind.replace('_', '-')}"
    used = set(Unit.objects.filter(code__startswith=stem).values_list("code", flat=True))
    number = 2
    while stem in used and f"{stem}-{number}" in used:
        number += 1
    return f"{stem}-{number}" if stem in used else stem
