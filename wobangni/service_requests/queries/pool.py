"""The pool: what is offered in a county, and whether one's units may claim it now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Max, Q

from wobangni.kernel.actors import Actor, Role
from wobangni.organisations.queries import UnitRef, unit, units_of
from wobangni.service_requests.models import Assignment, GridRequest, PoolOffer, PoolSetting, ServiceRequest
from wobangni.service_requests.queries.queue import queue_row, with_columns
from wobangni.service_requests.queries.values import QueueRow
from wobangni.service_requests.rules.pool import LATELY, PoolRules, Taker, Verdict, verdict
from wobangni.service_requests.rules.states import AssignmentRole, AssignmentState, State

#: Orders on one page, those that have been offered longest first.
MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the reader's units and whether it may claim."""

    unit: UnitRef
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One offered order. ``in_my_grid``: its place is the reader's own grid, where no rule of the pool stands in the way."""

    row: QueueRow
    offered_at: dt.datetime
    until: dt.datetime
    in_my_grid: bool
    choices: tuple[Choice, ...]

    @property
    def possible(self) -> tuple[Choice, ...]:
        return tuple(c for c in self.choices if c.verdict.why is None)


def pool_rules(county: str) -> tuple[PoolRules, Mapping[int, frozenset[int]]]:
    """What the county has set, and the skills of its units. One query."""
    row = PoolSetting.objects.filter(county=county).first()
    if row is None:
        return PoolRules(), {}
    rules = PoolRules(
        frozenset(row.services), row.wait_minutes, row.most_open, row.cooling_minutes, row.head_start_minutes
    )
    return rules, {int(unit_id): frozenset(skills) for unit_id, skills in row.skills.items()}


def takers(county: str, skills: Mapping[int, frozenset[int]], now: dt.datetime) -> dict[int, Taker]:
    """All units of a county as the rules see them. One query."""
    ids = [u.id for u in units_of(county)]
    held = Q(state__in=(AssignmentState.OFFERED, AssignmentState.SIGNED))
    claimed = Q(signed_at=F("offered_at"), offered_at__gte=now - LATELY)
    leads = Assignment.objects.filter(unit_id__in=ids, role=AssignmentRole.LEAD).filter(
        held | claimed | Q(state=AssignmentState.RETURNED, ended_at__gte=now - LATELY)
    )
    counted = leads.values("unit_id").annotate(
        open_now=Count("id", filter=held),
        lately=Count("id", filter=claimed),
        returned=Max("ended_at", filter=Q(state=AssignmentState.RETURNED)),
    )
    found = {
        row["unit_id"]: Taker(
            row["unit_id"], row["open_now"], row["lately"], row["returned"], skills.get(row["unit_id"], frozenset())
        )
        for row in counted
    }
    return {id: found.get(id) or Taker(id, skills=skills.get(id, frozenset())) for id in ids}


def pool_page(actor: Actor, county: str, *, now: dt.datetime) -> tuple[OfferRow, ...]:
    """What is offered now; for a grid worker what lies in their grids. Four queries, one more for grid workers."""
    offers = {o.service_request_id: o for o in PoolOffer.objects.filter(county=county, until__gt=now)}
    rows = ServiceRequest.objects.filter(county=county, id__in=offers, state=State.ACCEPTED)
    mine = _in_grids(actor, county, offers)
    if not (actor.units_in(county) or actor.roles_in(county) or actor.sees_region):
        rows = rows.filter(id__in=mine)
    stored = sorted(with_columns(rows)[:MOST_SHOWN], key=lambda r: offers[r.id].offered_at)
    rules, skills = pool_rules(county)
    known = takers(county, skills, now)
    units = [u for id in sorted(actor.units_in(county)) if (u := unit(id)) is not None and id in known]
    return tuple(
        OfferRow(
            queue_row(r, now),
            offers[r.id].offered_at,
            offers[r.id].until,
            r.id in mine,
            tuple(
                Choice(u, verdict(rules, r.service_id or 0, offers[r.id].offered_at, known[u.id], known.values(), now))
                for u in units
            ),
        )
        for r in stored
    )


def _in_grids(actor: Actor, county: str, ids: Collection[UUID]) -> frozenset[UUID]:
    grids = [g.grid_id for g in actor.grid_grants if g.county == county and g.role is Role.GRID_WORKER]
    if not grids:
        return frozenset()
    placed = GridRequest.objects.filter(county=county, grid_id__in=grids, service_request_id__in=list(ids))
    return frozenset(placed.values_list("service_request_id", flat=True))
