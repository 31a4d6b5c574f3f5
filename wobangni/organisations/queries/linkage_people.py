"""Who could carry a request through a county today: the people whom a measurement of its linkage counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from wobangni.kernel.actors import Actor, ActorKind, Grant, Role
from wobangni.organisations.models import Membership
from wobangni.organisations.models.membership import held_at


@dataclass(frozen=True, slots=True)
class CountyPeople:
    """Active people of a county, whoever has been there longest first. ``desk``: by county-wide role. ``handlers``: by unit id."""

    desk: Mapping[Role, tuple[Actor, ...]] = field(default_factory=dict)
    handlers: Mapping[int, tuple[Actor, ...]] = field(default_factory=dict)

    def somebody(self, role: Role) -> Actor | None:
        return next(iter(self.desk.get(role, ())), None)


def county_people(county: str, now: dt.datetime) -> CountyPeople:
    """Everyone with a role in force in this county whose account is active. One query."""
    rows = (
        Membership.objects.filter(held_at(now), county_id=county, user__is_active=True)
        .order_by("id")
        .values_list("user_id", "user__name", "role", "unit_id")
    )
    names: dict[int, str] = {}
    grants: dict[int, list[Grant]] = {}
    for user_id, name, role, unit_id in rows:
        names[user_id] = name
        grants.setdefault(user_id, []).append(Grant(Role(role), county, unit_id))
    desk: dict[Role, tuple[Actor, ...]] = {}
    handlers: dict[int, tuple[Actor, ...]] = {}
    for user_id, held in grants.items():
        actor = Actor(ActorKind.STAFF, str(user_id), names[user_id], tuple(held))
        for grant in held:
            if grant.role is Role.HANDLER and grant.unit_id is not None:
                handlers[grant.unit_id] = (*handlers.get(grant.unit_id, ()), actor)
            else:
                desk[grant.role] = (*desk.get(grant.role, ()), actor)
    return CountyPeople(desk, handlers)
