"""Appending corrections to the figures. Used by the rebuild alone; whatever happens is counted by ``transition``."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from wobangni.service_requests.models import TallyDelta
from wobangni.service_requests.queries.figures import NO_DAY
from wobangni.service_requests.rules.tallies import STATE, STOCK

BATCH = 2000


def correct_figures(corrections: Iterable[tuple[str, dt.date, str, int, int, int]]) -> None:
    """Adds (county, day, measure, unit, service, n) to what is kept. Call inside the transaction that saw the difference.

    A ``state:`` measure is corrected in the tally alone, a ``stock:`` one in the stock table alone: when deltas are folded, ``state:`` goes to both,
    so the stock's share of it is taken back here.
    """
    wanted: Counter[tuple[str, dt.date, str, int, int]] = Counter()
    for county, day, measure, unit_id, service_id, n in corrections:
        wanted[county, day, measure, unit_id, service_id] += n
        if measure.startswith(STATE):
            wanted[county, NO_DAY, STOCK + measure.removeprefix(STATE), unit_id, 0] -= n
    TallyDelta.objects.bulk_create(
        (
            TallyDelta(county=county, day=day, measure=measure, unit_id=unit_id, service_id=service_id, n=n)
            for (county, day, measure, unit_id, service_id), n in wanted.items()
            if n
        ),
        batch_size=BATCH,
    )
