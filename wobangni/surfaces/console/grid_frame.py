"""What the command page of the grids shows besides its rows: the townships to choose from, and the data of its map."""

from __future__ import annotations

import json
from collections.abc import Sequence

from wobangni.organisations.queries import DivisionRef, LocalPlaceRef, division, grids_of
from wobangni.service_requests.queries.grid import Point

_TOWNSHIP = 9  # digits


def townships(county: str) -> list[DivisionRef]:
    """Those in which there are grids, in the order of their codes."""
    codes = sorted({g.division[:_TOWNSHIP] for g in grids_of(county) if len(g.division) >= _TOWNSHIP})
    return [found for code in codes if (found := division(code)) is not None]


def map_data(grids: Sequence[LocalPlaceRef], points: Sequence[Point]) -> str:
    """Outlines and requests as JSON. Of a request only its code, place and light: nobody's name, no words."""
    return json.dumps(
        {
            "grids": [{"name": g.name, "ring": [[lat, lng] for lng, lat in g.ring]} for g in grids if g.ring],
            "points": [{"code": p.code, "at": [p.lat, p.lng], "light": p.light} for p in points],
        },
        ensure_ascii=False,
    )
