"""The routing directory: who does what, where, when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wobangni.catalogue.models import RoutingRule
from wobangni.catalogue.queries.places import places_at
from wobangni.catalogue.queries.services import service_by_id, services
from wobangni.catalogue.queries.values import Service
from wobangni.catalogue.rules.conditions import parse_condition
from wobangni.catalogue.rules.limits import Limit, TimeUnit
from wobangni.catalogue.rules.routing import (
    READ_AT_MOST,
    Facts,
    RuleVersion,
    choose,
    in_force,
    limit_of,
)
from wobangni.kernel import clock
from wobangni.kernel.clock import local_date
from wobangni.organisations import reference
from wobangni.organisations.queries import UnitRef, unit, units_of, working_calendar


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One service and the unit that usually does it here. ``own``: the county has decided it itself, by the rule of this ``number``."""

    service: Service
    unit: UnitRef | None
    own: bool
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Where the directory sends a request. ``rule`` None: the service's usual unit, or (``unit`` None) nobody. helpers: active units other than it."""

    unit: UnitRef | None
    rule: RuleVersion | None = None
    helpers: tuple[UnitRef, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """A request as the directory is asked about it; see ``facts_of``. submitted_at: aware."""

    county: str
    submitted_at: dt.datetime
    service_id: int | None = None
    division: str | None = None
    title: str = ""
    description: str = ""
    place_text: str = ""
    urgent: bool = False
    channel: str = ""
    lat: float | None = None
    lng: float | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)


def facts_of(one: RequestFacts) -> Facts:
    """What rules look at. No query when warm."""
    at = one.submitted_at
    return Facts(
        day=local_date(at),
        service_id=one.service_id,
        places=places_at(
            one.county,
            one.division,
            one.lat,
            one.lng,
            f"{one.place_text}\n{one.title}\n{one.description[:READ_AT_MOST]}",
        ),
        text=f"{one.title}\n{one.description[:READ_AT_MOST]}".lower(),
        urgent=one.urgent,
        channel=one.channel,
        in_office_hours=_is_open(one.county, at),
        answers=one.answers,
    )


def directory(county: str, day: dt.date) -> tuple[RuleVersion, ...]:
    """The rules of a county that hold on ``day``, by number. No query when warm."""
    chosen = _by_day.get(county)
    if day not in chosen:
        if len(chosen) > 400:
            chosen.clear()
        chosen[day] = in_force(_versions.get(county), day)
    return chosen[day]


def route(one: RequestFacts, day: dt.date) -> Route:
    """Where the directory as it stands on ``day`` sends this request. No query when warm."""
    return route_by(directory(one.county, day), one.county, facts_of(one))


def route_by(rules: tuple[RuleVersion, ...], county: str, facts: Facts) -> Route:
    """The same by these rules: of the county, in force."""
    rule = choose(rules, facts, is_in_use) if rules else None
    if rule is None:
        return Route(_usual_unit(county, facts.service_id))
    helpers = (unit(unit_id) for unit_id in rule.helper_ids if unit_id != rule.unit_id)
    return Route(unit(rule.unit_id), rule, tuple(one for one in helpers if one is not None and one.active))


def answer_limit(one: RequestFacts) -> Limit | None:
    """The time for the answer that the directory sets for this request, by the rules of the day of its submission; None: as the service says.

    No query when warm, and next to no work where no rule of the county sets one.
    """
    rules = directory(one.county, local_date(one.submitted_at))
    return limit_of(rules, facts_of(one)) if any(rule.limit for rule in rules) else None


def sets_limits(county: str, at: dt.datetime) -> bool:
    """Whether any rule of the county sets a limit for what was submitted at ``at``."""
    return any(rule.limit for rule in directory(county, local_date(at)))


def default_unit(county: str, service_id: int | None, day: dt.date | None = None) -> UnitRef | None:
    """The unit that usually does this service here, wherever and however it is asked for: by the county's rule without place and condition, else its
    active unit of the usual kind, else None. ``day`` None: today. No query when warm."""
    return _default(county, service_id, day or local_date(clock.now())).unit


def routes(county: str, day: dt.date | None = None) -> tuple[RouteRow, ...]:
    """Every active service of the county with its usual unit. No query when warm."""
    on = day or local_date(clock.now())
    found = ((s, _default(county, s.id, on)) for s in services(county))
    return tuple(RouteRow(s, r.unit, r.rule is not None, r.rule.number if r.rule else None) for s, r in found)


def rule_versions(county: str, number: int | None = None) -> tuple[RuleVersion, ...]:
    """All versions of the county's rules, or of one, as they began. No query when warm."""
    return tuple(v for v in _versions.get(county) if number in (None, v.number))


def is_in_use(unit_id: int) -> bool:
    found = unit(unit_id)
    return found is not None and found.active


def _default(county: str, service_id: int | None, day: dt.date) -> Route:
    if service_id is None:
        return Route(None)
    plain = tuple(
        r for r in directory(county, day) if r.service_id == service_id and not r.places and not r.condition.parts
    )
    return route_by(plain, county, Facts(day, service_id))


def _usual_unit(county: str, service_id: int | None) -> UnitRef | None:
    found = service_by_id(service_id, county) if service_id is not None else None
    return next((u for u in units_of(county) if u.kind is found.unit_kind), None) if found else None


def _is_open(county: str, at: dt.datetime) -> bool:
    moment = dt.timedelta(seconds=1)
    return bool(working_calendar(county).counted(at, at + moment, TimeUnit.WORKING_HOURS))


def _load(county: str) -> tuple[RuleVersion, ...]:
    rows = RoutingRule.objects.filter(county=county).order_by("effective_from", "id")
    return tuple(map(version_of, rows))


def version_of(row: RoutingRule) -> RuleVersion:
    """A stored version as the rules see it."""
    return RuleVersion(
        id=row.pk or 0,
        number=row.number,
        service_id=row.service_id,
        places=tuple(row.places),
        condition=parse_condition(row.condition),
        unit_id=row.unit_id,
        effective_from=row.effective_from,
        helper_ids=tuple(row.helpers),
        limit=Limit(row.limit_amount, TimeUnit(row.limit_unit)) if row.limit_amount else None,
        ended=row.ended,
        note=row.note,
    )


_versions: reference.Kept[str, tuple[RuleVersion, ...]] = reference.Kept(reference.CATALOGUE, _load)
_by_day: reference.Kept[str, dict[dt.date, tuple[RuleVersion, ...]]] = reference.Kept(
    reference.CATALOGUE, lambda _county: {}
)
