"""Putting figures right from the events."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.utils.translation import gettext as _

from wobangni.assessment.queries.verify import Difference, verify_figures
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.errors import Forbidden
from wobangni.kernel.scope import one_moment
from wobangni.service_requests.commands.correct_figures import correct_figures

#: Arbitrary; two rebuilds at once would correct the same differences twice.
REBUILD_LOCK = 0x77_6F_62_66


def rebuild_figures(*, actor: Actor, now: dt.datetime, county: str | None = None) -> list[Difference]:
    """Makes every figure (of one county) what the events say; returns what was wrong.

    Only differences are written, as deltas, seen and written at one moment: work goes on meanwhile, and what it counts stays counted.
    Raises Forbidden for anybody but the platform itself.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise Forbidden(_("Only the platform itself rebuilds figures."))
    with connection.cursor() as cursor:
        # Before the transaction: what it sees must not be older than the lock.
        cursor.execute("SELECT pg_advisory_lock(%s)", [REBUILD_LOCK])
        try:
            with one_moment():
                wrong = verify_figures(county)
                correct_figures(
                    (d.county, d.day, d.measure, d.unit_id, d.service_id, d.counted - d.kept) for d in wrong
                )
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [REBUILD_LOCK])
    return wrong
