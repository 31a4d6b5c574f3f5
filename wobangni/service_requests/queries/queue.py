"""Lists of requests for staff: filtered, in the order in which things are due, by cursor."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext as _

from wobangni.catalogue.queries import service_by_id
from wobangni.kernel.actors import Actor, ActorKind, Scope
from wobangni.kernel.clock import SHANGHAI, local_date
from wobangni.kernel.errors import InvalidInput
from wobangni.kernel.search import query_tokens
from wobangni.organisations.queries import division, unit, units_of
from wobangni.service_requests.access import partner_source
from wobangni.service_requests.labels import state_label
from wobangni.service_requests.models import Assignment, GridRequest, ServiceRequest
from wobangni.service_requests.queries.joins import joins_code, still_to_join
from wobangni.service_requests.queries.values import QueuePage, QueueRow
from wobangni.service_requests.rules.lights import Light, light
from wobangni.service_requests.rules.settle import PAUSED_IN
from wobangni.service_requests.rules.states import (
    ARBITRATE_FROM,
    HELD,
    OPEN_STATES,
    PASSED_AROUND_FROM,
    PROBLEM_FROM,
    AssignmentRole,
    State,
)
from wobangni.service_requests.rules.tracking_code import BadCode, parse_code

MAX_LIMIT = 200
EXCERPT = 80  # characters
#: Sorts behind everything that has a time limit.
NO_DUE = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What to show. Empty means all. ``sort``: ``due`` (soonest first), ``new`` (latest first) or ``updated`` (changed first, first).

    helping: those in which one of the actor's units helps. from_afar: instead of the county's own requests, those of other counties that its units
    lead. q: words or a tracking code.
    """

    states: frozenset[State] = frozenset()
    lights: frozenset[Light] = frozenset()
    services: frozenset[int] = frozenset()  # ids
    units: frozenset[int] = frozenset()  # ids of lead units
    division: str = ""  # township or village code
    channels: frozenset[str] = frozenset()
    q: str = ""
    mine: bool = False  # lead unit is one of the actor's
    helping: bool = False
    from_afar: bool = False
    urgent: bool = False
    supervised: bool = False
    extension_pending: bool = False
    tonight: bool = False  # not overdue yet, and will be when the day ends
    passed_around: bool = False
    problem: bool = False  # reworked again and again
    arbitration: bool = False  # returned twice: the dispatcher decides
    raised: str = ""  # the furthest rung of the ladder that was told of it
    review_due: bool = False  # suspended, and the day on which it is to be looked at again has come
    since: dt.datetime | None = None  # submitted at or after
    until: dt.datetime | None = None  # submitted before
    updated_since: dt.datetime | None = None  # changed at or after
    sort: str = "due"


def queue(
    actor: Actor,
    county: str | None,
    filter: QueueFilter,
    *,
    now: dt.datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> QueuePage:
    """One page of what this actor may see in ``county`` (None: wherever they may look). One query, two with ``helping``.

    Raises InvalidInput for a cursor that is none.
    """
    limit = max(1, min(limit, MAX_LIMIT))
    seen = handed_over(actor, county) if filter.from_afar and county is not None else visible(actor, county)
    rows = _filtered(seen, actor, county, filter, now)
    rows = _ordered(rows, filter.sort, _decode(cursor))
    found = list(with_columns(rows)[: limit + 1])
    page = found[:limit]
    return QueuePage(
        rows=tuple(queue_row(r, now) for r in page),
        next_cursor=_encode(page[-1], filter.sort) if len(found) > limit else None,
    )


def rows_of(actor: Actor, county: str, ids: Collection[UUID], *, now: dt.datetime) -> tuple[QueueRow, ...]:
    """Those of ``ids`` in the county that this actor may see, by time. One query."""
    rows = visible(actor, county).filter(county=county, id__in=list(ids)).order_by("submitted_at", "id")
    return tuple(queue_row(r, now) for r in with_columns(rows))


def with_columns(rows: QuerySet[ServiceRequest], *more: str) -> QuerySet[ServiceRequest]:
    """Rows with what ``queue_row`` looks at, and ``more`` columns."""
    return rows.only(*_COLUMNS, *more).annotate(excerpt=Left("description", EXCERPT), joins=joins_code())


_COLUMNS = (
    "county", "id", "code", "state", "version", "title", "service_id", "lead_unit_id", "division_id", "channel", "urgent",
    "supervised", "demo", "submitted_at", "updated_at", "due_at", "yellow_at", "returns", "passed_on", "reworks", "reminders", "extension_pending",
)  # fmt: skip


def visible(actor: Actor, county: str | None) -> QuerySet[ServiceRequest]:
    """The same rule as access.is_visible, as a condition: what a county's roles see of their county, what a handler's units lead or help with, from
    whichever county it came, and the pool of the handler's county. What other counties handed to a county stands apart (``handed_over``): one list
    of both could not be read in order of time from an index.
    """
    rows = ServiceRequest.objects.all()
    if actor.sees_region or actor.kind is ActorKind.RESIDENT:
        rows = rows if actor.sees_region else rows.none()
        return rows if county is None else rows.filter(county=county)
    wide = {g.county for g in actor.grants if g.county and actor.roles_in(g.county)}
    if actor.kind is ActorKind.PARTNER and actor.county and Scope.READ in actor.scopes:
        wide.add(actor.county)
    if county is not None and county in wide:
        return rows.filter(county=county)
    condition = Q(county__in=wide)
    if actor.kind is ActorKind.PARTNER:
        own = Q(source=partner_source(actor))
        condition |= own & Q(county=actor.county) if actor.county else own
    units = actor.unit_ids if county is None else actor.units_in(county)
    if units:
        condition |= Q(county__in=actor.counties - wide, state=State.ACCEPTED)
    if actor.grid_grants:
        condition |= in_grids(actor)
    if county is not None:
        condition &= Q(county=county)
    if units:
        condition |= Q(lead_unit_id__in=units) | Q(id__in=_helped(units))
    return rows.filter(condition)


def in_grids(actor: Actor) -> Q:
    """What lies in the grids of a grid worker."""
    placed = Q()
    for grant in actor.grid_grants:
        placed |= Q(county=grant.county, grid_id=grant.grid_id)
    return Q(county__in=actor.counties, id__in=GridRequest.objects.filter(placed).values("service_request_id"))


def handed_over(actor: Actor, county: str) -> QuerySet[ServiceRequest]:
    """Requests of other counties that a unit of this one leads, for the region and for the roles that see this county."""
    if not (actor.sees_region or actor.roles_in(county)):
        return ServiceRequest.objects.none()
    units = [one.id for one in units_of(county)]
    return ServiceRequest.objects.filter(lead_unit_id__in=units).exclude(county=county)


def _helped(units: Collection[int]) -> QuerySet[Assignment, Any]:
    return Assignment.objects.filter(unit_id__in=units, role=AssignmentRole.HELPER, state__in=HELD).values_list(
        "service_request_id", flat=True
    )


def _filtered(
    rows: QuerySet[ServiceRequest], actor: Actor, county: str | None, f: QueueFilter, now: dt.datetime
) -> QuerySet[ServiceRequest]:
    if f.states:
        rows = rows.filter(state__in=f.states)
    elif f.sort == "due" and not f.q:
        rows = rows.filter(state__in=OPEN_STATES)
    if f.lights:
        rows = rows.filter(_light_condition(f.lights, now))
    if f.services:
        rows = rows.filter(service_id__in=f.services)
    if f.units:
        rows = rows.filter(lead_unit_id__in=f.units)
    if f.mine:
        rows = rows.filter(lead_unit_id__in=_units(actor, county))
    if f.helping:
        rows = rows.filter(id__in=_helped(_units(actor, county)))
    if f.division:
        # A village's code begins with its township's.
        rows = rows.filter(division__code__startswith=f.division)
    if f.channels:
        rows = rows.filter(channel__in=f.channels)
    if f.urgent:
        rows = rows.filter(urgent=True)
    if f.supervised:
        rows = rows.filter(supervised=True)
    if f.extension_pending:
        rows = rows.filter(extension_pending__gt=0)
    if f.tonight:
        rows = rows.filter(due_at__gte=now, due_at__lte=end_of_day(now))
    if f.passed_around:
        rows = rows.filter(passed_on__gte=PASSED_AROUND_FROM)
    if f.problem:
        rows = rows.filter(reworks__gte=PROBLEM_FROM)
    if f.arbitration:
        rows = rows.filter(in_arbitration())
    if f.raised:
        rows = rows.filter(raised=f.raised)
    if f.review_due:
        rows = rows.filter(_review_due(now))
    if f.since:
        rows = rows.filter(submitted_at__gte=f.since)
    if f.until:
        rows = rows.filter(submitted_at__lt=f.until)
    if f.updated_since:
        rows = rows.filter(updated_at__gte=f.updated_since)
    return _searched(rows, f.q)


def end_of_day(now: dt.datetime) -> dt.datetime:
    """The midnight at which the local day of ``now`` ends. Limits in days end then: what is due by it must be done before everybody goes home."""
    return dt.datetime.combine(local_date(now) + dt.timedelta(days=1), dt.time(), tzinfo=SHANGHAI)


def in_arbitration() -> Q:
    """What waits for the dispatcher's decision after its second return."""
    return Q(state=State.ACCEPTED, returns__gte=ARBITRATE_FROM)


def _units(actor: Actor, county: str | None) -> frozenset[int]:
    return actor.unit_ids if county is None else actor.units_in(county)


def _review_due(now: dt.datetime) -> Q:
    return Q(state=State.SUSPENDED, review_date__lte=local_date(now))


def count_review_due(actor: Actor, county: str, *, now: dt.datetime) -> int:
    """How many suspended requests are to be looked at again by now. One query; few are suspended at any time, and an index leads to them."""
    return visible(actor, county).filter(_review_due(now)).count()


def _searched(rows: QuerySet[ServiceRequest], q: str) -> QuerySet[ServiceRequest]:
    q = q.strip()[:200]
    if not q:
        return rows
    try:
        return rows.filter(code=parse_code(q))
    except BadCode:
        tokens = query_tokens(q)
        if not tokens:
            return rows.none()
        return rows.filter(search=SearchQuery(tokens, config="simple", search_type="raw"))


def _light_condition(lights: Iterable[Light], now: dt.datetime) -> Q:
    conditions = {
        Light.RED: Q(due_at__lt=now),
        Light.YELLOW: Q(due_at__gte=now, yellow_at__lte=now),
        Light.GREEN: Q(due_at__gte=now, yellow_at__gt=now),
        Light.PAUSED: Q(due_at__isnull=True, state__in=PAUSED_IN),
        Light.NONE: Q(due_at__isnull=True) & ~Q(state__in=PAUSED_IN),
    }
    combined = Q()
    for one in lights:
        combined |= conditions[one]
    return combined


def _ordered(
    rows: QuerySet[ServiceRequest], sort: str, after: tuple[dt.datetime, UUID] | None
) -> QuerySet[ServiceRequest]:
    if sort == "new":
        if after:
            rows = rows.filter(Q(submitted_at__lt=after[0]) | Q(submitted_at=after[0], id__lt=after[1]))
        return rows.order_by("-submitted_at", "-id")
    if sort == "updated":
        if after:
            rows = rows.filter(Q(updated_at__gt=after[0]) | Q(updated_at=after[0], id__gt=after[1]))
        return rows.order_by("updated_at", "id")
    if after:
        moment, last = after
        if moment >= NO_DUE:
            rows = rows.filter(due_at__isnull=True, id__gt=last)
        else:
            rows = rows.filter(Q(due_at__gt=moment) | Q(due_at=moment, id__gt=last) | Q(due_at__isnull=True))
    return rows.order_by("due_at", "id")  # PostgreSQL puts nulls last


def _encode(row: ServiceRequest, sort: str) -> str:
    moment = {"new": row.submitted_at, "updated": row.updated_at}.get(sort, row.due_at or NO_DUE)
    return base64.urlsafe_b64encode(json.dumps([moment.isoformat(), str(row.id)]).encode()).decode().rstrip("=")


def _decode(cursor: str | None) -> tuple[dt.datetime, UUID] | None:
    if not cursor:
        return None
    try:
        moment, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        parsed = dt.datetime.fromisoformat(moment)
        if parsed.tzinfo is None:
            raise ValueError(cursor)
        return parsed, UUID(last)
    except (binascii.Error, UnicodeDecodeError, AttributeError, TypeError, ValueError, RecursionError):
        raise InvalidInput(
            _("This page of the list can't be found. Please start from the first one."), code="bad_cursor"
        ) from None


def queue_row(r: ServiceRequest, now: dt.datetime) -> QueueRow:
    """One line of a list; the row comes from ``with_columns``."""
    state = State(r.state)
    return QueueRow(
        county=r.county,
        id=r.id,
        code=r.code,
        state=state,
        state_label=state_label(state),
        version=r.version,
        title=r.title,
        excerpt=r.excerpt,  # type: ignore[attr-defined]
        service=service_by_id(r.service_id, r.county) if r.service_id else None,
        unit=unit(r.lead_unit_id) if r.lead_unit_id else None,
        division=division(r.division_id) if r.division_id else None,
        channel=r.channel,
        urgent=r.urgent,
        supervised=r.supervised,
        demo=r.demo,
        submitted_at=r.submitted_at,
        updated_at=r.updated_at,
        due_at=r.due_at,
        light=light(now, r.due_at, r.yellow_at, paused=state in PAUSED_IN),
        returns=r.returns,
        passed_on=r.passed_on,
        reworks=r.reworks,
        reminders=r.reminders,
        extension_pending=r.extension_pending,
        joins_code=still_to_join(state, r.code, r.joins),  # type: ignore[attr-defined]
    )
