"""Keeping, beside each request, by what it is found as like another. Done by the indexing job, never in intake's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from wobangni.service_requests.models import Likeness, ServiceRequest
from wobangni.service_requests.readings import COLUMNS, SPAN, findable, reading_of, with_caller
from wobangni.service_requests.rules.states import OPEN_STATES
from wobangni.triage.rules.likeness_keys import stored_keys
from wobangni.triage.rules.likeness_packed import EDITION, packed

BATCH = 500


def write_likeness(row: ServiceRequest) -> None:
    """(Re)writes what is kept of one request, one statement. The row has ``readings.COLUMNS`` and comes from ``with_caller``."""
    reading = reading_of(row)
    keys = list(stored_keys(reading))
    which: list[Any] = [row.county, row.id]
    kept: list[Any] = [*which, reading.person, Jsonb(packed(reading)), keys]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*which, *which, keys, *kept, *which, keys])


_WRITE = """WITH old AS (SELECT keys FROM likeness WHERE county = %s AND id = %s),
  gone AS (
    DELETE FROM likeness_key WHERE county = %s AND id = %s
      AND key = ANY (SELECT unnest(keys) FROM old) AND key <> ALL (%s::int[])),
  kept AS (
    INSERT INTO likeness (county, id, person, reading, keys) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (county, id) DO UPDATE SET person = EXCLUDED.person, reading = EXCLUDED.reading, keys = EXCLUDED.keys)
  INSERT INTO likeness_key (county, id, key) SELECT %s, %s, unnest(%s::int[]) ON CONFLICT DO NOTHING"""


def reindex_likeness(
    *, now: dt.datetime, counties: Sequence[str], progress: Callable[[int], None] = lambda done: None
) -> int:
    """Writes it for every open or recent request of the counties that has none, or has an older edition; returns how many.

    May be stopped and run again: what is done is done. For what was there before there was an index.
    """
    done = 0
    for county in counties:
        while rows := _without(county, now):
            with transaction.atomic():
                for row in rows:
                    write_likeness(row)
            done += len(rows)
            progress(done)
    return done


def _without(county: str, now: dt.datetime) -> list[ServiceRequest]:
    known = Likeness.objects.filter(county=county, reading__e=EDITION).values("id")
    wanted = ServiceRequest.objects.filter(county=county).filter(findable(now)).exclude(id__in=known)
    return list(with_caller(wanted.only(*COLUMNS)).order_by("-submitted_at", "-id")[:BATCH])


def prune_likeness(*, now: dt.datetime, limit: int = 2_000) -> int:
    """Drops what is kept of requests that are neither open nor recent any more; returns how many. County by county, in short statements."""
    counties = list(Likeness.objects.values_list("county", flat=True).distinct().order_by("county"))
    return sum(_prune(county, now, limit) for county in counties)


def _prune(county: str, now: dt.datetime, limit: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_PRUNE, [county, county, now - SPAN, sorted(OPEN_STATES), limit, county, county])
        return int(cursor.fetchone()[0])


_PRUNE = """WITH old AS (
    SELECT l.id, l.keys FROM likeness l JOIN service_request r ON r.county = l.county AND r.id = l.id
    WHERE l.county = %s AND r.county = %s AND r.submitted_at < %s AND r.state <> ALL (%s) ORDER BY r.submitted_at LIMIT %s),
  keys AS (
    DELETE FROM likeness_key k USING (SELECT id, unnest(keys) AS key FROM old) AS o
    WHERE k.county = %s AND k.key = o.key AND k.id = o.id),
  rows AS (DELETE FROM likeness WHERE county = %s AND id IN (SELECT id FROM old) RETURNING 1)
  SELECT count(*) FROM rows"""
