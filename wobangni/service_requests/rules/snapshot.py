"""One request as the rules see it: plain values, read under its lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from wobangni.catalogue.rules.limits import LimitKind
from wobangni.service_requests.rules.deadlines import Clock
from wobangni.service_requests.rules.states import HELD, AssignmentRole, AssignmentState, State


@dataclass(frozen=True, slots=True)
class Assigned:
    """One unit's part in it."""

    id: UUID
    unit_id: int
    role: AssignmentRole
    state: AssignmentState
    handler_id: int | None = None
    handler_name: str = ""
    called: bool = False  # by a grid's whistle


@dataclass(frozen=True, slots=True)
class Above:
    """The request that stays, of one that is merged: at the upper end of all merges."""

    code: str
    state: State
    lead_unit_id: int | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The request, its assignments and its clocks at one version."""

    county: str
    id: UUID
    code: str
    state: State
    version: int
    submitted_at: dt.datetime
    back_state: State | None = None
    service_id: int | None = None
    urgent: bool = False
    anonymous: bool = False
    taken_down: bool = False  # by staff, from somebody who was there
    supervised: bool = False
    closed_at: dt.datetime | None = None
    reminded_at: dt.datetime | None = None
    returns: int = 0
    reworks: int = 0
    passed_on: int = 0
    raised: str = ""
    extensions: int = 0
    extension_pending: int = 0
    reminders: int = 0
    solved: bool | None = None
    satisfied: int | None = None
    above: Above | None = None
    grid_id: int | None = None  # in which it lies; known only while somebody who works in grids asks
    suspended: dt.timedelta = dt.timedelta()  # all earlier suspensions; known only while another is asked for
    assignments: tuple[Assigned, ...] = ()
    clocks: Mapping[LimitKind, Clock] = field(default_factory=dict)

    @property
    def lead(self) -> Assigned | None:
        """The lead assignment that is held, if any."""
        return next((a for a in self.assignments if a.role is AssignmentRole.LEAD and a.state in HELD), None)

    @property
    def helpers(self) -> tuple[Assigned, ...]:
        """Helping assignments that are held."""
        return tuple(a for a in self.assignments if a.role is AssignmentRole.HELPER and a.state in HELD)
