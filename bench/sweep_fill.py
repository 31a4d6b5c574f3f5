"""Hundreds of thousands of open requests in some counties, by SQL in a minute or two. Not a way to make requests: hashes are dummies, there is no history.

Every one is dispatched and has a clock for signing, a response that is met and one for the answer; none is due for a year.
"""

from __future__ import annotations

from django.db import connection
from stdnum import damm


def fill_open(counties: list[str], first: int, last: int) -> None:
    """Requests number ``first`` to ``last``, spread evenly over ``counties``."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS made (county text, i int, id uuid, code text)")
        cursor.execute("TRUNCATE made")
        with cursor.copy("COPY made (county, i, code) FROM STDIN") as copy:
            for i in range(first, last + 1):
                county = counties[i % len(counties)]
                body = f"{county}{i:09d}"
                copy.write_row((county, i, body + str(damm.calc_check_digit(body))))
        # As new_id would: in order of time.
        cursor.execute("UPDATE made SET id = (lpad(to_hex(i), 12, '0') || '7' || substr(md5(i::text), 1, 19))::uuid")
        for statement in _STATEMENTS:
            cursor.execute(statement)
            cursor.execute("DISCARD PLANS")  # made when the tables were empty
        cursor.execute("ANALYZE service_request, deadline, assignment, service_request_event")


def make_due(number: int) -> None:
    """Lets the time of ``number`` orders to be signed run out a minute ago, all over the counties: of such as have not been told before."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE deadline SET due_at = now() - interval '1 minute', started_at = now() - interval '3 hours', yellow_at = now() - interval '1 hour',
              next_at = now() - interval '1 minute', next_step = 1, done = 1
            WHERE (county, id) IN (SELECT county, id FROM deadline WHERE kind = 'sign' AND done = 0 ORDER BY md5(id::text) LIMIT %s)
            """,
            [number],
        )
        if cursor.rowcount != number:
            raise SystemExit(f"only {cursor.rowcount} could be made due")
        cursor.execute("VACUUM ANALYZE deadline")


_STATEMENTS = [
    """
    INSERT INTO service_request (county, id, code, state, back_state, version, last_hash, title, description, answers, service_id, channel,
      place_text, urgent, supervised, anonymous, lead_unit_id, submitted_at, updated_at, due_at, yellow_at, answer_due_at, returns, reworks, extensions,
      extension_pending, reminders, source, external_id, demo)
    SELECT m.county, m.id, m.code, 'dispatched', '', 2, '\\x00'::bytea, '', '小区暖气不热，请尽快处理。', '{}', s.one, 'web', '', false, false, false,
      u.ids[1 + m.i % array_length(u.ids, 1)], now() - interval '4 hours', now() - interval '3 hours', now() + interval '1 year',
      now() + interval '300 days', now() + interval '1 year', 0, 0, 0, 0, 0, '', '', false
    FROM made m JOIN (SELECT county_id, array_agg(id ORDER BY id) AS ids FROM unit GROUP BY 1) AS u ON u.county_id = m.county,
      (SELECT min(id) AS one FROM service) AS s
    """,
    """
    INSERT INTO assignment (county, id, service_request_id, unit_id, role, state, instruction, answer, handler_name, offered_at)
    SELECT r.county, gen_random_uuid(), r.id, r.lead_unit_id, 'lead', 'offered', '', '', '', r.submitted_at
    FROM made m JOIN service_request r ON r.county = m.county AND r.id = m.id
    """,
    """
    INSERT INTO service_request_event (county, service_request_id, seq, action, from_state, to_state, at, actor_kind, actor_id, actor_name, unit_id, service_id,
      data, prev_hash, hash)
    SELECT r.county, r.id, n.seq, n.action, n.source, n.target, r.submitted_at, 'system', 'system', '', r.lead_unit_id, r.service_id, '{}', '\\x00', '\\x00'
    FROM made m JOIN service_request r ON r.county = m.county AND r.id = m.id,
      (VALUES (1, 'submit', '', 'submitted'), (2, 'dispatch', 'submitted', 'dispatched')) AS n (seq, action, source, target)
    """,
    """
    INSERT INTO deadline (county, id, service_request_id, kind, state, amount, time_unit, started_at, due_at, yellow_at, met_at, next_step, next_at)
    SELECT m.county, gen_random_uuid(), m.id, k.kind, CASE WHEN k.kind = 'response' THEN 'met' ELSE 'running' END, 2, 'working_hours',
      now() - interval '3 hours', now() + interval '1 year', now() + interval '300 days', CASE WHEN k.kind = 'response' THEN now() END,
      CASE WHEN k.kind <> 'response' THEN 0 END, CASE WHEN k.kind <> 'response' THEN now() + interval '300 days' END
    FROM made m, (VALUES ('sign'), ('response'), ('answer')) AS k (kind)
    """,
]
