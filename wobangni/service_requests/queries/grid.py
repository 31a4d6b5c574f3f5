"""What lies in a grid: the page of its worker, and the command page of a county or township."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from wobangni.kernel.actors import Actor
from wobangni.organisations.memberships import GridPerson, grid_people
from wobangni.organisations.queries import DivisionRef, LocalPlaceRef, UnitRef, division, grids_of, unit, unit_of_grid
from wobangni.service_requests.models import Assignment, Attachment, Event, GridRequest, ServiceRequest
from wobangni.service_requests.queries.attachments import photos_of
from wobangni.service_requests.queries.promise_words import PromiseRow, promises_of
from wobangni.service_requests.queries.queue import queue_row, with_columns
from wobangni.service_requests.queries.values import AttachmentRow, QueueRow, RequestDetail
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.lights import Light, light
from wobangni.service_requests.rules.states import (
    BEFORE_UNIT,
    OPEN_STATES,
    AssignmentRole,
    AssignmentState,
    State,
)

#: Requests on one page; the most pressing come first.
MOST_SHOWN = 100
#: Points on the map.
MOST_POINTS = 1_000
_STILL_OPEN = OPEN_STATES - {State.ANSWERED}
_WAITING = (AssignmentState.OFFERED, AssignmentState.SIGNED)


@dataclass(frozen=True, slots=True)
class Call:
    """A unit that a grid has called and that has not answered yet."""

    unit: UnitRef | None
    answer_by: dt.datetime | None
    light: Light


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call, on the page of its request. ``ended_at``: answered, or no longer needed."""

    unit: UnitRef | None
    answer_by: dt.datetime | None
    light: Light
    reason: str
    answer: str
    ended_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class GridRow:
    """One open request of a grid. ``mine``: the asking grid worker has it; ``handler``: who has it by name, in the grid's own unit."""

    row: QueueRow
    grid_id: int
    place_text: str
    lat: float | None
    lng: float | None
    promises: tuple[PromiseRow, ...]
    mine: bool
    may_take: bool
    handler: str
    calls: tuple[Call, ...]

    @property
    def waits_for_others(self) -> bool:
        return bool(self.calls)


@dataclass(frozen=True, slots=True)
class GridPage:
    """``shown`` of ``total`` open requests, the most pressing first."""

    rows: tuple[GridRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class GridState:
    """One grid on the command page: who is responsible for it, and how it stands. Nobody's whereabouts are known or kept."""

    grid: LocalPlaceRef
    division: DivisionRef | None
    unit: UnitRef | None
    people: tuple[GridPerson, ...]
    open: int
    red: int
    untaken: int


@dataclass(frozen=True, slots=True)
class Point:
    """A request on the map."""

    code: str
    lat: float
    lng: float
    light: Light


def grid_page(actor: Actor, county: str, *, now: dt.datetime) -> GridPage:
    """The open requests in the grids in which this actor works. Five queries."""
    ids = [g.grid_id for g in actor.grid_grants if g.county == county and g.grid_id is not None]
    return _page(actor, county, ids, now)


def command_page(actor: Actor, county: str, grids: Sequence[LocalPlaceRef], *, now: dt.datetime) -> GridPage:
    """The open requests in these grids of a county whose roles the actor holds (the route has seen to that)."""
    return _page(actor, county, [g.id for g in grids], now)


def grids_in(county: str, township: str = "") -> tuple[LocalPlaceRef, ...]:
    """The grids of a county; of one township where its code is given."""
    return tuple(g for g in grids_of(county) if g.division.startswith(township))


def grid_states(county: str, grids: Sequence[LocalPlaceRef], *, now: dt.datetime) -> tuple[GridState, ...]:
    """How these grids stand, the ones with overdue requests first. Three queries."""
    people: dict[int, list[GridPerson]] = {}
    for person in grid_people(county, now):
        people.setdefault(person.grid_id, []).append(person)
    numbers = _numbers(county, [g.id for g in grids], now)
    found = [
        GridState(
            grid=g,
            division=division(g.division),
            unit=unit_of_grid(g),
            people=tuple(people.get(g.id, ())),
            open=numbers.get(g.id, (0, 0, 0))[0],
            red=numbers.get(g.id, (0, 0, 0))[1],
            untaken=numbers.get(g.id, (0, 0, 0))[2],
        )
        for g in grids
    ]
    return tuple(sorted(found, key=lambda s: (-s.red, -s.open, s.grid.name)))


def points(county: str, grids: Sequence[LocalPlaceRef], *, now: dt.datetime) -> tuple[Point, ...]:
    """Where the open requests of these grids lie, as far as their senders said it on a map. One query."""
    rows = _in(county, [g.id for g in grids]).filter(lat__isnull=False, lng__isnull=False).order_by("due_at", "id")
    columns = rows.values_list("code", "lat", "lng", "due_at", "yellow_at")[:MOST_POINTS]
    return tuple(
        Point(code, lat, lng, light(now, due, yellow))
        for code, lat, lng, due, yellow in columns
        if lat is not None and lng is not None
    )


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo; ``after``: it came with an answer or an echo of those who work on it, else it shows how things were."""

    photo: AttachmentRow
    after: bool


def pictures(county: str, service_request_id: UUID) -> tuple[Picture, ...]:
    """Before and after. Three queries; one where there are no photos."""
    found = photos_of(county, service_request_id)
    if not found:
        return ()
    work = Event.objects.filter(
        county=county,
        service_request_id=service_request_id,
        action__in=(Action.ANSWER, Action.ECHO),
        data__has_key="photos",
    )
    digests = {digest for kept in work.values_list("data__photos", flat=True) for digest in kept}
    came_with_work = Attachment.objects.filter(
        county=county, service_request_id=service_request_id, sha256__in=[bytes.fromhex(digest) for digest in digests]
    )
    after = set(came_with_work.values_list("id", flat=True))
    return tuple(Picture(one, one.id in after) for one in found)


def calls_of(detail: RequestDetail, now: dt.datetime) -> tuple[CallRow, ...]:
    """The units that a grid has called to a request, and what they said. No query."""
    return tuple(
        CallRow(one.unit, one.due_at, light(now, one.due_at, None), one.instruction, one.answer, one.ended_at)
        for one in detail.assignments
        if one.called
    )


def _in(county: str, grid_ids: Iterable[int]) -> QuerySet[ServiceRequest]:
    placed = GridRequest.objects.filter(county=county, grid_id__in=list(grid_ids)).values("service_request_id")
    return ServiceRequest.objects.filter(county=county, id__in=placed, state__in=_STILL_OPEN)


def _page(actor: Actor, county: str, grid_ids: list[int], now: dt.datetime) -> GridPage:
    rows = _in(county, grid_ids)
    stored = list(with_columns(rows, "place_text", "lat", "lng").order_by("due_at", "id")[:MOST_SHOWN])
    ids = [r.id for r in stored]
    in_grid = dict(
        GridRequest.objects.filter(county=county, service_request_id__in=ids).values_list(
            "service_request_id", "grid_id"
        )
    )
    parts: dict[UUID, list[Assignment]] = {}
    for part in Assignment.objects.filter(county=county, service_request_id__in=ids, state__in=_WAITING):
        parts.setdefault(part.service_request_id, []).append(part)
    said = promises_of(county, ids, now)
    units = {g.unit_id for g in actor.grid_grants if g.county == county}
    found = [_row(actor, one, in_grid[one.id], said[one.id], parts.get(one.id, []), units, now) for one in stored]
    total = len(stored) if len(stored) < MOST_SHOWN else rows.count()
    return GridPage(tuple(found), total)


def _row(
    actor: Actor,
    stored: ServiceRequest,
    grid_id: int,
    said: tuple[PromiseRow, ...],
    parts: list[Assignment],
    units: set[int | None],
    now: dt.datetime,
) -> GridRow:
    row = queue_row(stored, now)
    lead = next((p for p in parts if p.role == AssignmentRole.LEAD), None)
    calls = [
        Call(unit(p.unit_id), p.due_at, light(now, p.due_at, None))
        for p in parts
        if p.role == AssignmentRole.HELPER and p.called
    ]
    return GridRow(
        row=row,
        grid_id=grid_id,
        place_text=stored.place_text,
        lat=stored.lat,
        lng=stored.lng,
        promises=said,
        mine=lead is not None and lead.unit_id in units,
        may_take=row.state in BEFORE_UNIT - {State.NEEDS_INFO} and any(g.grid_id == grid_id for g in actor.grid_grants),
        handler=lead.handler_name if lead is not None else "",
        calls=tuple(calls),
    )


def _numbers(county: str, grid_ids: list[int], now: dt.datetime) -> Mapping[int, tuple[int, int, int]]:
    """Grid → open, overdue, taken by nobody. Two queries, of what is open alone."""
    rows = list(_in(county, grid_ids).values_list("id", "due_at", "state"))
    placed = GridRequest.objects.filter(county=county, service_request_id__in=[id for id, _due, _state in rows])
    in_grid = dict(placed.values_list("service_request_id", "grid_id"))
    found: dict[int, list[int]] = {}
    for id, due_at, state in rows:
        numbers = found.setdefault(in_grid[id], [0, 0, 0])
        numbers[0] += 1
        numbers[1] += due_at is not None and due_at < now
        numbers[2] += State(state) in BEFORE_UNIT
    return {grid: (n[0], n[1], n[2]) for grid, n in found.items()}
