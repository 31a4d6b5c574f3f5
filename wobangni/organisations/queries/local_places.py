"""Landmarks and grids of a county."""

from __future__ import annotations

from dataclasses import dataclass

from wobangni.organisations import reference
from wobangni.organisations.models import LocalPlace
from wobangni.organisations.queries.units import UnitRef, unit, units_of
from wobangni.organisations.rules.geometry import Outline
from wobangni.organisations.rules.grid_choice import Area, choose_grid
from wobangni.organisations.rules.kinds import LocalKind, UnitKind


@dataclass(frozen=True, slots=True)
class LocalPlaceRef:
    """One landmark or grid. ``division``: code of the smallest division that it lies in. ``outline``: of its polygon, WGS84."""

    id: int
    county: str
    kind: LocalKind
    name: str
    other_names: tuple[str, ...]
    division: str
    lat: float | None
    lng: float | None
    ring: tuple[tuple[float, float], ...]  # closed, (lng, lat); empty if none is drawn
    outline: Outline | None
    villages: tuple[str, ...]
    unit_id: int | None  # that takes a grid's requests, where the county has said which
    party_group: str
    active: bool

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.other_names)


def local_places(county: str, *, inactive: bool = False) -> tuple[LocalPlaceRef, ...]:
    """Those of a county by kind and name; ``inactive``: those out of use too. No query once the county has been read."""
    found = _kept.get(county)
    return found if inactive else tuple(p for p in found if p.active)


def local_place(county: str, place_id: int) -> LocalPlaceRef | None:
    """The one with this id, in use or not."""
    return next((p for p in _kept.get(county) if p.id == place_id), None)


def grids_at(county: str, lat: float, lng: float) -> tuple[LocalPlaceRef, ...]:
    """The grids in use of a county whose polygon holds the point, the smallest first."""
    found = [
        p
        for p in local_places(county)
        if p.kind is LocalKind.GRID and p.outline is not None and p.outline.contains(lat, lng)
    ]
    return tuple(sorted(found, key=lambda p: p.outline.area if p.outline else 0.0))


def grids_of(county: str) -> tuple[LocalPlaceRef, ...]:
    """The grids in use of a county, by name."""
    return tuple(p for p in local_places(county) if p.kind is LocalKind.GRID)


def grid_for(county: str, division: str | None, lat: float | None, lng: float | None) -> LocalPlaceRef | None:
    """The grid in which something at this point, else in this village, lies (``rules/grid_choice``). No query once the county has been read."""
    grids = {g.id: g for g in grids_of(county)}
    areas = [Area(g.id, g.outline, g.division, g.villages) for g in grids.values()]
    return grids.get(choose_grid(areas, division or "", lat, lng) or 0)


def unit_of_grid(grid: LocalPlaceRef) -> UnitRef | None:
    """The unit that takes a grid's requests: the one that the county named, else its party and community service centre."""
    named = unit(grid.unit_id) if grid.unit_id else None
    if named is not None and named.active:
        return named
    return next((u for u in units_of(grid.county) if u.kind is UnitKind.CENTRE_PARTY), None)


def _load(county: str) -> tuple[LocalPlaceRef, ...]:
    rows = LocalPlace.objects.filter(county=county).order_by("kind", "name", "id")
    return tuple(map(_ref, rows))


def _ref(row: LocalPlace) -> LocalPlaceRef:
    ring = tuple((lng, lat) for lng, lat in row.polygon or ())
    return LocalPlaceRef(
        id=row.id,
        county=row.county_id,
        kind=LocalKind(row.kind),
        name=row.name,
        other_names=tuple(row.other_names),
        division=row.division_id,
        lat=row.lat,
        lng=row.lng,
        ring=ring,
        outline=Outline((ring[:-1],)) if ring else None,
        villages=tuple(row.villages),
        unit_id=row.unit_id,
        party_group=row.party_group,
        active=row.active,
    )


_kept: reference.Kept[str, tuple[LocalPlaceRef, ...]] = reference.Kept(reference.LOCAL_PLACES, _load)
