"""What a supervisor looks at in the morning and before the office closes: what is red, what will be tonight, who has too much, what is passed around."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db.models import Count, F, Q, Sum

from wobangni.catalogue.rules.ladder import Rung
from wobangni.kernel.clock import local_date
from wobangni.organisations.queries import UnitRef, unit
from wobangni.service_requests.models import ServiceRequest, Tally, TallyDelta
from wobangni.service_requests.queries.queue import end_of_day, in_arbitration
from wobangni.service_requests.rules.load import USUAL_DAYS, is_overloaded, usual
from wobangni.service_requests.rules.states import OPEN_STATES, PASSED_AROUND_FROM, PROBLEM_FROM, WITH_UNIT
from wobangni.service_requests.rules.tallies import STATE


@dataclass(frozen=True, slots=True)
class TodayCounts:
    """Of what is open. ``raised``: told up to the league or city."""

    open: int = 0
    red: int = 0
    tonight: int = 0
    arbitration: int = 0
    problem: int = 0
    passed_around: int = 0
    supervised: int = 0
    raised: int = 0

    def __add__(self, other: TodayCounts) -> TodayCounts:
        return TodayCounts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class UnitLoad:
    """What a unit has on its desk now, and what it usually has."""

    unit: UnitRef
    open: int
    red: int
    tonight: int
    usual: float
    overloaded: bool


def today_counts(counties: Iterable[str], *, now: dt.datetime) -> dict[str, TodayCounts]:
    """By county; none for a county with nothing open. One query; each county counts for itself."""
    rows = (
        ServiceRequest.objects.filter(county__in=sorted(counties), state__in=OPEN_STATES)
        .values("county")
        .annotate(
            open=Count("id"),
            red=Count("id", filter=_red(now)),
            tonight=Count("id", filter=_tonight(now)),
            arbitration=Count("id", filter=in_arbitration()),
            problem=Count("id", filter=Q(reworks__gte=PROBLEM_FROM)),
            passed_around=Count("id", filter=Q(passed_on__gte=PASSED_AROUND_FROM)),
            under_supervision=Count("id", filter=Q(supervised=True)),
            told_league=Count("id", filter=Q(raised=Rung.LEAGUE)),
        )
        .values_list(
            "county",
            "open",
            "red",
            "tonight",
            "arbitration",
            "problem",
            "passed_around",
            "under_supervision",
            "told_league",
        )
    )
    return {county: TodayCounts(*numbers) for county, *numbers in rows}


def unit_loads(county: str, *, now: dt.datetime) -> tuple[UnitLoad, ...]:
    """Every unit that has anything of this county, the most overloaded first. Two queries, one over what is open and one over four weeks of tallies."""
    rows = (
        ServiceRequest.objects.filter(county=county, state__in=WITH_UNIT, lead_unit__isnull=False)
        .values("lead_unit_id")
        .annotate(open=Count("id"), red=Count("id", filter=_red(now)), tonight=Count("id", filter=_tonight(now)))
        .values_list("lead_unit_id", "open", "red", "tonight")
    )
    changes, today = _changes(county, now), local_date(now)
    found = []
    for unit_id, open_now, red, tonight in rows:
        ref = unit(unit_id)
        if ref is not None:
            usually = max(0.0, usual(open_now, changes[unit_id], today))
            found.append(UnitLoad(ref, open_now, red, tonight, usually, is_overloaded(open_now, usually)))
    found.sort(key=lambda one: (not one.overloaded, -one.red, -one.open, one.unit.name))
    return tuple(found)


def _changes(county: str, now: dt.datetime) -> dict[int, dict[dt.date, int]]:
    """By unit and day, by how much what it has rose or fell."""
    since = local_date(now) - dt.timedelta(days=USUAL_DAYS)
    measures = sorted(f"{STATE}{state}" for state in WITH_UNIT)
    folded, fresh = (
        model.objects.filter(county=county, measure__in=measures, day__gte=since, unit_id__gt=0)
        .values_list(F("unit_id"), "day")
        .annotate(total=Sum("n"))
        for model in (Tally, TallyDelta)
    )
    found: dict[int, dict[dt.date, int]] = defaultdict(lambda: defaultdict(int))
    for unit_id, day, n in folded.union(fresh, all=True):
        found[unit_id][day] += int(n)
    return found


def _red(now: dt.datetime) -> Q:
    return Q(due_at__lt=now)


def _tonight(now: dt.datetime) -> Q:
    return Q(due_at__gte=now, due_at__lte=end_of_day(now))
