"""Reads of linkage: a county with its four centres, the matrix of all counties, waves, and who is asked to help."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wobangni.kernel.actors import Role
from wobangni.organisations.models import (
    LeagueHelper,
    LinkageChange,
    LinkageRun,
    LinkageStanding,
    Membership,
    PilotCounty,
    PilotWave,
)
from wobangni.organisations.models.linkage import WHOLE
from wobangni.organisations.models.membership import held_at
from wobangni.organisations.queries.divisions import DivisionRef, counties, county, league
from wobangni.organisations.rules.kinds import UnitKind
from wobangni.organisations.rules.linkage import FOUR, Lack, Level

HISTORY = 40  # lines shown


@dataclass(frozen=True, slots=True)
class Part:
    """What stands of one centre, or of the county (``kind`` None). ``measured_at`` None: never measured."""

    kind: UnitKind | None
    level: Level = Level.NONE
    lacks: tuple[Lack, ...] = ()
    people: int = 0
    services: int = 0
    routes: int = 0
    first_on: dt.date | None = None
    since_on: dt.date | None = None
    fell_on: dt.date | None = None
    passed_at: dt.datetime | None = None
    measured_at: dt.datetime | None = None

    @property
    def linked(self) -> bool:
        return self.level is Level.LINKED

    @property
    def first_differs(self) -> bool:
        """Linked again after a fall-back: two dates are worth telling."""
        return self.first_on is not None and self.first_on != self.since_on


@dataclass(frozen=True, slots=True)
class LeagueHelperRef:
    """Who is asked to help at a league."""

    league: str
    name: str
    post: str
    phone: str


@dataclass(frozen=True, slots=True)
class WaveRef:
    """A wave of pilots. ``reached``: of its counties, how many are linked now; ``in_time``: linked for the first time by its date."""

    number: int
    name: str
    starts_on: dt.date
    due_on: dt.date
    note: str
    counties: tuple[str, ...]
    reached: int = 0
    in_time: int = 0

    @property
    def planned(self) -> int:
        return len(self.counties)


@dataclass(frozen=True, slots=True)
class CountyLinkage:
    """One row of the matrix. ``centres``: the four, in their order."""

    county: DivisionRef
    league: DivisionRef
    whole: Part
    centres: tuple[Part, ...]
    wave: int | None = None
    helper: LeagueHelperRef | None = None


@dataclass(frozen=True, slots=True)
class TraceLine:
    """A step of the last test request; see ``TraceStep``."""

    centre: UnitKind | None
    action: str
    by: str
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class RunRef:
    """A measurement. ``by``: who started it, empty for the nightly one."""

    id: UUID
    at: dt.datetime
    linked: bool
    by: str
    trace: tuple[TraceLine, ...]


@dataclass(frozen=True, slots=True)
class ChangeRef:
    """A line of the history. ``kind`` None: the county."""

    on: dt.date
    kind: UnitKind | None
    level: Level
    lacks: tuple[Lack, ...]


def linkage_matrix(league_code: str | None = None) -> tuple[CountyLinkage, ...]:
    """All counties, or those of a league, by code; one never measured has empty parts. Three queries."""
    shown = counties(league_code)
    parts = _parts([c.code for c in shown])
    waves = dict(PilotCounty.objects.values_list("county_id", "wave_id"))
    helpers = league_helpers()
    return tuple(_row(c, parts.get(c.code, {}), waves.get(c.code), helpers) for c in shown)


def county_linkage(code: str) -> CountyLinkage | None:
    """One county; None for an unknown one. Three queries."""
    found = county(code)
    if found is None:
        return None
    wave = PilotCounty.objects.filter(county_id=code).values_list("wave_id", flat=True).first()
    return _row(found, _parts([code]).get(code, {}), wave, league_helpers())


def last_run(code: str) -> RunRef | None:
    """The latest measurement of a county, with the way of its test request. One query."""
    row = LinkageRun.objects.filter(county_id=code).order_by("-at", "-id").first()
    if row is None:
        return None
    trace = tuple(_line(step) for step in row.trace)
    return RunRef(row.id, row.at, row.linked, row.actor_name if row.actor_kind == "staff" else "", trace)


def linkage_history(code: str) -> tuple[ChangeRef, ...]:
    """What has changed in a county, the latest first. One query."""
    rows = LinkageChange.objects.filter(county_id=code).order_by("-id")[:HISTORY]
    return tuple(ChangeRef(r.on, _kind(r.part), Level(r.level), tuple(map(Lack, r.lacks))) for r in rows)


def administrators_of(code: str, now: dt.datetime) -> tuple[str, ...]:
    """Names of the county's administrators: the first who can put right what is missing. One query."""
    rows = Membership.objects.filter(
        held_at(now), county_id=code, role=Role.COUNTY_ADMIN.value, user__is_active=True
    ).order_by("id")
    return tuple(rows.values_list("user__name", flat=True)[:6])


def league_helpers() -> Mapping[str, LeagueHelperRef]:
    """Who is asked to help, by league. One query."""
    return {r.league_id: LeagueHelperRef(r.league_id, r.name, r.post, r.phone) for r in LeagueHelper.objects.all()}


def pilot_waves(rows: Iterable[CountyLinkage] | None = None) -> tuple[WaveRef, ...]:
    """All waves by number, with what of them is reached. ``rows``: of the whole matrix, if there at hand. Two queries, else three more."""
    whole = {r.county.code: r.whole for r in (linkage_matrix() if rows is None else rows)}
    members: dict[int, list[str]] = {}
    for code, number in PilotCounty.objects.order_by("county_id").values_list("county_id", "wave_id"):
        members.setdefault(number, []).append(code)
    return tuple(_wave(row, members.get(row.number, []), whole) for row in PilotWave.objects.order_by("number"))


def _wave(row: PilotWave, members: list[str], whole: Mapping[str, Part]) -> WaveRef:
    parts = [whole[code] for code in members if code in whole]
    return WaveRef(
        number=row.number,
        name=row.name,
        starts_on=row.starts_on,
        due_on=row.due_on,
        note=row.note,
        counties=tuple(members),
        reached=sum(p.linked for p in parts),
        in_time=sum(p.first_on is not None and p.first_on <= row.due_on for p in parts),
    )


def _parts(codes: list[str]) -> dict[str, dict[str, Part]]:
    found: dict[str, dict[str, Part]] = {}
    for row in LinkageStanding.objects.filter(county_id__in=codes):
        found.setdefault(row.county_id, {})[row.part] = Part(
            kind=_kind(row.part),
            level=Level(row.level),
            lacks=tuple(map(Lack, row.lacks)),
            people=row.people,
            services=row.services,
            routes=row.routes,
            first_on=row.first_on,
            since_on=row.since_on,
            fell_on=row.fell_on,
            passed_at=row.passed_at,
            measured_at=row.measured_at,
        )
    return found


def _row(
    one: DivisionRef, parts: Mapping[str, Part], wave: int | None, helpers: Mapping[str, LeagueHelperRef]
) -> CountyLinkage:
    above = league(one.code)
    assert above is not None
    centres = tuple(parts.get(kind.value, Part(kind)) for kind in FOUR)
    return CountyLinkage(one, above, parts.get(WHOLE, Part(None)), centres, wave, helpers.get(above.code))


def _kind(part: str) -> UnitKind | None:
    return None if part == WHOLE else UnitKind(part)


def _line(step: Mapping[str, Any]) -> TraceLine:
    kind = UnitKind(step["centre"]) if step["centre"] else None
    return TraceLine(kind, step["action"], step["by"], step["state"], step["why"])
