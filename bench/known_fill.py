"""Hundreds of thousands of findable requests in one county, by SQL in a minute or two. Not a way to make requests: hashes are dummies, there is no history."""

from __future__ import annotations

import json

from django.db import connection
from stdnum import damm

from wobangni.triage.rules.likeness import read
from wobangni.triage.rules.likeness_keys import stored_keys
from wobangni.triage.rules.likeness_packed import packed


def fill_known(county: str, n: int, texts: list[tuple[str, str]]) -> None:
    """Writes ``n`` requests of ``county``, the texts over and over by different people, each with what the indexing job would write."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE told (i int, title text, body text, reading jsonb, keys int[])")
        with cursor.copy("COPY told FROM STDIN") as copy:
            for i, (title, body) in enumerate(texts):
                reading = read(title, body)
                copy.write_row((i, title, body, json.dumps(packed(reading)), list(stored_keys(reading))))
        cursor.execute("CREATE TEMP TABLE made (i int, id uuid, code text)")
        with cursor.copy("COPY made (i, code) FROM STDIN") as copy:
            for i in range(n):
                body = f"{county}{i + 1:09d}"
                copy.write_row((i, body + str(damm.calc_check_digit(body))))
        # As new_id would: in order of time, so that the newest come last in the index.
        cursor.execute("UPDATE made SET id = (lpad(to_hex(i), 12, '0') || '7' || substr(md5(i::text), 1, 19))::uuid")
        for statement in _STATEMENTS:
            cursor.execute(statement, {"county": county, "texts": len(texts)})
            cursor.execute(
                "DISCARD PLANS"
            )  # made when the tables were empty: each foreign key would read a whole table
        cursor.execute("ANALYZE service_request, likeness, likeness_key")


_STATEMENTS = [
    """
    INSERT INTO service_request (county, id, code, state, back_state, version, last_hash, title, description, answers, service_id, channel,
      place_text, urgent, supervised, anonymous, submitted_at, updated_at, returns, reworks, extensions, extension_pending, reminders, source, external_id, demo)
    SELECT %(county)s, m.id, m.code, (ARRAY['closed', 'closed', 'closed', 'in_progress', 'dispatched', 'submitted'])[1 + m.i %% 6], '', 3, '\\x00'::bytea,
      t.title, t.body, '{}', services[1 + m.i %% array_length(services, 1)], 'web', '', false, false, false,
      now() - (m.i %% 170) * interval '1 day', now(), 0, 0, 0, 0, 0, '', '', false
    FROM made m JOIN told t ON t.i = (m.i::bigint * 7919) %% %(texts)s, (SELECT array_agg(id ORDER BY id) AS services FROM service) AS s
    ORDER BY m.i
    """,
    """
    INSERT INTO likeness (county, id, person, reading, keys)
    SELECT %(county)s, m.id, md5('p' || m.i %% 200000), t.reading, t.keys
    FROM made m JOIN told t ON t.i = (m.i::bigint * 7919) %% %(texts)s ORDER BY m.id
    """,
    """
    INSERT INTO likeness_key (county, key, id)
    SELECT %(county)s, key, m.id FROM made m JOIN told t ON t.i = (m.i::bigint * 7919) %% %(texts)s, unnest(t.keys) AS key ORDER BY key, m.id
    """,
]
