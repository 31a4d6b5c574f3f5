"""Who holds which role where: the actor behind a staff user, and the people of a county."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from wobangni.accounts.models import User
from wobangni.kernel.actors import Actor, ActorKind, Grant, Role
from wobangni.kernel.errors import Forbidden, NotFound
from wobangni.organisations.access import check_admin, is_admin, is_region_admin
from wobangni.organisations.models import Membership
from wobangni.organisations.models.membership import held_at
from wobangni.organisations.queries import local_place, unit_of_grid


@dataclass(frozen=True, slots=True)
class StaffGrant:
    """One role that somebody holds now. ``unit_name``: for handlers; for grid workers their grid's. ``leader``: leads the unit (handlers) or answers
    for the county (supervisors)."""

    membership_id: int
    role: Role
    county: str | None
    unit_id: int | None
    unit_name: str
    since: dt.datetime
    leader: bool = False
    grid_id: int | None = None


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One person as administrators see them. ``two_step``: signs in with a second factor."""

    user_id: int
    username: str
    name: str
    active: bool
    demo: bool
    must_change_password: bool
    two_step: bool
    last_sign_in: dt.datetime | None
    grants: tuple[StaffGrant, ...]


def staff_actor(user: User, now: dt.datetime, *, second_factor: bool = False) -> Actor:
    """The actor behind a signed-in user, with the roles held at ``now``. One query; none for an inactive user, who may do nothing."""
    rows = (
        Membership.objects.filter(held_at(now), user_id=user.pk)
        .values_list("role", "county_id", "unit_id", "grid_id")
        .order_by("id")
        if user.is_active
        else ()
    )
    return Actor(
        kind=ActorKind.STAFF,
        id=str(user.pk),
        name=user.name,
        grants=tuple(grant for row in rows if (grant := _grant(*row)) is not None),
        second_factor=second_factor,
    )


def holders(
    now: dt.datetime,
    role: Role,
    *,
    county: str | None = None,
    unit_id: int | None = None,
    grid_id: int | None = None,
    leader: bool = False,
) -> set[int]:
    """Ids of those who hold ``role`` at ``now`` in this county, unit or grid (None: wherever); ``leader``: and lead there. One query."""
    rows = Membership.objects.filter(held_at(now), role=role.value, user__is_active=True)
    if county is not None:
        rows = rows.filter(county=county)
    if unit_id is not None:
        rows = rows.filter(unit=unit_id)
    if grid_id is not None:
        rows = rows.filter(grid=grid_id)
    if leader:
        rows = rows.filter(leader=True)
    return set(rows.values_list("user_id", flat=True))


def _grant(role: str, county: str | None, unit_id: int | None, grid_id: int | None) -> Grant | None:
    """A grid worker takes requests for their grid's unit; nothing is held in a grid that is out of use."""
    if grid_id is None or county is None:
        return Grant(Role(role), county, unit_id)
    grid = local_place(county, grid_id)
    unit = unit_of_grid(grid) if grid is not None and grid.active else None
    return Grant(Role(role), county, unit.id, grid_id) if unit is not None else None


def staff_of(actor: Actor, county: str, now: dt.datetime) -> list[StaffRow]:
    """Everyone who holds a role in this county, by name; for its administrators. Two queries. Raises Forbidden."""
    check_admin(actor, county)
    return _rows(Q(memberships__county=county), now)


def staff_member(actor: Actor, user_id: int, now: dt.datetime) -> StaffRow:
    """One person. Raises NotFound unless the actor administers a county in which they hold, or held, something."""
    get_staff_for(actor, user_id)
    return _rows(Q(pk=user_id), now)[0]


def get_staff_for(actor: Actor, user_id: int) -> User:
    """The user, if the actor administers any county in which they hold, or held, a role. Raises NotFound."""
    row = User.objects.filter(pk=user_id).first()
    if row is not None and (
        is_region_admin(actor)
        or any(is_admin(actor, c) for c in Membership.objects.filter(user=row).values_list("county_id", flat=True) if c)
    ):
        return row
    raise NotFound(_("There is no such person in your county."))


def check_whole_person(actor: Actor, user: User, now: dt.datetime) -> None:
    """Raises Forbidden unless the actor administers every place in which ``user`` holds a role now.

    Whoever may set a person's password may become them, so one county's administrator must not do it to another county's staff.
    """
    places = Membership.objects.filter(held_at(now), user=user).values_list("county_id", flat=True)
    if not all(is_admin(actor, county) for county in places):
        raise Forbidden(_("This person also works elsewhere. Ask the administrator of the region."))


def _rows(which: Q, now: dt.datetime) -> list[StaffRow]:
    users = (
        User.objects.filter(which)
        .distinct()
        .annotate(two_step=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)))
        .order_by("name", "username")
    )
    held: dict[int, list[StaffGrant]] = {}
    for m in (
        Membership.objects.filter(held_at(now), user__in=users.values("pk"))
        .select_related("unit", "grid")
        .order_by("id")
    ):
        where = m.unit.name if m.unit else m.grid.name if m.grid else ""
        held.setdefault(m.user_id, []).append(
            StaffGrant(m.pk, Role(m.role), m.county_id, m.unit_id, where, m.since, m.leader, m.grid_id)
        )
    return [
        StaffRow(
            user_id=u.pk,
            username=u.username,
            name=u.name,
            active=u.is_active,
            demo=u.demo,
            must_change_password=u.must_change_password,
            two_step=u.two_step,
            last_sign_in=u.last_login,
            grants=tuple(held.get(u.pk, ())),
        )
        for u in users
    ]


@dataclass(frozen=True, slots=True)
class GridPerson:
    """Somebody who works in a grid: a name and since when, never where they are."""

    grid_id: int
    name: str
    since: dt.datetime


def grid_people(county: str, now: dt.datetime) -> list[GridPerson]:
    """The grid workers of a county, by name. One query."""
    rows = Membership.objects.filter(held_at(now), county=county, role=Role.GRID_WORKER, user__is_active=True)
    found = rows.select_related("user").order_by("user__name", "id")
    return [GridPerson(m.grid_id, m.user.name, m.since) for m in found if m.grid_id is not None]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to be in a demo."""

    username: str
    name: str
    role: Role
    place: str  # county or unit in words; empty for the region


def demo_people(now: dt.datetime) -> list[DemoPerson]:
    """The demo's people one can sign in as, one line a role, in the order they were made. One query.

    Those who only stand in the background of its stories have no password, so that one would have to be set.
    """
    rows = (
        Membership.objects.filter(held_at(now), user__demo=True, user__is_active=True, user__must_change_password=False)
        .select_related("user", "unit", "county", "grid")
        .order_by("user_id", "id")[:60]
    )
    return [
        DemoPerson(
            row.user.username,
            row.user.name,
            Role(row.role),
            " · ".join(
                filter(
                    None,
                    (
                        row.county.name if row.county else "",
                        row.unit.short_name if row.unit else "",
                        row.grid.name if row.grid else "",
                    ),
                )
            ),
        )
        for row in rows
    ]
