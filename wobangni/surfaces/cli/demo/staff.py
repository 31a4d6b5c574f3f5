"""Who works in the demo's counties: the people one can sign in as, and, where a county has none of a role, somebody in the background."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from wobangni.kernel.actors import SYSTEM, Actor, ActorKind, Grant, Role
from wobangni.kernel.errors import InvalidInput
from wobangni.organisations.commands.create_staff import create_staff
from wobangni.organisations.commands.grant_role import grant_role
from wobangni.organisations.memberships import StaffRow, demo_people, staff_of
from wobangni.organisations.queries import UnitRef, units_of
from wobangni.surfaces.cli.demo.grids import demo_grid
from wobangni.surfaces.cli.demo.people import PASSWORD, PEOPLE, Person
from wobangni.surfaces.cli.demo.stories import pools

#: The posts of a county's background staff: whoever holds one has these roles.
POSTS: Mapping[str, tuple[Role, ...]] = {
    "desk": (Role.CLERK, Role.DISPATCHER),
    "review": (Role.REVIEWER, Role.CALLER, Role.SUPERVISOR, Role.COUNTY_ADMIN),
    "units": (Role.HANDLER,),
}


def add_person(person: Person, now: dt.datetime) -> None:
    """The person with their role; those who are there already stay as they are (somebody may have changed them)."""
    unit = unit_of_kind(person.county, person.unit) if person.county and person.role is Role.HANDLER else None
    grid = demo_grid(person.county, person.grid, now) if person.county and person.grid is not None else None
    _create(person.username, person.name, person.role, person.county, unit.id if unit else None, now, PASSWORD, grid)


def add_people(now: dt.datetime) -> None:
    """Everyone one can sign in as."""
    known = {person.username for person in demo_people(now)}
    for person in PEOPLE:
        if person.username not in known:
            add_person(person, now)


def create_background(username: str, name: str, role: Role, county: str, unit_id: int | None, now: dt.datetime) -> None:
    """Somebody as whom nobody can sign in; those who are there already stay as they are."""
    _create(username, name, role, county, unit_id, now, None)


def unit_of_kind(county: str, kind: str) -> UnitRef:
    """The county's unit of this kind, which every county has."""
    return next(unit for unit in units_of(county) if unit.kind == kind)


class CountyStaff:
    """Actors for one county's story. Nobody can sign in as the background staff."""

    def __init__(self, county: str, now: dt.datetime) -> None:
        self._county, self._now = county, now
        self._people = self._read()

    def with_role(self, role: Role, unit_id: int | None = None) -> Actor:
        """Somebody with this role here (in this unit): one of the known people first."""
        grant = Grant(role, self._county, unit_id)
        found = self._find(grant)
        if found is None:
            self._employ(role, unit_id)
            self._people = self._read()
            found = self._find(grant)
        assert found is not None
        return found

    def _find(self, grant: Grant) -> Actor | None:
        return next((actor for actor in self._people if grant in actor.grants), None)

    def _read(self) -> list[Actor]:
        rows = [row for row in staff_of(SYSTEM, self._county, self._now) if row.demo and row.active]
        return [_actor(row) for row in sorted(rows, key=lambda row: row.user_id)]

    def _employ(self, role: Role, unit_id: int | None) -> None:
        post = next(name for name, roles in POSTS.items() if role in roles)
        username = f"demo-{self._county}-{post}"
        row = next((r for r in staff_of(SYSTEM, self._county, self._now) if r.username == username), None)
        if row is None:
            _create(username, self._name(post), role, self._county, unit_id, self._now, None)
            row = next(r for r in staff_of(SYSTEM, self._county, self._now) if r.username == username)
        for one in _others(POSTS[post], role):
            grant_role(actor=SYSTEM, now=self._now, user_id=row.user_id, role=one, county=self._county)
        grant_role(actor=SYSTEM, now=self._now, user_id=row.user_id, role=role, county=self._county, unit_id=unit_id)

    def _name(self, post: str) -> str:
        words, number = pools(), int(self._county) * 3 + list(POSTS).index(post)
        surname = str(words["surnames"][number % len(words["surnames"])])
        given = [name for name in words["given"] if name[0] != surname]
        return surname + str(given[number // 2 % len(given)])


def _others(roles: Iterable[Role], role: Role) -> list[Role]:
    return [one for one in roles if one is not role and one is not Role.HANDLER]


def _actor(row: StaffRow) -> Actor:
    grants = tuple(Grant(grant.role, grant.county, grant.unit_id) for grant in row.grants)
    return Actor(ActorKind.STAFF, str(row.user_id), row.name, grants)


def _create(
    username: str,
    name: str,
    role: Role,
    county: str | None,
    unit_id: int | None,
    now: dt.datetime,
    password: str | None,
    grid_id: int | None = None,
) -> None:
    try:
        create_staff(
            actor=SYSTEM,
            now=now,
            username=username,
            name=name,
            role=role,
            county=county,
            unit_id=unit_id,
            grid_id=grid_id,
            password=password,
            may_sign_in=password is not None,
            demo=True,
        )
    except InvalidInput as error:
        if set(error.fields) != {"username"}:
            raise
