"""A drawn outline: reading it from what people paste, and whether it can be one."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from wobangni.organisations.rules.geometry import is_place

Point = tuple[float, float]  # lng, lat
MOST_POINTS = 500
_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{1,12})?")


class RingTrouble(StrEnum):
    """What is wrong with an outline."""

    UNREADABLE = "unreadable"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    OPEN = "open"
    CROSSING = "crossing"
    FLAT = "flat"


class BadRing(ValueError):
    """An outline that can't be used."""

    def __init__(self, trouble: RingTrouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def read_ring(text: str) -> tuple[Point, ...]:
    """The closed ring that was typed: a GeoJSON Polygon, or one point a line as ``latitude, longitude``; lines are closed for the reader.

    In this region the longitude (97–127) is always the larger number, so the order doesn't matter. Raises BadRing.
    """
    text = text.strip()
    if text.startswith("{"):
        return _of_geojson(text)
    points = []
    for line in filter(None, (part.strip() for part in re.split(r"[\n;；]", text))):
        numbers = _NUMBER.findall(line)
        if len(numbers) != 2 or _NUMBER.sub("", line).strip(" ,，\t()（）°") != "":
            raise BadRing(RingTrouble.UNREADABLE)
        lat, lng = sorted(map(float, numbers))
        points.append((lng, lat))
    if points and points[0] != points[-1]:
        points.append(points[0])
    return tuple(points)


def check_ring(ring: Sequence[Point]) -> None:
    """Raises BadRing unless the ring is closed, has an area and does not cross or touch itself. ``ring``: (lng, lat), WGS84."""
    if len(ring) > MOST_POINTS + 1:
        raise BadRing(RingTrouble.TOO_MANY)
    if not all(is_place(lat, lng) for lng, lat in ring):
        raise BadRing(RingTrouble.UNREADABLE)
    if len(ring) < 2 or ring[0] != ring[-1]:
        raise BadRing(RingTrouble.OPEN)
    if len(set(ring)) < 3:
        raise BadRing(RingTrouble.TOO_FEW)
    edges = list(pairwise(ring))
    if any(a == b for a, b in edges) or len(set(ring)) != len(ring) - 1:
        raise BadRing(RingTrouble.CROSSING)
    for i, first in enumerate(edges):
        for j in range(i + 2, len(edges)):
            if (i, j) != (0, len(edges) - 1) and _meet(*first, *edges[j]):
                raise BadRing(RingTrouble.CROSSING)
    if math.isclose(sum(a[0] * b[1] - b[0] * a[1] for a, b in edges), 0.0, abs_tol=1e-10):
        raise BadRing(RingTrouble.FLAT)


def corners_and_middles(ring: Sequence[Point]) -> list[Point]:
    """Points by which to tell whether a ring lies somewhere: its corners and the middles of its sides."""
    return [*ring[:-1], *(((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in pairwise(ring))]


def _of_geojson(text: str) -> tuple[Point, ...]:
    """A Polygon with one ring, bare or as the geometry of a Feature."""
    try:
        found = json.loads(text)
        if found["type"] == "Feature":
            found = found["geometry"]
        [ring] = found["coordinates"]
        if found["type"] != "Polygon":
            raise BadRing(RingTrouble.UNREADABLE)
        return tuple((float(lng), float(lat)) for lng, lat, *_height in ring)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise BadRing(RingTrouble.UNREADABLE) from error


def _meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the two sides have a point in common."""
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if turns[0] * turns[1] < 0 and turns[2] * turns[3] < 0:
        return True
    lying = ((turns[0], a, b, c), (turns[1], a, b, d), (turns[2], c, d, a), (turns[3], c, d, b))
    return any(turn == 0 and _within(p, q, r) for turn, p, q, r in lying)


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _within(a: Point, b: Point, c: Point) -> bool:
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])
