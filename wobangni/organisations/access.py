"""Who may change the region's and a county's data."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor, ActorKind, Role
from wobangni.kernel.errors import Forbidden, NotFound
from wobangni.organisations.models import LocalPlace, Unit


def is_region_admin(actor: Actor) -> bool:
    """The platform itself, or an administrator whose county is the whole region."""
    return actor.kind is ActorKind.SYSTEM or any(
        grant.role is Role.COUNTY_ADMIN and grant.county is None for grant in actor.grants
    )


def is_admin(actor: Actor, county: str | None) -> bool:
    """Whether the actor may change the data of this county; None: of the region."""
    if is_region_admin(actor):
        return True
    return county is not None and Role.COUNTY_ADMIN in actor.roles_in(county)


def check_admin(actor: Actor, county: str | None) -> None:
    """Raises Forbidden unless the actor administers this county (None: the region)."""
    if not is_admin(actor, county):
        raise Forbidden(
            _("Only an administrator of this county may change this.")
            if county
            else _("Only an administrator of the region may change what holds for every county.")
        )


def get_unit_for(actor: Actor, county: str, unit_id: int) -> Unit:
    """A unit that the actor may change. Raises Forbidden; NotFound for a unit of another county."""
    check_admin(actor, county)
    row = Unit.objects.filter(id=unit_id, county=county).first()
    if row is None:
        raise NotFound(_("There is no such unit in this county."))
    return row


def get_local_place_for(actor: Actor, county: str, place_id: int) -> LocalPlace:
    """A landmark or grid that the actor may change. Raises Forbidden; NotFound for one of another county."""
    check_admin(actor, county)
    row = LocalPlace.objects.filter(id=place_id, county=county).first()
    if row is None:
        raise NotFound(_("There is no such landmark or grid in this county."))
    return row
