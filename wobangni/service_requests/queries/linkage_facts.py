"""What a county's four centres have, besides a test request that comes through: people, services, routes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from wobangni.catalogue.queries import directory, routes
from wobangni.catalogue.rules.routing import RuleVersion
from wobangni.kernel.clock import local_date
from wobangni.organisations.queries import UnitRef, units_of
from wobangni.organisations.queries.linkage_people import CountyPeople
from wobangni.organisations.rules.kinds import UnitKind
from wobangni.organisations.rules.linkage import FOUR, CentreFacts


def four_centres(county: str) -> dict[UnitKind, UnitRef]:
    """The centres in use, by kind. No query when warm."""
    found: dict[UnitKind, UnitRef] = {}
    for unit in units_of(county):
        if unit.kind in FOUR:
            found.setdefault(unit.kind, unit)
    return found


def linkage_facts(county: str, people: CountyPeople, now: dt.datetime) -> Mapping[UnitKind, CentreFacts]:
    """All four, in their order, ``passed`` not known yet. No query when warm.

    A centre's services: those that its kind usually does, and those that a rule of the county gives it. Its routes: services that go to it as the
    directory stands today, and rules that name it, as lead or helper. So services without a route are those that the county sends elsewhere.
    """
    centres, day = four_centres(county), local_date(now)
    rows, rules = routes(county, day), directory(county, day)
    facts = {}
    for kind in FOUR:
        unit = centres.get(kind)
        if unit is None:
            facts[kind] = CentreFacts(None)
            continue
        reaching = [r for r in rows if r.unit is not None and r.unit.id == unit.id]
        naming = [r for r in rules if unit.id in (r.unit_id, *r.helper_ids)]
        offered = {r.service.id for r in rows if r.service.unit_kind is kind} | {r.service.id for r in reaching}
        offered |= {r.service_id for r in naming if r.service_id is not None}
        facts[kind] = CentreFacts(
            unit_id=unit.id,
            people=len(people.handlers.get(unit.id, ())),
            services=len(offered),
            routes=len(reaching) + sum(not _is_usual(r, unit.id) for r in naming),
        )
    return facts


def _is_usual(rule: RuleVersion, unit_id: int) -> bool:
    """Whether it only says who usually does a service: such a rule stands among the services that go there."""
    return rule.unit_id == unit_id and rule.service_id is not None and not (rule.places or rule.condition.parts)
