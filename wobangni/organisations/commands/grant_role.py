"""Giving somebody a role in a place."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wobangni.accounts.models import User
from wobangni.kernel.actors import Actor, Role
from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision
from wobangni.organisations.models import Membership
from wobangni.organisations.queries import county as find_county
from wobangni.organisations.queries import local_place
from wobangni.organisations.queries import unit as find_unit
from wobangni.organisations.rules.kinds import LocalKind

#: Roles that may be held for the region as a whole, without a county.
REGION_ROLES = frozenset({Role.REGION_OBSERVER, Role.COUNTY_ADMIN})
#: Roles whose holder may be the one who leads: a unit, or the county's work.
LEADERS = frozenset({Role.HANDLER, Role.SUPERVISOR})


def grant_role(
    *,
    actor: Actor,
    now: dt.datetime,
    user_id: int,
    role: Role,
    county: str | None,
    unit_id: int | None = None,
    leader: bool = False,
    grid_id: int | None = None,
) -> int:
    """The id of the membership. Granting what is held already changes nothing but ``leader``: whether they lead there.

    Raises Forbidden, NotFound, InvalidInput with ``fields`` (county, unit, grid, leader).
    """
    check_admin(actor, county)
    check_place(role, county, unit_id, grid_id)
    if leader and role not in LEADERS:
        problem = _("Handlers lead their unit, supervisors answer for the county; no other role leads.")
        raise InvalidInput(problem, fields={"leader": problem})
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound(_("There is no such person, or the account is switched off."))
    place = {
        "user": user,
        "role": role.value,
        "county_id": county,
        "unit_id": unit_id,
        "grid_id": grid_id,
        "until": None,
    }
    with transaction.atomic():
        held = Membership.objects.filter(**place).first()
        if held is not None:
            _let_lead(actor, now, held, user.name, leader)
            return held.pk
        try:
            with transaction.atomic():
                row = Membership.objects.create(**place, since=now, leader=leader)
        except IntegrityError:  # granted by somebody else this very moment
            return Membership.objects.get(**place).pk
        record_revision(
            actor=actor,
            now=now,
            row=row,
            before=None,
            after=columns(row),
            county=county,
            title=f"{user.name}: {role.value}",
            bump=None,
        )
    return row.pk


def _let_lead(actor: Actor, now: dt.datetime, row: Membership, name: str, leader: bool) -> None:
    if row.leader == leader:
        return
    before = columns(row)
    row.leader = leader
    row.save(update_fields=["leader"])
    title = f"{name}: {row.role}"
    record_revision(
        actor=actor, now=now, row=row, before=before, after=columns(row), county=row.county_id, title=title, bump=None
    )


def check_place(role: Role, county: str | None, unit_id: int | None, grid_id: int | None = None) -> None:
    """Raises InvalidInput unless ``role`` can be held there."""
    fields: dict[str, str] = {}
    if county is None:
        if role not in REGION_ROLES:
            fields["county"] = _("This role needs a county.")
    elif role is Role.REGION_OBSERVER:
        fields["county"] = _("Observers of the region have no county.")
    elif find_county(county) is None:
        fields["county"] = _("There is no such county.")
    if role is Role.HANDLER:
        found = find_unit(unit_id) if unit_id is not None else None
        if found is None or found.county != county or not found.active:
            fields["unit"] = _("A handler needs a unit of this county that is in use.")
    elif unit_id is not None:
        fields["unit"] = _("Only handlers belong to a unit.")
    if role is Role.GRID_WORKER:
        grid = local_place(county, grid_id) if county is not None and grid_id is not None else None
        if grid is None or grid.kind is not LocalKind.GRID or not grid.active:
            fields["grid"] = _("A grid worker needs a grid of this county that is in use.")
    elif grid_id is not None:
        fields["grid"] = _("Only grid workers belong to a grid.")
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)
