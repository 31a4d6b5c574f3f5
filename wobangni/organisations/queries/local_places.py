"""Landmarks and grids of a county."""

from __future__ import annotations

from dataclasses import dataclass

from wobangni.organisations import reference
from wobangni.organisations.models import LocalPlace
from wobangni.organisations.rules.geometry import Outline
from wobangni.organisations.rules.kinds import LocalKind


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
        active=row.active,
    )


_kept: reference.Kept[str, tuple[LocalPlaceRef, ...]] = reference.Kept(reference.LOCAL_PLACES, _load)
