"""The only place that changes a request's state (invariant 1).

Lock the row → look up the table → append the event → update the row, assignments, deadlines and tallies → write the outbox; one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.catalogue.queries import ladder_for, limits_for, service_by_id
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.errors import Conflict, NotFound
from wobangni.kernel.rules.working_calendar import WorkingCalendar
from wobangni.kernel.scope import acting
from wobangni.organisations.queries import review_required, working_calendar
from wobangni.service_requests.access import grid_of, is_visible, owns
from wobangni.service_requests.commands.directed import directed
from wobangni.service_requests.commands.guard_claim import guard_claim
from wobangni.service_requests.commands.held import Held, lock
from wobangni.service_requests.commands.rated import standing_rating
from wobangni.service_requests.commands.record import jsonable
from wobangni.service_requests.commands.refused import moved_on, refusal_error, taken_by_other, was_in_pool_of
from wobangni.service_requests.commands.suspended import suspended_so_far
from wobangni.service_requests.commands.write_held import write
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.rules.change import Context
from wobangni.service_requests.rules.effects import decide
from wobangni.service_requests.rules.guards import refusal_of_lead
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action
from wobangni.service_requests.rules.permissions import check, positions
from wobangni.service_requests.rules.snapshot import Snapshot
from wobangni.service_requests.rules.states import State

#: Names under which ``act`` hands on what it has looked up.
_RESOLVED = frozenset({"service_id", "division_id", "merged_into"})


@dataclass(frozen=True, slots=True)
class Acted:
    """How the request stands afterwards. ``changed``: False when this very action (by ``key``) had been done before."""

    county: str
    id: UUID
    code: str
    state: State
    version: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table to be carried out at ``now``, with ``data`` cleaned and resolved by ``act``: ids, not codes. ``photos``: digests of what
    comes along, for the event."""

    action: Action
    now: dt.datetime
    data: Mapping[str, Any]
    key: str | None = None
    photos: Sequence[str] = ()


def transition(
    *,
    actor: Actor,
    county: str,
    code: str,
    steps: Sequence[Step],
    expected_version: int | None = None,
    strict: bool = False,
) -> Acted:
    """Carries out one row of the table, or several after each other (in order of time); all or none.

    expected_version: what the actor had before them; if the request has moved on and the action is no longer possible, or ``strict``, that is a
    Conflict and nothing is written. A step's key: the same key again changes nothing, with other data it is a Conflict; a partner who sends none is
    taken to repeat what it did if nothing has happened since.

    Raises NotFound (also for what the actor may not know of), Forbidden, Conflict.
    """
    with acting(actor, counties={county}):
        held = lock(county, code, next((s.data["merged_into"] for s in steps if "merged_into" in s.data), None))
        changed = [_carry_out(held, actor, step, expected_version, strict) for step in steps]
        write(held)
        row = held.row
        return Acted(row.county, row.id, row.code, State(row.state), row.version, any(changed))


def _carry_out(held: Held, actor: Actor, step: Step, expected_version: int | None, strict: bool) -> bool:
    """Decides one step and takes it over; False if this very step had been done before."""
    row, action, data = held.row, step.action, step.data
    # Clocks of machines differ, and who waited for the lock looked at theirs before: history never runs backwards.
    now = max(step.now, row.updated_at)
    if not is_visible(actor, row, {a.unit_id for a in held.assignments}):
        if action is Action.CLAIM and was_in_pool_of(actor, row) and (taken := taken_by_other(row, held.assignments)):
            raise taken
        raise NotFound(_("There is no request with this tracking code."))
    if _done_before(row, action, data, actor, step.key):
        return False
    snapshot = replace(held.snapshot(), grid_id=grid_of(actor, row))
    if action is Action.SUSPEND:
        snapshot = replace(snapshot, suspended=suspended_so_far(row, held.events, now))
    is_own = owns(actor, row)
    found_version = row.version - len(held.events)  # before the steps of this very call
    if strict and expected_version is not None and expected_version != found_version:
        raise moved_on(actor, row, _("The request has changed since you opened it. Nothing was done."))
    refused = check(snapshot, action, actor, data, now, owns=is_own)
    if refused is None and held.lead is not None:
        refused = refusal_of_lead(State(held.lead.state))
    if refused is not None:
        raise refusal_error(refused, action, actor, row, held.assignments, expected_version)
    if action is Action.CLAIM and not _claims_for_its_grid(actor, snapshot, data):
        guard_claim(row, data.get("unit", 0), now)
    context = Context(
        now=now,
        data=data,
        who=positions(actor, snapshot, owns=is_own),
        limits=limits_for(row.county, data.get("service_id", row.service_id), row.submitted_at),
        calendar=working_calendar(row.county),
        ladder=ladder_for(row.county, row.submitted_at),
        review_required=review_required(row.county),
        urgency=_urgency(row, data),
        own_units=actor.unit_ids,
        handler=(int(actor.id), actor.name) if actor.kind is ActorKind.STAFF else (None, actor.name),
        rated=standing_rating(row, held.events),
        old_calendar=_old_calendar(row, data) if action is Action.RECOUNT else None,
    )
    change = decide(snapshot, action, directed(context, action, row))
    if step.photos:
        change.data["photos"] = list(step.photos)
    held.apply(action, actor, change, now, step.key)
    return True


def _claims_for_its_grid(actor: Actor, snapshot: Snapshot, data: Mapping[str, Any]) -> bool:
    """No rule of the pool stands in a grid's own way; somebody who works for another unit besides claims for that one as anybody does."""
    return any(g.grid_id == snapshot.grid_id and g.unit_id == data.get("unit") for g in actor.grid_grants)


def _old_calendar(row: ServiceRequest, data: Mapping[str, Any]) -> WorkingCalendar:
    """How the county counted before the days named in ``data`` were changed."""
    return working_calendar(row.county).other_on(
        [dt.date.fromisoformat(day) for day in data.get("days", "").split(",") if day]
    )


def _urgency(row: ServiceRequest, data: Mapping[str, Any]) -> bool | None:
    """A mark that the old service brought goes with it; one that the resident's words or a person brought stays. None: nothing changes it."""
    if "service_id" not in data or "urgent" in data:
        return None
    new = service_by_id(data["service_id"], row.county)
    old = service_by_id(row.service_id, row.county) if row.service_id else None
    return bool(new and new.urgent) or (row.urgent and not (old and old.urgent))


def _done_before(row: ServiceRequest, action: Action, data: Mapping[str, Any], actor: Actor, key: str | None) -> bool:
    events = Event.objects.filter(county=row.county, service_request_id=row.id)
    if key is None:
        if actor.kind is not ActorKind.PARTNER:
            return False
        last = events.filter(seq=row.version, action=action, actor_kind=actor.kind, actor_id=actor.id).first()
        return last is not None and _says(last, data)
    earlier = events.filter(key=key).first()
    if earlier is None:
        return False
    if earlier.action != action or not _says(earlier, data):
        raise Conflict(_("This was sent before with other contents. Nothing was changed."), code="key_reused")
    return True


def _says(event: Event, data: Mapping[str, Any]) -> bool:
    """Whether the event was made from these data: effects only add to them."""
    names = {f.name for f in BY_ACTION[Action(event.action)].fields} | _RESOLVED
    return jsonable(data) == {name: value for name, value in event.data.items() if name in names | data.keys()}
