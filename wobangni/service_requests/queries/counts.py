"""How many requests are in which state: from tallies, never by counting requests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection

from wobangni.kernel.actors import Actor
from wobangni.service_requests.rules.states import State


def counts(actor: Actor, county: str | None) -> dict[State, int]:
    """Requests by state in ``county`` (None: everywhere the actor looks), for handlers those of their units. One query."""
    if county is not None and (actor.sees_region or actor.roles_in(county)):
        return _sums("county = %s", [county])
    if actor.sees_region:
        return _sums("true", [])
    if actor.unit_ids:
        return _sums("unit_id = ANY(%s)", [sorted(actor.unit_ids)])
    wide = sorted(c for c in actor.counties if actor.roles_in(c))
    return _sums("county = ANY(%s)", [wide])


def counts_by_county(counties: Iterable[str]) -> dict[str, dict[State, int]]:
    """Requests by county and state, for the region's table. One query."""
    result: dict[str, dict[State, int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT county, measure, sum(n) FROM "
            + _BOTH.format(condition="county = ANY(%s)")
            + " GROUP BY county, measure",
            [sorted(counties)] * 2,
        )
        for county, measure, n in cursor.fetchall():
            result[county][State(measure.removeprefix("state:"))] = int(n)
    return dict(result)


#: Folded and not yet folded. ``condition`` is one of the constants in this file, never a person's input.
_BOTH = """(SELECT county, unit_id, measure, n FROM tally WHERE measure LIKE 'state:%%' AND {condition}
  UNION ALL SELECT county, unit_id, measure, n FROM tally_delta WHERE measure LIKE 'state:%%' AND {condition}) AS both_parts"""


def _sums(condition: str, parameters: list[object]) -> dict[State, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT measure, sum(n) FROM " + _BOTH.format(condition=condition) + " GROUP BY measure", parameters * 2
        )
        found = {State(measure.removeprefix("state:")): int(n) for measure, n in cursor.fetchall()}
    return {state: found.get(state, 0) for state in State}
