"""Appending corrections to the figures. Used by the rebuild alone; whatever happens is counted by ``transition``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from wobangni.service_requests.models import TallyDelta

BATCH = 2000


def correct_figures(corrections: Iterable[tuple[str, dt.date, str, int, int, int]]) -> None:
    """Adds (county, day, measure, unit, service, n) to what is kept. Call inside the transaction that saw the difference."""
    TallyDelta.objects.bulk_create(
        (
            TallyDelta(county=county, day=day, measure=measure, unit_id=unit_id, service_id=service_id, n=n)
            for county, day, measure, unit_id, service_id, n in corrections
        ),
        batch_size=BATCH,
    )
