"""The services that an administrator may change."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wobangni.catalogue.models import Service
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import NotFound
from wobangni.organisations.access import check_admin


def get_service_for(actor: Actor, county: str | None, code: str) -> Service:
    """A service offered in a county (None: in the region) that the actor administers. Raises Forbidden; NotFound for another county's own."""
    check_admin(actor, county)
    row = Service.objects.filter(code=code).first()
    if row is None or row.county_id not in (None, county):
        raise NotFound(_("There is no such service in this county."))
    return row
