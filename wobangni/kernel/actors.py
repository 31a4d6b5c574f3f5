"""Who acts. Every command takes an ``actor``; surfaces make it, commands and ``access.py`` only read it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class ActorKind(enum.StrEnum):
    RESIDENT = "resident"
    STAFF = "staff"
    PARTNER = "partner"  # another system, by API token
    SYSTEM = "system"  # the platform itself: worker, replay


class Scope(enum.StrEnum):
    """What an API token may do. A token may hold staff roles besides: a scope ``role:…`` for each."""

    READ = "requests:read"  # reads every request of its county
    WRITE = "requests:write"  # submits requests, adds photos; reads and follows what it submitted
    ACT = "requests:act"  # carries out actions: what its roles may; on what it submitted, what the resident says


#: A scope that begins so names a staff role which the token holds in its county.
ROLE_SCOPE = "role:"


class Role(enum.StrEnum):
    """Staff roles. HANDLER is held in one unit, GRID_WORKER in one grid, REGION_OBSERVER in the region, all others in one county."""

    CLERK = "clerk"  # 受理员
    DISPATCHER = "dispatcher"  # 派单员
    HANDLER = "handler"  # 承办人
    GRID_WORKER = "grid_worker"  # 网格员
    REVIEWER = "reviewer"  # 审核员
    CALLER = "caller"  # 回访员
    SUPERVISOR = "supervisor"  # 督办员
    COUNTY_ADMIN = "county_admin"  # 旗县管理员
    REGION_OBSERVER = "region_observer"  # 自治区观察员: reads all counties, changes nothing


#: Roles that see a whole county's requests.
COUNTY_ROLES = frozenset({Role.CLERK, Role.DISPATCHER, Role.REVIEWER, Role.CALLER, Role.SUPERVISOR, Role.COUNTY_ADMIN})


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in one place. ``county``: six digits, None for the region. ``unit_id``: set for handlers, and for grid workers: the unit that
    takes the requests of their grid. ``grid_id``: set for grid workers."""

    role: Role
    county: str | None = None
    unit_id: int | None = None
    grid_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who acts.

    id: stable within its kind (staff user's pk, resident's uuid, token's pk, "system").
    name: how the timeline names them to staff; residents only ever see the unit.
    owned: codes of the requests that this resident's browser or phone has proved to own.
    county: the county that a partner's token was issued for; of a resident the one whose app says who they are, which opens requests of that
        county alone. None: the region; they proved their phone themselves. Of no meaning for staff.
    second_factor: signed in with a one-time code beside the password (staff); contact data are shown to nobody else.
    """

    kind: ActorKind
    id: str
    name: str
    grants: tuple[Grant, ...] = ()
    scopes: frozenset[str] = frozenset()  # API tokens only
    owned: frozenset[str] = field(default=frozenset())
    county: str | None = None
    second_factor: bool = False

    def roles_in(self, county: str) -> frozenset[Role]:
        """County-wide roles held in ``county`` (handlers' unit roles are not among them)."""
        return frozenset(g.role for g in self.grants if g.county == county and g.role in COUNTY_ROLES)

    @property
    def unit_ids(self) -> frozenset[int]:
        """Units in which this actor is a handler."""
        return frozenset(g.unit_id for g in self.grants if g.role is Role.HANDLER and g.unit_id is not None)

    def units_in(self, county: str) -> frozenset[int]:
        """Those of them that belong to ``county``."""
        return frozenset(
            g.unit_id for g in self.grants if g.role is Role.HANDLER and g.unit_id is not None and g.county == county
        )

    @property
    def grid_grants(self) -> tuple[Grant, ...]:
        """The grids in which this actor works."""
        return tuple(g for g in self.grants if g.role is Role.GRID_WORKER and g.grid_id is not None)

    @property
    def counties(self) -> frozenset[str]:
        """Every county in which this actor holds anything."""
        held = frozenset(g.county for g in self.grants if g.county is not None)
        return held if self.county is None else held | {self.county}

    @property
    def sees_region(self) -> bool:
        if self.kind is ActorKind.PARTNER and self.county is None and Scope.READ in self.scopes:
            return True
        return self.kind is ActorKind.SYSTEM or any(g.role is Role.REGION_OBSERVER for g in self.grants)


SYSTEM = Actor(kind=ActorKind.SYSTEM, id="system", name="系统")
