"""In what position an actor stands to a request, and what they may do with it now. Reads the table, decides nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from wobangni.kernel.actors import Actor, ActorKind, Role, Scope
from wobangni.service_requests.rules.guards import Refusal, refusal
from wobangni.service_requests.rules.lifecycle import BY_ACTION, TABLE, Action, Transition, Who
from wobangni.service_requests.rules.snapshot import Snapshot
from wobangni.service_requests.rules.states import AssignmentState, State

_BY_ROLE = {
    Role.CLERK: Who.CLERK,
    Role.DISPATCHER: Who.DISPATCHER,
    Role.REVIEWER: Who.REVIEWER,
    Role.CALLER: Who.CALLER,
    Role.SUPERVISOR: Who.SUPERVISOR,
    Role.COUNTY_ADMIN: Who.ADMIN,
}


def positions(actor: Actor, snapshot: Snapshot, *, owns: bool) -> frozenset[Who]:
    """Every position of ``actor``. ``owns``: it is the resident's own request (access.py knows)."""
    found: set[Who] = set()
    if actor.kind is ActorKind.SYSTEM:
        found.add(Who.SYSTEM)
    elif actor.kind is ActorKind.RESIDENT:
        if owns:
            found.add(Who.RESIDENT)
    else:
        found.update(_BY_ROLE[role] for role in actor.roles_in(snapshot.county))
        units = actor.unit_ids
        if snapshot.lead is not None and snapshot.lead.unit_id in units:
            found.add(Who.LEAD)
        if any(h.unit_id in units for h in snapshot.helpers):
            found.add(Who.HELPER)
        if any(g.role is Role.HANDLER and g.county == snapshot.county for g in actor.grants):
            found.add(Who.UNIT)
        found |= _in_grids(actor, snapshot)
        if actor.kind is ActorKind.PARTNER and owns:
            found.add(Who.PARTNER)
            if Scope.ACT in actor.scopes:
                found.add(
                    Who.RESIDENT
                )  # passes on what the resident says in the partner's own app; the event names the partner
    return frozenset(found)


def _in_grids(actor: Actor, snapshot: Snapshot) -> set[Who]:
    """A grid worker has the order when their grid's unit leads and it lies in their grid, or when they took it themselves."""
    mine = [g for g in actor.grid_grants if g.county == snapshot.county]
    here = [g for g in mine if g.grid_id == snapshot.grid_id]
    found = {Who.GRID} if here else set()
    lead = snapshot.lead
    if lead is not None:
        took = str(lead.handler_id) == actor.id and any(g.unit_id == lead.unit_id for g in mine)
        if took or any(g.unit_id == lead.unit_id for g in here):
            found |= {Who.LEAD, Who.GRID}
    return found


def partner_sees(actor: Actor, county: str, *, owns: bool) -> bool:
    """Whether a partner's token may see a request of ``county``: what it submitted; with requests:read every one of its county (or of the
    region). What its staff roles show is decided as for staff."""
    if actor.county not in (None, county):
        return False
    return owns or Scope.READ in actor.scopes


def sees_inside(actor: Actor, county: str, unit_ids: Collection[int]) -> bool:
    """Whether the actor may read what is not for the resident's eyes: internal notes, names of staff, parts of units, supervision.

    ``unit_ids``: units that have or had a part in the request.
    """
    if actor.kind is ActorKind.RESIDENT:
        return False
    if actor.kind is ActorKind.PARTNER:
        observes = any(grant.role is Role.REGION_OBSERVER for grant in actor.grants)
        return observes or bool(actor.roles_in(county)) or bool(actor.unit_ids & set(unit_ids))
    return True


def is_open_to(row: Transition, state: State, who: frozenset[Who]) -> bool:
    """Whether the table lets one of ``who`` take this row from ``state``."""
    return state in row.sources and bool(row.who & who)


def offers(snapshot: Snapshot, actor: Actor, now: dt.datetime, *, owns: bool) -> list[Transition]:
    """The rows this actor may take now, in the order of the table."""
    who = positions(actor, snapshot, owns=owns)
    return [
        row
        for row in TABLE
        if is_open_to(row, snapshot.state, who)
        and _helper_may(row.action, snapshot, actor)
        and refusal(snapshot, row.action, who, {}, now) is None
    ]


def check(
    snapshot: Snapshot, action: Action, actor: Actor, data: Mapping[str, Any], now: dt.datetime, *, owns: bool
) -> Refusal | None:
    """Why this actor may not do this now with these data, or None."""
    row = BY_ACTION[action]
    who = positions(actor, snapshot, owns=owns)
    if not row.who & who:
        return Refusal.NOT_YOURS
    if snapshot.state not in row.sources:
        return Refusal.WRONG_STATE
    if not _helper_may(action, snapshot, actor):
        return Refusal.WRONG_STATE
    return refusal(snapshot, action, who, data, now)


_HELPER_NEEDS = {
    Action.HELPER_SIGN: AssignmentState.OFFERED,
    Action.HELPER_ANSWER: AssignmentState.SIGNED,
}


def _helper_may(action: Action, snapshot: Snapshot, actor: Actor) -> bool:
    if action not in (Action.HELPER_SIGN, Action.HELPER_ANSWER, Action.HELPER_RETURN):
        return True
    own = [h for h in snapshot.helpers if h.unit_id in actor.unit_ids]
    if action is Action.HELPER_RETURN:
        return any(h.state in (AssignmentState.OFFERED, AssignmentState.SIGNED) and not h.called for h in own)
    return any(h.state is _HELPER_NEEDS[action] for h in own)
