"""The only place that changes a request's state (invariant 1).

Lock the row → look up the table → append the event → update the row, assignments, deadlines and tallies → write the outbox; one transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from wobangni.catalogue.queries import limits_for
from wobangni.catalogue.rules.limits import LimitKind
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.errors import Conflict, NotFound
from wobangni.kernel.outbox import emit
from wobangni.kernel.scope import acting
from wobangni.organisations.queries import review_required, working_calendar
from wobangni.service_requests.access import is_visible, owns
from wobangni.service_requests.commands.record import append_event, append_tallies, jsonable
from wobangni.service_requests.commands.refused import moved_on, refusal_error, taken_by_other, was_in_pool_of
from wobangni.service_requests.models import Assignment, Deadline, Event, ServiceRequest
from wobangni.service_requests.rules.change import Change, Context
from wobangni.service_requests.rules.deadlines import ClockState
from wobangni.service_requests.rules.effects import decide
from wobangni.service_requests.rules.guards import refusal_of_lead
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action
from wobangni.service_requests.rules.permissions import check, positions
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.rules.tallies import Dimensions
from wobangni.service_requests.snapshots import snapshot_of

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


def transition(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str,
    code: str,
    action: Action,
    data: Mapping[str, Any],
    expected_version: int | None = None,
    strict: bool = False,
    key: str | None = None,
) -> Acted:
    """Carries out one row of the table.

    data: cleaned and resolved by ``act``: ids, not codes. expected_version: what the actor had before them; if the request has moved on and
    the action is no longer possible, or ``strict``, that is a Conflict and nothing is written. key: the same key again changes nothing, with
    other data it is a Conflict; a partner who sends none is taken to repeat what it did if nothing has happened since.

    Raises NotFound (also for what the actor may not know of), Forbidden, Conflict.
    """
    with acting(actor, counties={county}):
        row, lead = _locked(county, code, data.get("merged_into"))
        if row is None:
            raise NotFound(_("There is no request with this tracking code."))
        assignments = list(
            Assignment.objects.filter(county=county, service_request_id=row.id).order_by("offered_at", "id")
        )
        if not is_visible(actor, row, {a.unit_id for a in assignments}):
            if action is Action.CLAIM and was_in_pool_of(actor, row) and (taken := taken_by_other(row, assignments)):
                raise taken
            raise NotFound(_("There is no request with this tracking code."))
        if _done_before(row, action, data, actor, key):
            return _acted(row, changed=False)
        snapshot = snapshot_of(row, assignments, Deadline.objects.filter(county=county, service_request_id=row.id))
        is_own = owns(actor, row)
        if strict and expected_version is not None and expected_version != row.version:
            raise moved_on(actor, row, _("The request has changed since you opened it. Nothing was done."))
        refused = check(snapshot, action, actor, data, now, owns=is_own)
        if refused is None and lead is not None:
            refused = refusal_of_lead(State(lead.state))
        if refused is not None:
            raise refusal_error(refused, action, actor, row, assignments, expected_version)
        context = Context(
            now=now,
            data=data,
            who=positions(actor, snapshot, owns=is_own),
            limits=limits_for(county, data.get("service_id", row.service_id), now),
            calendar=working_calendar(county),
            review_required=review_required(county),
            own_units=actor.unit_ids,
            handler=(int(actor.id), actor.name) if actor.kind is ActorKind.STAFF else (None, actor.name),
        )
        change = decide(snapshot, action, context)
        _write(row, action, actor, change, now, key)
        return _acted(row, changed=True)


def _locked(county: str, code: str, lead_id: UUID | None) -> tuple[ServiceRequest | None, ServiceRequest | None]:
    """The request and, for a merge, the one that stays, both locked, always in the same order: neither can be merged away meanwhile."""
    wanted = Q(code=code) | Q(id=lead_id) if lead_id else Q(code=code)
    rows = list(
        ServiceRequest.objects.select_for_update()
        .filter(wanted, county=county)
        .defer("search")
        .order_by("county", "id")
    )
    row = next((r for r in rows if r.code == code), None)
    return row, next((r for r in rows if r.id == lead_id), None)


def _write(
    row: ServiceRequest, action: Action, actor: Actor, change: Change, now: dt.datetime, key: str | None
) -> None:
    before = Dimensions(row.state, row.lead_unit_id or 0, row.service_id or 0)
    from_state = row.state
    for name, value in change.fields.items():
        setattr(row, name, value)
    row.state = change.target
    row.version += 1
    row.updated_at = now
    _nearest(row, change)
    after = Dimensions(row.state, row.lead_unit_id or 0, row.service_id or 0)
    append_event(row, action, from_state, actor, change.data, now, key)
    row.save(
        update_fields=[
            "state",
            "version",
            "updated_at",
            "last_hash",
            "due_at",
            "yellow_at",
            "answer_due_at",
            *change.fields,
        ]
    )
    # Ended parts first: two held leads at once are refused by the database even for a moment.
    for assignment_id, columns in change.moved.items():
        Assignment.objects.filter(county=row.county, id=assignment_id).update(**columns)
    Assignment.objects.bulk_create(
        [Assignment(county=row.county, service_request_id=row.id, **columns) for columns in change.made]
    )
    _write_clocks(row, change)
    append_tallies(row.county, now, before, after, action, change.data)
    emit(
        county=row.county,
        type=f"service_request.{action}",
        payload={
            "county": row.county,
            "id": str(row.id),
            "code": row.code,
            "seq": row.version,
            "state": str(row.state),
        },
        now=now,
    )


def _nearest(row: ServiceRequest, change: Change) -> None:
    running = [c for c in change.clocks.values() if c.state is ClockState.RUNNING]
    nearest = min(running, key=lambda c: c.due_at, default=None)
    row.due_at = nearest.due_at if nearest else None
    row.yellow_at = nearest.yellow_at if nearest else None
    answer = change.clocks.get(LimitKind.ANSWER)
    row.answer_due_at = answer.due_at if answer else None


def _write_clocks(row: ServiceRequest, change: Change) -> None:
    Deadline.objects.bulk_create(
        [
            Deadline(
                county=row.county,
                service_request_id=row.id,
                kind=clock.kind,
                state=clock.state,
                amount=clock.limit.amount,
                time_unit=clock.limit.unit,
                started_at=clock.started_at,
                due_at=clock.due_at,
                yellow_at=clock.yellow_at,
                remaining=clock.remaining,
                met_at=clock.met_at,
            )
            for clock in change.clocks.values()
        ],
        update_conflicts=True,
        unique_fields=["county", "service_request_id", "kind"],
        update_fields=["state", "amount", "time_unit", "started_at", "due_at", "yellow_at", "remaining", "met_at"],
    )


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


def _acted(row: ServiceRequest, *, changed: bool) -> Acted:
    return Acted(row.county, row.id, row.code, State(row.state), row.version, changed)
