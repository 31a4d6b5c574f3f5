"""The counties as rows of figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wobangni.kernel.errors import NotFound
from wobangni.organisations import queries as organisations
from wobangni.organisations.queries import DivisionRef
from wobangni.service_requests.labels import state_label
from wobangni.service_requests.queries.counts import counts_by_county
from wobangni.service_requests.queries.lights import lights_by_county
from wobangni.service_requests.rules.lights import Light
from wobangni.service_requests.rules.states import OPEN_STATES, State
from wobangni.surfaces.console.worklists import queue_url

COLUMNS = (
    State.SUBMITTED,
    State.NEEDS_INFO,
    State.ACCEPTED,
    State.DISPATCHED,
    State.IN_PROGRESS,
    State.SUSPENDED,
    State.IN_REVIEW,
    State.ANSWERED,
    State.CLOSED,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number and the queue behind it. ``kind``: state or light, for the page."""

    n: int
    url: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class CountyRow:
    county: DivisionRef
    league: DivisionRef | None
    url: str
    open: int
    lights: tuple[Cell, ...]
    states: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RegionTable:
    """``rows``: of the chosen league, or of all. ``total``: the sums of the rows shown."""

    heads: tuple[str, ...]
    rows: tuple[CountyRow, ...]
    leagues: tuple[DivisionRef, ...]
    league: str
    sort: str
    total_open: int
    total_lights: tuple[Cell, ...]
    total_states: tuple[int, ...]


def region_table(*, now: dt.datetime, league: str, sort: str) -> RegionTable:
    """Counties of one league or all, by code, or with ``sort`` "red" or "open" the highest first. Two queries.

    Raises NotFound for a league that there is none of: figures of the whole region must not pass for its own.
    """
    if league and not any(one.code == league for one in organisations.leagues()):
        raise NotFound(_("There is no such league or city."), code="no_such_league")
    shown = organisations.counties(league or None)
    codes = [c.code for c in shown]
    states, lights = counts_by_county(codes), lights_by_county(codes, now=now)
    rows = [_row(c, states.get(c.code, {}), lights.get(c.code, {})) for c in shown]
    if sort == "open":
        rows.sort(key=lambda r: -r.open)
    elif sort == "red":
        rows.sort(key=lambda r: -r.lights[0].n)
    return RegionTable(
        heads=tuple(state_label(s) for s in COLUMNS),
        rows=tuple(rows),
        leagues=organisations.leagues(),
        league=league,
        sort=sort if sort in ("open", "red") else "",
        total_open=sum(r.open for r in rows),
        total_lights=tuple(Cell(sum(r.lights[i].n for r in rows), "", v.value) for i, v in enumerate(_LIGHTS)),
        total_states=tuple(sum(r.states[i].n for r in rows) for i in range(len(COLUMNS))),
    )


_LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN)


def _row(county: DivisionRef, states: dict[State, int], lights: dict[Light, int]) -> CountyRow:
    code = county.code
    return CountyRow(
        county=county,
        league=organisations.league(code),
        url=queue_url(code),
        open=sum(n for state, n in states.items() if state in OPEN_STATES),
        lights=tuple(Cell(lights.get(v, 0), queue_url(code, f"light={v.value}"), v.value) for v in _LIGHTS),
        states=tuple(Cell(states.get(s, 0), queue_url(code, f"state={s.value}"), s.value) for s in COLUMNS),
    )
