"""County shapes: from ECharts' GeoJSON to simplified rings in WGS84 whose shared borders stay shared."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

Point = tuple[int, int]
Ring = list[Point]
GRID = 1024  # the source's own resolution: about 100 m
PRECISION = 10_000  # ours: 0.0001 degrees
TOLERANCE = 2.0  # in steps of the source's grid: about 200 m


def read_shapes(folder: Path) -> tuple[dict[str, list[Ring]], dict[str, tuple[float, float]]]:
    """Outer rings on the source's grid, and each county's seat (lng, lat), by county code. No shape of the source has holes."""
    rings: dict[str, list[Ring]] = {}
    seats: dict[str, tuple[float, float]] = {}
    for path in sorted(folder.glob("nei4_meng2_gu3_*.geojson")):
        for feature in json.loads(path.read_text())["features"]:
            geometry, code = feature["geometry"], feature["id"]
            polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
            rings[code] = [_open_ring(polygon[0]) for polygon in polygons]
            seats[code] = tuple(feature["properties"]["cp"])
    return rings, seats


def _open_ring(coordinates: Sequence[Sequence[float]]) -> Ring:
    """On the grid, without repetitions, last point not the first."""
    ring: Ring = []
    for lng, lat in coordinates:
        point = (round(lng * GRID), round(lat * GRID))
        if not ring or ring[-1] != point:
            ring.append(point)
    return ring[:-1] if ring[0] == ring[-1] else ring


def simplify_all(shapes: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """Each border between two counties is simplified once, so that neighbours still fit."""
    owners: dict[Point, set[str]] = defaultdict(set)
    for code, rings in shapes.items():
        for ring in rings:
            for point in ring:
                owners[point].add(code)
    return {code: [_simplify_ring(ring, owners) for ring in rings] for code, rings in shapes.items()}


def _simplify_ring(ring: Ring, owners: dict[Point, set[str]]) -> Ring:
    n = len(ring)
    # A corner where the set of owners changes begins an arc; both neighbours find the same corners.
    cuts = [
        i
        for i in range(n)
        if len(owners[ring[i]]) > 2
        or owners[ring[i]] != owners[ring[i - 1]]
        or owners[ring[i]] != owners[ring[(i + 1) % n]]
    ]
    if len(cuts) < 2:
        # An island shape: two far points that do not depend on where the ring begins.
        low = min(range(n), key=ring.__getitem__)
        far = max(range(n), key=lambda i: (math.dist(ring[low], ring[i]), ring[i]))
        cuts = sorted({low, far})
    simple: Ring = []
    for begin, end in zip(cuts, [*cuts[1:], cuts[0] + n], strict=True):
        arc = [ring[i % n] for i in range(begin, end + 1)]
        turned = arc[0] > arc[-1]
        kept = douglas_peucker(arc[::-1] if turned else arc, TOLERANCE)
        simple.extend((kept[::-1] if turned else kept)[:-1])
    return simple


def douglas_peucker(points: Sequence[Point], tolerance: float) -> list[Point]:
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        furthest, where = 0.0, 0
        for i in range(first + 1, last):
            away = _distance(points[i], points[first], points[last])
            if away > furthest:
                furthest, where = away, i
        if furthest > tolerance:
            keep.add(where)
            spans += [(first, where), (where, last)]
    return [points[i] for i in sorted(keep)]


def _distance(p: Point, a: Point, b: Point) -> float:
    (px, py), (ax, ay), (bx, by) = p, a, b
    dx, dy = bx - ax, by - ay
    if not dx and not dy:
        return math.dist(p, a)
    t = max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy)))
    return math.dist(p, (ax + t * dx, ay + t * dy))


def to_wgs84(lng: float, lat: float) -> tuple[float, float]:
    """From GCJ-02, the shifted coordinates of Chinese web maps, which the source uses. Exact to about a metre."""
    guess_lng, guess_lat = lng, lat
    for _ in range(3):
        shifted_lng, shifted_lat = _to_gcj02(guess_lng, guess_lat)
        guess_lng, guess_lat = guess_lng + lng - shifted_lng, guess_lat + lat - shifted_lat
    return guess_lng, guess_lat


def _to_gcj02(lng: float, lat: float) -> tuple[float, float]:
    a, ee = 6378245.0, 0.00669342162296594323
    x, y = lng - 105.0, lat - 35.0
    wave = (20.0 * math.sin(6.0 * x * math.pi) + 20.0 * math.sin(2.0 * x * math.pi)) * 2.0 / 3.0
    d_lat = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x)) + wave
    d_lat += (20.0 * math.sin(y * math.pi) + 40.0 * math.sin(y / 3.0 * math.pi)) * 2.0 / 3.0
    d_lat += (160.0 * math.sin(y / 12.0 * math.pi) + 320.0 * math.sin(y * math.pi / 30.0)) * 2.0 / 3.0
    d_lng = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x)) + wave
    d_lng += (20.0 * math.sin(x * math.pi) + 40.0 * math.sin(x / 3.0 * math.pi)) * 2.0 / 3.0
    d_lng += (150.0 * math.sin(x / 12.0 * math.pi) + 300.0 * math.sin(x / 30.0 * math.pi)) * 2.0 / 3.0
    rad = math.radians(lat)
    magic = 1 - ee * math.sin(rad) ** 2
    d_lat = d_lat * 180.0 / ((a * (1 - ee)) / (magic * math.sqrt(magic)) * math.pi)
    d_lng = d_lng * 180.0 / (a / math.sqrt(magic) * math.cos(rad) * math.pi)
    return lng + d_lng, lat + d_lat
