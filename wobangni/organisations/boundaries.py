"""County outlines from the shipped file, read once when first asked for."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from wobangni.organisations.rules import geometry
from wobangni.organisations.rules.geometry import Outline

#: A place may lie this far outside the outline and still be taken for the county's: outlines are simplified and telephones err.
MARGIN_KM = 3.0


@cache
def outlines() -> dict[str, Outline]:
    """By county code."""
    packed = (files("wobangni.organisations") / "data" / "boundaries" / "counties.json.gz").read_bytes()
    encoded: dict[str, list[list[int]]] = orjson.loads(gzip.decompress(packed))
    return {code: geometry.decode(rings) for code, rings in encoded.items()}


def county_at(lat: float, lng: float, *, margin_km: float = 0.0) -> str | None:
    """Code of the county in which the point (WGS84) lies; else of the nearest within ``margin_km``; else None."""
    return geometry.area_at(outlines(), lat, lng, margin_km) if geometry.is_place(lat, lng) else None


def is_in_county(county: str, lat: float, lng: float, *, margin_km: float = MARGIN_KM) -> bool:
    """Whether the point lies in the county or at most ``margin_km`` outside. False for a county without an outline."""
    outline = outlines().get(county)
    if outline is None or not geometry.is_place(lat, lng):
        return False
    return outline.box_distance_km(lat, lng) <= margin_km and outline.distance_km(lat, lng) <= margin_km


def county_boundary(county: str) -> dict[str, Any] | None:
    """The county's outline as a GeoJSON Feature with its box; None for a county without one."""
    outline = outlines().get(county)
    if outline is None:
        return None
    return {
        "type": "Feature",
        "id": county,
        "bbox": list(outline.box),
        "properties": {"code": county},
        "geometry": geometry.to_geojson(outline),
    }
