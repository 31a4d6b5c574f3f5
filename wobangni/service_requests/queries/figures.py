"""Figures: as they are kept, and as the events say they must be."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from django.db.models import Sum

from wobangni.kernel.clock import local_date
from wobangni.service_requests.models import Event, Stock, Tally, TallyDelta
from wobangni.service_requests.rules.tallies import STATE, STOCK, Dimensions, deltas

CHUNK = 2000  # rows
#: Stands where a figure has no day: the stock is what it is now.
NO_DAY = dt.date(1970, 1, 1)


class Cell(NamedTuple):
    """What one number counts: a measure on one day for one unit and service (0: none)."""

    measure: str
    day: dt.date
    unit_id: int
    service_id: int


def figures_from_events(county: str | None = None) -> Iterator[tuple[str, Counter[Cell]]]:
    """(county, its figures) counted anew from events alone, counties in order. One streamed query; memory holds one county's figures."""
    events = Event.objects.order_by("county", "service_request_id", "seq").values_list(
        "county", "service_request_id", "to_state", "unit_id", "service_id", "action", "data", "at"
    )
    if county is not None:
        events = events.filter(county=county)
    for of, rows in groupby(events.iterator(chunk_size=CHUNK), key=lambda row: row[0]):
        counted: Counter[Cell] = Counter()
        previous, before = None, None
        for _county, request_id, state, unit_id, service_id, action, data, at in rows:
            if request_id != previous:
                previous, before = request_id, None
            after = Dimensions(state, unit_id or 0, service_id or 0)
            for delta in deltas(before, after, action, data):
                counted[Cell(delta.measure, delta.day or local_date(at), delta.unit_id, delta.service_id)] += delta.n
            before = after
        _add_stock(counted)
        yield of, counted


def kept_figures(county: str) -> Counter[Cell]:
    """One county's figures as kept: what is folded and what is not yet. Three queries."""
    kept: Counter[Cell] = Counter()
    stock: Counter[Cell] = Counter()
    for unit_id, state, n in Stock.objects.filter(county=county).values_list("unit_id", "state", "n"):
        stock[_stock_cell(state, unit_id)] += n
    for model in (Tally, TallyDelta):
        sums = model.objects.filter(county=county).values_list("measure", "day", "unit_id", "service_id")
        for measure, day, unit_id, service_id, n in sums.annotate(total=Sum("n")).iterator(chunk_size=CHUNK):
            if not measure.startswith(STOCK):
                kept[Cell(measure, day, unit_id, service_id)] += n
            if model is TallyDelta and measure.startswith((STATE, STOCK)):
                stock[_stock_cell(measure[len(STATE) :], unit_id)] += n
    kept.update(stock)
    return kept


def _add_stock(counted: Counter[Cell]) -> None:
    """What the stock table must hold, from the same events: states without day and service."""
    for cell, n in list(counted.items()):
        if cell.measure.startswith(STATE):
            counted[_stock_cell(cell.measure[len(STATE) :], cell.unit_id)] += n


def _stock_cell(state: str, unit_id: int) -> Cell:
    return Cell(STOCK + state, NO_DAY, unit_id, 0)


def counties_with_figures() -> set[str]:
    """Counties for which any figure is kept. Three queries."""
    return {
        c for model in (Tally, TallyDelta, Stock) for c in model.objects.values_list("county", flat=True).distinct()
    }


def totals(
    measures: Iterable[str], *, counties: Iterable[str], since: dt.date, until: dt.date
) -> dict[str, Counter[str]]:
    """By county, the sum of each measure over the days from ``since`` up to and including ``until``. One query."""
    found: dict[str, Counter[str]] = {county: Counter() for county in counties}
    folded, fresh = (
        model.objects.filter(county__in=sorted(found), measure__in=sorted(measures), day__range=(since, until))
        .values_list("county", "measure")
        .annotate(total=Sum("n"))
        for model in (Tally, TallyDelta)
    )
    for county, measure, n in folded.union(fresh, all=True):
        found[county][measure] += n
    return found
