"""Proof that every figure follows from the events (invariant 4)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from wobangni.kernel.scope import one_moment
from wobangni.service_requests.queries.figures import Cell, counties_with_figures, figures_from_events, kept_figures


@dataclass(frozen=True, slots=True)
class Difference:
    """One number that is not what the events say. ``unit_id``, ``service_id``: 0 for none."""

    county: str
    measure: str
    day: dt.date
    unit_id: int
    service_id: int
    kept: int
    counted: int


def verify_figures(county: str | None = None) -> list[Difference]:
    """All differences between the figures kept and those counted anew from events; empty when all is well. Sees one moment, so it may run at any time."""
    found: list[Difference] = []
    with one_moment():
        left = {county} if county is not None else counties_with_figures()
        for of, counted in figures_from_events(county):
            left.discard(of)
            found += _differences(of, counted)
        for of in sorted(left):  # figures without any event
            found += _differences(of, Counter())
    return found


def _differences(county: str, counted: Counter[Cell]) -> list[Difference]:
    kept = kept_figures(county)
    return [
        Difference(county, *cell, kept=kept[cell], counted=counted[cell])
        for cell in sorted(kept.keys() | counted.keys())
        if kept[cell] != counted[cell]
    ]
