"""Telling staff and units what waits for them. Run by the worker, after the event; the table is in ``rules/staff_notices.py``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from wobangni.kernel.actors import ActorKind, Role
from wobangni.kernel.clock import SHANGHAI
from wobangni.notices.commands.notify import News, notify_staff
from wobangni.notices.rules.kinds import StaffKind
from wobangni.organisations.memberships import holders
from wobangni.organisations.queries import local_place, unit, unit_of_grid
from wobangni.service_requests.models import Assignment, Event, GridRequest, ServiceRequest
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.staff_notices import DANGER, ESCALATED, Audience, Rule, rule_of
from wobangni.service_requests.rules.states import HELD, AssignmentRole
from wobangni.service_requests.rules.tracking_code import spoken

#: What is older has been overtaken: the worker stood still, or old requests were read from a file.
FRESH = dt.timedelta(days=3)


def inform_staff(*, county: str, id: UUID, seq: int, now: dt.datetime) -> int:
    """Tells those whom the table names of event ``seq``, but not whoever did it; returns how many had not been told yet. The same event again tells
    nobody twice."""
    event = Event.objects.filter(county=county, service_request_id=id, seq=seq).first()
    if event is None or now - event.at > FRESH:
        return 0
    rule = rule_of(Action(event.action), event.to_state)
    if event.action == Action.SUBMIT and event.data.get("alarms"):
        rule = DANGER
    if rule is None:
        return 0
    by = int(event.actor_id) if event.actor_kind == ActorKind.STAFF and event.actor_id.isdigit() else None
    return _tell(rule, event.unit_id, event, by, now)


def inform_of_escalation(
    *,
    county: str,
    id: UUID,
    about: str,
    told: Collection[str],
    data: Mapping[str, Any],
    at: dt.datetime,
    now: dt.datetime,
) -> int:
    """Tells ``told`` (words of ``Audience``; others, as the resident, are left out) that time is running out. ``about``: tells this step of this clock from others.
    ``data``: the payload of ``service_request.escalate``."""
    if now - at > FRESH:
        return 0
    row = ServiceRequest.objects.filter(county=county, id=id).defer("search").first()
    if row is None:
        return 0
    unit_id = row.lead_unit_id
    if data.get("assignment_id"):
        part = Assignment.objects.filter(county=county, id=data["assignment_id"]).first()
        unit_id = part.unit_id if part else unit_id
    to = [Audience(word) for word in told if word in set(Audience)]
    due = str(data.get("due_at") or "")
    moment = f"{dt.datetime.fromisoformat(due).astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if due else ""
    known = _data(row.code, unit_id) | {"due": moment, "clock": data.get("clock"), "step": data.get("step")}
    users, units = _recipients(to, county, unit_id, None, now)
    if Audience.UNIT in to:
        users |= _grid_workers(county, id, now)
    news = News(county, about, ESCALATED, row.code, known, urgent=False)
    return notify_staff(now=now, news=news, users=users, units=units)


def _tell(rule: Rule, unit_id: int | None, event: Event, by: int | None, now: dt.datetime) -> int:
    to = rule.to if unit_id is not None or not rule.without_unit else rule.without_unit
    to += tuple(
        Audience(word) for word in event.data.get("told", ()) if word in set(Audience)
    )  # whom the event itself names
    helper = event.data.get("unit") if event.action in (Action.ADD_HELPER, Action.WHISTLE) else None
    users, units = _recipients(to, event.county, unit_id, int(helper) if helper else None, now)
    if Audience.UNIT in to:
        users |= _grid_workers(event.county, event.service_request_id, now)
    if by is not None:
        users.discard(by)
    if not users and not units:
        return 0
    code = ServiceRequest.objects.values_list("code", flat=True).get(county=event.county, id=event.service_request_id)
    about = f"service_request/{event.county}/{event.service_request_id}/{event.seq}"
    data = _data(code, int(helper) if helper else unit_id or event.data.get("returned_by"))
    news = News(event.county, about, StaffKind(rule.kind), code, data, rule.urgent)
    return notify_staff(now=now, news=news, users=users, units=units)


def _data(code: str, unit_id: int | None) -> dict[str, Any]:
    found = unit(unit_id) if unit_id else None
    return {"code": spoken(code), "unit": found.short_name or found.name if found else ""}


def _recipients(
    to: Iterable[Audience], county: str, unit_id: int | None, helper_id: int | None, now: dt.datetime
) -> tuple[set[int], set[int]]:
    """(users, units whose robots are told). One query an audience."""
    users: set[int] = set()
    units: set[int] = set()
    for audience in to:
        place = helper_id if audience is Audience.HELPER else unit_id
        if audience in (Audience.UNIT, Audience.HELPER) and place is not None:
            users |= holders(now, Role.HANDLER, unit_id=place)
            units.add(place)
        elif audience is Audience.UNIT_LEADER and place is not None:
            users |= holders(now, Role.HANDLER, unit_id=place, leader=True)
        elif audience in _COUNTY_ROLES:
            users |= holders(now, _COUNTY_ROLES[audience], county=county)
        elif audience is Audience.COUNTY_LEADER:
            users |= holders(now, Role.SUPERVISOR, county=county, leader=True) or holders(
                now, Role.SUPERVISOR, county=county
            )  # while nobody is marked as leader, all who supervise
    return users, units


def _grid_workers(county: str, id: UUID, now: dt.datetime) -> set[int]:
    """Who works on it for a grid, beside the people of the grid's unit: the grid worker who took it; while nobody has, those of the grid in which it lies,
    if the order is their unit's. Two queries, three for an order of a grid."""
    lead = Assignment.objects.filter(county=county, service_request_id=id, role=AssignmentRole.LEAD, state__in=HELD)
    part = lead.only("unit_id", "handler_id").first()
    if part is None:
        return set()
    if part.handler_id is not None:
        return {part.handler_id} & holders(now, Role.GRID_WORKER, county=county)
    placed = GridRequest.objects.filter(county=county, service_request_id=id).values_list("grid_id", flat=True).first()
    grid = local_place(county, placed) if placed else None
    takes = unit_of_grid(grid) if grid is not None and grid.active else None
    return holders(now, Role.GRID_WORKER, grid_id=placed) if takes and takes.id == part.unit_id else set()


_COUNTY_ROLES = {
    Audience.CLERKS: Role.CLERK,
    Audience.DISPATCHERS: Role.DISPATCHER,
    Audience.REVIEWERS: Role.REVIEWER,
    Audience.CALLERS: Role.CALLER,
}
