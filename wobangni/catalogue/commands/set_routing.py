"""Which unit of a county does a service."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from wobangni.catalogue.access import get_service_for
from wobangni.catalogue.models import RoutingRule
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.organisations.queries import unit as find_unit


def set_routing(*, actor: Actor, now: dt.datetime, county: str, service: str, unit_id: int | None) -> bool:
    """``service`` by code. ``unit_id`` None: back to the usual kind of unit. False if it was so already.

    Raises Forbidden, NotFound, InvalidInput with ``fields`` (unit).
    """
    check_admin(actor, county)
    found = get_service_for(actor, county, service)
    unit = find_unit(unit_id) if unit_id is not None else None
    if unit_id is not None and (unit is None or unit.county != county or not unit.active):
        raise InvalidInput(
            _("Please check what you entered."), fields={"unit": _("Choose a unit of this county that is in use.")}
        )
    with acting(actor, counties=[county]):
        reference.lock(reference.CATALOGUE)
        row = RoutingRule.objects.filter(county=county, service=found).first()
        before = columns(row) if row else None
        after = None
        if unit is None:
            if row is None:
                return False
            row.delete()
        else:
            row = row or RoutingRule(county_id=county, service=found)
            row.unit_id = unit.id
            row.save()
            after = columns(row)
        return record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=after,
            county=county,
            title=found.name,
            bump=reference.CATALOGUE,
        )
