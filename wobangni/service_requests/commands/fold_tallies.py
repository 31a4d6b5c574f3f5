"""Folding appended deltas into tallies. Run by the worker every few seconds; safe to run anywhere, any number of times."""

from __future__ import annotations

from django.db import connection, transaction

#: Deltas taken in one go: keeps the transaction short.
BATCH = 20_000


def fold_tallies() -> int:
    """Moves one batch of deltas into ``tally``; returns how many. Two folders at once share the work, each delta is counted once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """WITH taken AS (
                 DELETE FROM tally_delta WHERE (county, id) IN (
                   SELECT county, id FROM tally_delta ORDER BY county, id LIMIT %s FOR UPDATE SKIP LOCKED)
                 RETURNING county, measure, day, unit_id, service_id, n),
               folded AS (
                 INSERT INTO tally AS t (county, measure, day, unit_id, service_id, n)
                 SELECT county, measure, day, unit_id, service_id, sum(n) FROM taken
                 GROUP BY county, measure, day, unit_id, service_id ORDER BY county, measure, day, unit_id, service_id
                 ON CONFLICT (county, measure, day, unit_id, service_id) DO UPDATE SET n = t.n + EXCLUDED.n)
               SELECT count(*) FROM taken""",
            [BATCH],
        )
        return int(cursor.fetchone()[0])
