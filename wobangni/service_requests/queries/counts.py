"""How many requests are in which state: from tallies, never by counting requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, Sum
from django.db.models.functions import Substr

from wobangni.kernel.actors import Actor
from wobangni.service_requests.models import Stock, TallyDelta
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.rules.tallies import STATE, STOCK


def counts(actor: Actor, county: str | None) -> dict[State, int]:
    """Requests by state in ``county`` (None: everywhere the actor looks), for handlers those of their units. One query."""
    found: dict[State, int] = dict.fromkeys(State, 0)
    for _county, state, n in _sums(_scope(actor, county)):
        found[State(state)] += n
    return found


def counts_by_county(counties: Iterable[str]) -> dict[str, dict[State, int]]:
    """Requests by county and state, for the region's table. One query."""
    found: dict[str, dict[State, int]] = defaultdict(lambda: dict.fromkeys(State, 0))
    for county, state, n in _sums(Q(county__in=sorted(counties))):
        found[county][State(state)] += n
    return dict(found)


def _scope(actor: Actor, county: str | None) -> Q:
    if county is not None and (actor.sees_region or actor.roles_in(county)):
        return Q(county=county)
    if actor.sees_region:
        return Q()
    units = actor.unit_ids if county is None else actor.units_in(county)
    if units:
        return Q(unit_id__in=sorted(units))
    return Q(county__in=sorted(c for c in actor.counties if actor.roles_in(c)))


def _sums(scope: Q) -> list[tuple[str, str, int]]:
    """(county, state, n) of what is folded and what is not yet, one query."""
    folded = Stock.objects.filter(scope).values_list("county", "state").annotate(total=Sum("n"))
    fresh = (
        TallyDelta.objects.filter(scope, Q(measure__startswith=STATE) | Q(measure__startswith=STOCK))
        .annotate(state=Substr("measure", len(STATE) + 1))
        .values_list("county", "state")
        .annotate(total=Sum("n"))
    )
    return [(county, state, int(n)) for county, state, n in folded.union(fresh, all=True)]
