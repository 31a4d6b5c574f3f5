"""Divisions and units: open to everybody."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.organisations.queries import (
    DivisionRef,
    UnitRef,
    counties,
    division,
    divisions,
    leagues,
    search_counties,
    search_places,
    units_of,
)
from wobangni.organisations.rules.kinds import LEVEL_OF_LENGTH, Level
from wobangni.surfaces.api import open_schemas as s
from wobangni.surfaces.api.operations import operation
from wobangni.surfaces.api.v1.inputs import COUNTY
from wobangni.surfaces.api.v1.open_data import WHY_OPEN, answer, known_county

router = Router(tags=["reference"])
MAX_DIVISIONS = 200
_NEXT_LEVEL = {4: Level.COUNTY, 6: Level.TOWNSHIP, 9: Level.VILLAGE}


@operation(
    router,
    "GET",
    "/divisions",
    open_because=WHY_OPEN,
    answers={200: s.DivisionsOut},
    summary=N_("Leagues, counties, townships, villages"),
    description=N_(
        "By code. `level` chooses a level, `parent` what lies below (the next level, unless `level` says another). `q` searches by Chinese name, pinyin, initials or "
        "code, best first and without further pages: counties, or with a county as `parent` its townships and villages."
    ),
    operation_id="list_divisions",
)
def list_divisions(
    request: HttpRequest,
    level: Annotated[Level | None, Query(None, description=N_("league, county, township or village"))],
    parent: Annotated[
        str | None, Query(None, pattern=r"^(\d{4}|\d{6}|\d{9}|\d{12})$", description=N_("Code of a division"))
    ],
    q: Annotated[str, Query("", max_length=50, description=N_("What somebody typed"))],
    cursor: Annotated[
        str, Query("", max_length=12, pattern=r"^\d*$", description=N_("next_cursor of the page before"))
    ],
    limit: Annotated[int, Query(50, ge=1, le=MAX_DIVISIONS, description=N_("At most so many"))],
) -> HttpResponse:
    if q:
        found = _searched(q, level, parent, limit)
        return answer(request, {"items": [_division(d) for d in found], "next_cursor": None})
    if parent is not None and level is None:
        level = _NEXT_LEVEL.get(len(parent))
    rows = _listed(level, parent, cursor, limit + 1)
    items = [_division(d) for d in rows[:limit]]
    return answer(request, {"items": items, "next_cursor": items[-1]["code"] if len(rows) > limit else None})


@operation(
    router,
    "GET",
    "/divisions/{code}",
    open_because=WHY_OPEN,
    answers={200: s.DivisionOut},
    errors=(404,),
    summary=N_("One division"),
    operation_id="read_division",
)
def read_division(request: HttpRequest, code: str) -> HttpResponse:
    found = division(code)
    if found is None:
        raise NotFound(_("There is no division with this code."))
    return answer(request, _division(found))


@operation(
    router,
    "GET",
    "/units",
    open_because=WHY_OPEN,
    answers={200: s.UnitsOut},
    errors=(404,),
    summary=N_("The units of a county"),
    description=N_("The four centres first, then the departments."),
    operation_id="list_units",
)
def list_units(
    request: HttpRequest,
    county: Annotated[str, Query(..., pattern=COUNTY, description=N_("Six digits (GB/T 2260)"))],
) -> HttpResponse:
    known_county(county)
    return answer(request, {"items": [_unit(u) for u in units_of(county)]})


def _searched(q: str, level: Level | None, parent: str | None, limit: int) -> list[DivisionRef]:
    if parent is not None and len(parent) >= 6:
        found = search_places(parent[:6], q, MAX_DIVISIONS)
    elif level in (None, Level.COUNTY):
        found = search_counties(q, MAX_DIVISIONS)
    else:
        message = _("Please name a county as parent: places below it are searched county by county.")
        raise InvalidInput(_("Please check what you sent."), fields={"parent": message})
    fitting = [
        d
        for d in found
        if (level is None or d.level is level) and (parent is None or (d.code.startswith(parent) and d.code != parent))
    ]
    return fitting[:limit]


def _listed(level: Level | None, parent: str | None, after: str, limit: int) -> list[DivisionRef]:
    """By code. Leagues and counties come from this process's memory."""
    if level in (Level.LEAGUE, Level.COUNTY):
        known = leagues() if level is Level.LEAGUE else counties()
        fitting = (d for d in known if d.code > after and (parent is None or d.code.startswith(parent)))
        return [d for d in fitting if d.code != parent][:limit]
    return list(divisions(level, parent, limit=limit, after=after))


def _division(d: DivisionRef) -> s.DivisionOut:
    return {
        "code": d.code,
        "level": LEVEL_OF_LENGTH[len(d.code)].value,
        "parent": d.parent,
        "name": d.name,
        "short_name": d.short_name,
        "name_en": d.name_en,
        "lat": d.lat,
        "lng": d.lng,
    }


def _unit(u: UnitRef) -> s.UnitOut:
    return {
        "id": u.id,
        "code": u.code,
        "county": u.county,
        "kind": u.kind,
        "kind_label": u.kind_label,
        "name": u.name,
        "short_name": u.short_name,
        "phone": u.phone,
        "address": u.address,
        "active": u.active,
    }
