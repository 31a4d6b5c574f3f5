"""Writing down a measurement of a county's linkage: the run, what stands now, and what has changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.kernel.errors import NotFound
from wobangni.kernel.scope import acting
from wobangni.organisations import queries
from wobangni.organisations.access import check_admin
from wobangni.organisations.models import LinkageChange, LinkageRun, LinkageStanding
from wobangni.organisations.models.linkage import WHOLE
from wobangni.organisations.rules.kinds import UnitKind
from wobangni.organisations.rules.linkage import (
    FOUR,
    CentreFacts,
    Lack,
    Level,
    Measured,
    Standing,
    is_change,
    measure_centre,
    measure_county,
    moved,
)


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step of the test request. centre: its kind, empty at the county's desk. by: with whose rights. why: what refused it, empty if it was done."""

    centre: str
    action: str
    by: str
    state: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a measurement found. ``facts``: of all four. desk: roles that nobody holds. came_back: closed, readable by its resident, history whole."""

    facts: Mapping[UnitKind, CentreFacts]
    desk: frozenset[Lack]
    came_back: bool
    trace: Sequence[TraceStep]


@dataclass(frozen=True, slots=True)
class Recorded:
    """``recorded``: False when this very measurement (by key) had been written before."""

    run: UUID
    county: str
    linked: bool
    recorded: bool


def recorded_run(county: str, key: str | None) -> Recorded | None:
    """The measurement that was written under this key, if any."""
    row = LinkageRun.objects.filter(county=county, key=key).only("id", "linked").first() if key else None
    return Recorded(row.id, county, row.linked, recorded=False) if row else None


def record_linkage(
    *, actor: Actor, now: dt.datetime, county: str, found: Measurement, key: str | None = None
) -> Recorded:
    """Keeps the measurement. One that is older than what stands is kept too, and moves nothing.

    Raises Forbidden unless the actor administers the county; NotFound.
    """
    check_admin(actor, county)
    if queries.county(county) is None:
        raise NotFound(_("There is no such county."))
    with acting(actor, counties=[county]):
        _one_at_a_time(county)
        if earlier := recorded_run(county, key):
            return earlier
        centres = {kind: measure_centre(found.facts[kind]) for kind in FOUR}
        whole = measure_county(centres, found.desk, found.came_back)
        run = LinkageRun.objects.create(
            county_id=county,
            at=now,
            linked=whole.level is Level.LINKED,
            came_back=found.came_back,
            facts={kind.value: asdict(found.facts[kind]) for kind in FOUR},
            trace=[asdict(step) for step in found.trace],
            actor_kind=actor.kind.value,
            actor_id=actor.id,
            actor_name=actor.name,
            key=key,
        )
        _move(run, now, {WHOLE: whole} | {kind.value: centres[kind] for kind in FOUR}, found)
    return Recorded(run.id, county, run.linked, recorded=True)


def _one_at_a_time(county: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"linkage:{county}"])


def _move(run: LinkageRun, now: dt.datetime, parts: Mapping[str, Measured], found: Measurement) -> None:
    """Two statements to read and write what stands, and one for what has changed, if anything has."""
    rows = {row.part: row for row in LinkageStanding.objects.filter(county_id=run.county_id)}
    if any(row.measured_at > now for row in rows.values()):
        return
    day, changes = local_date(now), []
    for part, measured in parts.items():
        row = rows.get(part)
        before = standing_of(row) if row else None
        after = moved(before, measured, day)
        if row is None:
            row = rows[part] = LinkageStanding(county_id=run.county_id, part=part)
        if is_change(before, measured):
            changes.append(
                LinkageChange(
                    county_id=run.county_id, part=part, on=day, level=after.level, lacks=list(after.lacks), run=run
                )
            )
        row.level, row.lacks = after.level.value, [lack.value for lack in after.lacks]
        row.first_on, row.since_on, row.fell_on = after.first_on, after.since_on, after.fell_on
        _count(row, found, now)
        row.measured_at, row.run = now, run
    LinkageStanding.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["county", "part"],
        update_fields=["level", "lacks", "people", "services", "routes", "first_on", "since_on", "fell_on", "passed_at", "measured_at", "run"],
    )  # fmt: skip
    LinkageChange.objects.bulk_create(changes)


def _count(row: LinkageStanding, found: Measurement, now: dt.datetime) -> None:
    if row.part == WHOLE:
        row.passed_at = now if found.came_back and all(found.facts[k].passed for k in FOUR) else row.passed_at
        return
    facts = found.facts[UnitKind(row.part)]
    row.people, row.services, row.routes = facts.people, facts.services, facts.routes
    row.passed_at = now if facts.passed else row.passed_at


def standing_of(row: LinkageStanding) -> Standing:
    """A stored standing as the rules see it."""
    return Standing(Level(row.level), tuple(map(Lack, row.lacks)), row.first_on, row.since_on, row.fell_on)
