"""Who usually does what."""

from __future__ import annotations

from dataclasses import dataclass

from wobangni.catalogue.models import RoutingRule
from wobangni.catalogue.queries.services import service_by_id, services
from wobangni.catalogue.queries.values import Service
from wobangni.organisations import reference
from wobangni.organisations.queries import UnitRef, unit, units_of


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One service and the unit that usually does it here. ``own``: the county has decided it itself."""

    service: Service
    unit: UnitRef | None
    own: bool


def default_unit(county: str, service_id: int | None) -> UnitRef | None:
    """The unit that usually does this service here: the county's own rule, else its active unit of the usual kind, else None. No query when warm."""
    if service_id is None:
        return None
    chosen = unit(_rules.get(county).get(service_id, 0))
    if chosen is not None and chosen.active:
        return chosen
    found = service_by_id(service_id, county)
    return next((u for u in units_of(county) if u.kind is found.unit_kind), None) if found else None


def routes(county: str) -> tuple[RouteRow, ...]:
    """Every active service of the county with its unit. No query when warm."""
    own = _rules.get(county)
    return tuple(RouteRow(s, default_unit(county, s.id), s.id in own) for s in services(county))


def _load(county: str) -> dict[int, int]:
    return dict(RoutingRule.objects.filter(county=county).values_list("service_id", "unit_id"))


_rules: reference.Kept[str, dict[int, int]] = reference.Kept(reference.CATALOGUE, _load)
