"""What is due: one look at one index, whatever lies behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from wobangni.catalogue.rules.limits import LimitKind


@dataclass(frozen=True, slots=True)
class Due:
    """One clock that the platform must look at. ``step``: of the ladder; None: the platform acts by itself. ``ends_at``: when the
    clock itself is over; ``version``: of the request, then."""

    county: str
    id: UUID  # the clock's
    at: dt.datetime
    kind: LimitKind
    run: int
    step: int | None
    ends_at: dt.datetime
    code: str
    version: int


def due_by(now: dt.datetime, *, after: Due | None, limit: int) -> list[Due]:
    """At most ``limit`` clocks due at ``now``, the longest due first, from behind ``after`` on. Locks nothing: whoever takes one looks again under its
    lock (design.md, "Spread over machines"). One query."""
    place = (after.at, after.county, after.id) if after else (_LONG_AGO, "", UUID(int=0))
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [now, *place, limit])
        return [
            Due(county, one, at, LimitKind(kind), run, step, ends_at, code, version)
            for county, one, at, kind, run, step, ends_at, code, version in cursor.fetchall()
        ]


_LONG_AGO = dt.datetime(1900, 1, 1, tzinfo=dt.UTC)
_DUE = """
WITH due AS MATERIALIZED (
  SELECT county, id, next_at, kind, run, next_step, due_at, service_request_id FROM deadline
  WHERE next_at <= %s AND (next_at, county, id) > (%s, %s, %s) ORDER BY next_at, county, id LIMIT %s)
SELECT d.county, d.id, d.next_at, d.kind, d.run, d.next_step, d.due_at, r.code, r.version
FROM due d JOIN service_request r ON r.county = d.county AND r.id = d.service_request_id
ORDER BY d.next_at, d.county, d.id
"""
