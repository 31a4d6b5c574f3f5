"""Folding appended deltas into tallies. Run by the worker every few seconds; safe to run anywhere, any number of times."""

from __future__ import annotations

from django.db import connection, transaction

#: Deltas of one county taken in one go: keeps the transaction short.
BATCH = 20_000


def fold_tallies() -> int:
    """Moves one batch of deltas of every county into ``tally``; returns how many.

    County by county: rows may lie on different machines. Two folders at once share the work, each delta is counted once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT county FROM tally_delta ORDER BY county")
        waiting = [county for (county,) in cursor.fetchall()]
    return sum(map(_fold, waiting))


def _fold(county: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FOLD, [county, county, BATCH, county, county])
        return int(cursor.fetchone()[0])


# ``stock`` takes what moves requests between states, without day and service; ``stock:…`` is a correction of it alone.
_FOLD = """WITH taken AS (
    DELETE FROM tally_delta WHERE county = %s AND id IN (
      SELECT id FROM tally_delta WHERE county = %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
    RETURNING measure, day, unit_id, service_id, n),
  folded AS (
    INSERT INTO tally AS t (county, measure, day, unit_id, service_id, n)
    SELECT %s::varchar, measure, day, unit_id, service_id, sum(n) FROM taken WHERE NOT starts_with(measure, 'stock:')
    GROUP BY measure, day, unit_id, service_id ORDER BY measure, day, unit_id, service_id
    ON CONFLICT (county, measure, day, unit_id, service_id) DO UPDATE SET n = t.n + EXCLUDED.n),
  stocked AS (
    INSERT INTO stock AS s (county, unit_id, state, n)
    SELECT %s::varchar, unit_id, substr(measure, 7), sum(n) FROM taken
    WHERE starts_with(measure, 'state:') OR starts_with(measure, 'stock:')
    GROUP BY unit_id, substr(measure, 7) ORDER BY unit_id, substr(measure, 7)
    ON CONFLICT (county, unit_id, state) DO UPDATE SET n = s.n + EXCLUDED.n)
  SELECT count(*) FROM taken"""
