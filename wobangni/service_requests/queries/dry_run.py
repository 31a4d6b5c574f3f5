"""What a draft of a rule would have changed: the county's requests of the last month, run against the directory as it is and as it would be."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from wobangni.catalogue.queries import directory, facts_of, route_by, service_by_id
from wobangni.catalogue.rules.routing import Facts, RuleVersion, limit_of, with_draft
from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.organisations.access import check_admin
from wobangni.organisations.queries import UnitRef, division
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.queries.suggest_unit import Asked
from wobangni.service_requests.queries.suggested import asked_about, with_service

SPAN = dt.timedelta(days=30)
#: Of more, the latest are looked at, and the page says so.
MOST_READ = 5000
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Moved:
    """One request that would have gone to another unit; None: nobody's by the directory."""

    code: str
    about: str
    place: str
    submitted_at: dt.datetime
    before: UnitRef | None
    after: UnitRef | None


@dataclass(frozen=True, slots=True)
class Move:
    """From one unit to another, how many."""

    before: UnitRef | None
    after: UnitRef | None
    n: int


@dataclass(frozen=True, slots=True)
class DryRun:
    """read: so many requests were looked at; ``cut``: there were more. decided: by the draft. changed: to another unit. limits: with another time for the
    answer. rows: at most ``SHOWN`` of the changed, the latest first."""

    read: int
    cut: bool
    decided: int
    changed: int
    limits: int
    moves: tuple[Move, ...]
    rows: tuple[Moved, ...]


def dry_run(actor: Actor, county: str, draft: RuleVersion, now: dt.datetime) -> DryRun:
    """For administrators of the county. ``draft.number`` of a rule: instead of it; any other: beside the rest. One query. Raises Forbidden."""
    check_admin(actor, county)
    asked = list(_lately(county, now).items())
    cut, asked = len(asked) > MOST_READ, asked[:MOST_READ]
    before = directory(county, max(draft.effective_from, local_date(now)))
    after = with_draft(before, draft)
    decided = limits = 0
    moves: Counter[tuple[UnitRef | None, UnitRef | None]] = Counter()
    rows: list[Moved] = []
    for code, one in asked:
        known, _about = with_service(one)
        facts = facts_of(known.facts)
        was, would = route_by(before, county, facts), route_by(after, county, facts)
        decided += would.rule is draft
        limits += limit_of(before, facts) != limit_of(after, facts)
        if was.unit != would.unit:
            moves[was.unit, would.unit] += 1
            if len(rows) < SHOWN:
                rows.append(_moved(county, code, known, facts, was.unit, would.unit))
    return DryRun(
        read=len(asked),
        cut=cut,
        decided=decided,
        changed=sum(moves.values()),
        limits=limits,
        moves=tuple(Move(old, new, n) for (old, new), n in moves.most_common()),
        rows=tuple(rows),
    )


def _lately(county: str, now: dt.datetime) -> dict[str, Asked]:
    rows = ServiceRequest.objects.filter(county=county, submitted_at__gt=now - SPAN, submitted_at__lte=now)
    return asked_about(rows.order_by("-submitted_at", "-id")[: MOST_READ + 1])


def _moved(county: str, code: str, one: Asked, facts: Facts, before: UnitRef | None, after: UnitRef | None) -> Moved:
    service = service_by_id(facts.service_id, county) if facts.service_id is not None else None
    place = division(one.facts.division) if one.facts.division else None
    about = one.facts.title or (service.label if service else one.facts.description[:30])
    return Moved(code, about, place.short_label if place else "", one.facts.submitted_at, before, after)
