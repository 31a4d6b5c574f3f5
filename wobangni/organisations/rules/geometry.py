"""Where a point lies. Plane geometry on degrees is enough: counties are small against the earth."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

Ring = tuple[tuple[float, float], ...]  # (lng, lat), not closed
KM_PER_DEGREE = 111.32
ENCODED_STEPS = 10_000  # in a degree


@dataclass(frozen=True)
class Outline:
    """The outer rings of one county, WGS84."""

    rings: tuple[Ring, ...]

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        lngs = [lng for ring in self.rings for lng, _ in ring]
        lats = [lat for ring in self.rings for _, lat in ring]
        return min(lngs), min(lats), max(lngs), max(lats)

    @cached_property
    def area(self) -> float:
        """In square kilometres, roughly: to tell the smaller of two."""
        return sum(_ring_area(ring) for ring in self.rings)

    def contains(self, lat: float, lng: float) -> bool:
        west, south, east, north = self.box
        if not (west <= lng <= east and south <= lat <= north):
            return False
        return any(_in_ring(ring, lat, lng) for ring in self.rings)

    def distance_km(self, lat: float, lng: float) -> float:
        """To the nearest point of the county; 0 within."""
        if self.contains(lat, lng):
            return 0.0
        squeeze = math.cos(math.radians(lat))
        return KM_PER_DEGREE * min(_to_ring(ring, lat, lng, squeeze) for ring in self.rings)

    def box_distance_km(self, lat: float, lng: float) -> float:
        """To the box around the county: never more than to the county itself."""
        west, south, east, north = self.box
        dx = max(west - lng, 0.0, lng - east) * math.cos(math.radians(lat))
        return KM_PER_DEGREE * math.hypot(dx, max(south - lat, 0.0, lat - north))


def decode(rings: Sequence[Sequence[int]]) -> Outline:
    """From the shipped form: first point, then steps, in 1/10000 degrees."""
    return Outline(tuple(_decode_ring(flat) for flat in rings))


def area_at(outlines: Mapping[str, Outline], lat: float, lng: float, margin_km: float = 0.0) -> str | None:
    """The key of the outline that the point lies in, or else of the nearest within ``margin_km``; None if there is none.

    Where one county lies within another's outline, the smaller one is meant.
    """
    inside = [code for code, outline in outlines.items() if outline.contains(lat, lng)]
    if inside:
        return min(inside, key=lambda code: outlines[code].area)
    near = [
        (outline.distance_km(lat, lng), code)
        for code, outline in outlines.items()
        if outline.box_distance_km(lat, lng) <= margin_km
    ]
    return min(near)[1] if near and min(near)[0] <= margin_km else None


def to_geojson(outline: Outline) -> dict[str, object]:
    """A GeoJSON geometry (RFC 7946): MultiPolygon, rings closed, counter-clockwise."""
    polygons = []
    for ring in outline.rings:
        points = ring if _signed_area(ring) > 0 else tuple(reversed(ring))
        polygons.append([[list(point) for point in (*points, points[0])]])
    return {"type": "MultiPolygon", "coordinates": polygons}


def is_place(lat: float, lng: float) -> bool:
    """Whether these can be a latitude and a longitude at all."""
    return math.isfinite(lat) and math.isfinite(lng) and -90 <= lat <= 90 and -180 <= lng <= 180


def _decode_ring(flat: Sequence[int]) -> Ring:
    lng = lat = 0
    points = []
    for i in range(0, len(flat), 2):
        lng, lat = lng + flat[i], lat + flat[i + 1]
        points.append((lng / ENCODED_STEPS, lat / ENCODED_STEPS))
    return tuple(points)


def _in_ring(ring: Ring, lat: float, lng: float) -> bool:
    """Even-odd rule along a ray to the east."""
    inside = False
    last_lng, last_lat = ring[-1]
    for here_lng, here_lat in ring:
        if (here_lat > lat) != (last_lat > lat):
            crossing = here_lng + (lat - here_lat) / (last_lat - here_lat) * (last_lng - here_lng)
            if lng < crossing:
                inside = not inside
        last_lng, last_lat = here_lng, here_lat
    return inside


def _to_ring(ring: Ring, lat: float, lng: float, squeeze: float) -> float:
    """Distance in degrees of latitude."""
    nearest = math.inf
    ax, ay = (ring[-1][0] - lng) * squeeze, ring[-1][1] - lat
    for point_lng, point_lat in ring:
        bx, by = (point_lng - lng) * squeeze, point_lat - lat
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        t = max(0.0, min(1.0, -(ax * dx + ay * dy) / length)) if length else 0.0
        nearest = min(nearest, math.hypot(ax + t * dx, ay + t * dy))
        ax, ay = bx, by
    return nearest


def _signed_area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True)) / 2


def _ring_area(ring: Ring) -> float:
    middle = ring[0][1]
    return abs(_signed_area(ring)) * KM_PER_DEGREE**2 * math.cos(math.radians(middle))
