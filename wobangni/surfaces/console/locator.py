"""Where in the county: its outline and a point, drawn as plain SVG. No tiles, no script, no outside server."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from wobangni.organisations.queries import county_boundary

WIDTH, HEIGHT, MARGIN = 360.0, 220.0, 10.0
KM_PER_DEGREE = 111.32
#: Lengths that a scale bar may stand for, in kilometres.
ROUND_KM = (1, 2, 5, 10, 20, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Outline:
    """A county's outline in the picture, and how to bring a point (WGS84) into it."""

    path: str
    west: float
    north: float
    across: float  # pixels per degree of longitude
    down: float  # pixels per degree of latitude
    left: float
    top: float

    def place(self, lat: float, lng: float) -> tuple[float, float]:
        return self.left + (lng - self.west) * self.across, self.top + (self.north - lat) * self.down


@dataclass(frozen=True, slots=True)
class Locator:
    """x, y: the point. ``bar``: pixels that stand for ``km`` kilometres."""

    path: str
    x: float
    y: float
    bar: float
    km: int
    width: float = WIDTH
    height: float = HEIGHT


def locator(county: str, lat: float | None, lng: float | None) -> Locator | None:
    """The picture for a point; None without a point or without an outline."""
    if lat is None or lng is None:
        return None
    outline = _outline(county)
    if outline is None:
        return None
    x, y = outline.place(lat, lng)
    per_km = outline.down / KM_PER_DEGREE
    km = max((k for k in ROUND_KM if k * per_km <= WIDTH / 4), default=ROUND_KM[0])
    inside_x, inside_y = min(max(x, MARGIN), WIDTH - MARGIN), min(max(y, MARGIN), HEIGHT - MARGIN)
    return Locator(outline.path, round(inside_x, 1), round(inside_y, 1), round(km * per_km, 1), km)


@cache
def _outline(county: str) -> Outline | None:
    shape = county_boundary(county)
    if shape is None:
        return None
    rings = _rings(shape)
    lngs, lats = [p[0] for r in rings for p in r], [p[1] for r in rings for p in r]
    west, east, south, north = min(lngs), max(lngs), min(lats), max(lats)
    squeeze = math.cos(math.radians((south + north) / 2))
    down = min((WIDTH - 2 * MARGIN) / ((east - west) * squeeze), (HEIGHT - 2 * MARGIN) / (north - south))
    outline = Outline(
        path="",
        west=west,
        north=north,
        across=down * squeeze,
        down=down,
        left=(WIDTH - (east - west) * squeeze * down) / 2,
        top=(HEIGHT - (north - south) * down) / 2,
    )
    path = "".join(_ring_path(outline, ring) for ring in rings)
    return Outline(path, west, north, outline.across, down, outline.left, outline.top)


def _ring_path(outline: Outline, ring: list[tuple[float, float]]) -> str:
    """Points closer than half a pixel to the one before are left out."""
    kept: list[tuple[float, float]] = []
    for lng, lat in ring:
        x, y = outline.place(lat, lng)
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= 0.5:
            kept.append((x, y))
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z" if len(kept) > 2 else ""


def _rings(shape: dict[str, object]) -> list[list[tuple[float, float]]]:
    """All rings of a GeoJSON Feature, Polygon or MultiPolygon."""
    geometry = shape.get("geometry", shape)
    assert isinstance(geometry, dict)
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return [[(p[0], p[1]) for p in ring] for polygon in polygons for ring in polygon]
