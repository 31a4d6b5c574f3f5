"""How many requests are in which state: from tallies, never by counting requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, Sum

from wobangni.kernel.actors import Actor
from wobangni.service_requests.models import Tally, TallyDelta
from wobangni.service_requests.rules.states import State

_STOCK = "state:"


def counts(actor: Actor, county: str | None) -> dict[State, int]:
    """Requests by state in ``county`` (None: everywhere the actor looks), for handlers those of their units. One query."""
    found: dict[State, int] = dict.fromkeys(State, 0)
    for _county, measure, n in _sums(_scope(actor, county)):
        found[State(measure.removeprefix(_STOCK))] += n
    return found


def counts_by_county(counties: Iterable[str]) -> dict[str, dict[State, int]]:
    """Requests by county and state, for the region's table. One query."""
    found: dict[str, dict[State, int]] = defaultdict(lambda: dict.fromkeys(State, 0))
    for county, measure, n in _sums(Q(county__in=sorted(counties))):
        found[county][State(measure.removeprefix(_STOCK))] += n
    return dict(found)


def _scope(actor: Actor, county: str | None) -> Q:
    if county is not None and (actor.sees_region or actor.roles_in(county)):
        return Q(county=county)
    if actor.sees_region:
        return Q()
    if actor.unit_ids:
        return Q(unit_id__in=sorted(actor.unit_ids))
    return Q(county__in=sorted(c for c in actor.counties if actor.roles_in(c)))


def _sums(scope: Q) -> list[tuple[str, str, int]]:
    """(county, measure, n) of what is folded and what is not yet, one query."""
    folded, fresh = (
        model.objects.filter(scope, measure__startswith=_STOCK)
        .values_list("county", "measure")
        .annotate(total=Sum("n"))
        for model in (Tally, TallyDelta)
    )
    return [(county, measure, int(n)) for county, measure, n in folded.union(fresh, all=True)]
