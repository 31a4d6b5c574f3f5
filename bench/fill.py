"""A hundred thousand requests in one county, written by SQL in seconds, for measuring pages. Not a way to make requests: hashes are dummies."""

from __future__ import annotations

from django.db import connection
from stdnum import damm

TEXTS = [
    "小区暖气不热，室内温度只有十四度，家里有老人和孩子，请尽快处理。",
    "村里到镇上的路坑洼严重，雨天车辆无法通行，希望修一修。",
    "自来水发黄，已经三天了，问了物业没有答复。",
    "草原网围栏被损坏，邻居的羊群进了我家草场，请协调。",
    "想问一下城乡居民医保今年什么时候开始缴费，在哪里办理。",
    "工地夜里十二点还在施工，噪声太大，没办法休息。",
]


def fill(county: str, n: int, tokens: list[str], *, first: int = 1) -> None:
    """Writes ``n`` requests of ``county`` with events, deadlines, assignments and tallies. ``tokens``: search words of TEXTS."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO service_request (county, id, code, state, back_state, version, last_hash, title, description, answers, service_id, channel,
              place_text, urgent, supervised, anonymous, lead_unit_id, submitted_at, updated_at, due_at, yellow_at, answer_due_at, answered_at, closed_at,
              returns, reworks, extensions, extension_pending, reminders, source, external_id, demo, search)
            SELECT %(county)s, gen_random_uuid(), code, state, '', 3, '\\x00'::bytea, '', text || ' 编号' || i, '{}', service, 'web',
              '', i %% 50 = 0, i %% 200 = 0, false,
              CASE WHEN state IN ('dispatched', 'in_progress', 'in_review', 'answered', 'closed') THEN units[1 + i %% array_length(units, 1)] END,
              at, at + interval '1 hour',
              CASE WHEN state IN ('submitted', 'accepted', 'dispatched', 'in_progress', 'in_review') THEN at + interval '12 days' END,
              CASE WHEN state IN ('submitted', 'accepted', 'dispatched', 'in_progress', 'in_review') THEN at + interval '9 days' END,
              at + interval '12 days',
              CASE WHEN state IN ('answered', 'closed') THEN at + interval '3 days' END,
              CASE WHEN state = 'closed' THEN at + interval '4 days' END,
              0, 0, 0, 0, 0, '', '', false, to_tsvector('simple', token)
            FROM (SELECT i, code, (ARRAY['closed','closed','closed','closed','closed','closed','in_progress','dispatched','accepted','submitted','in_review','answered'])[1 + i %% 12] AS state,
                    (%(texts)s::text[])[1 + i %% 6] AS text, (%(tokens)s::text[])[1 + i %% 6] AS token,
                    services[1 + i %% array_length(services, 1)] AS service, units,
                    now() - (i %% 86400) * interval '1 minute' * 5 AS at
                  FROM (SELECT code, %(first)s + place - 1 AS i FROM unnest(%(codes)s::text[]) WITH ORDINALITY AS c (code, place)) AS c,
                    (SELECT array_agg(id ORDER BY id) AS services FROM service) AS s,
                    (SELECT array_agg(id ORDER BY id) AS units FROM unit WHERE county_id = %(county)s) AS u) AS made
            """,
            {
                "county": county,
                "first": first,
                "codes": [_code(county, i) for i in range(first, first + n)],
                "texts": TEXTS,
                "tokens": tokens,
            },
        )
        # The plans of foreign-key checks were made when the tables were all but empty: each check would read a whole table.
        cursor.execute("DISCARD PLANS")
        cursor.execute(
            """
            INSERT INTO service_request_event (county, service_request_id, seq, action, from_state, to_state, at, actor_kind, actor_id, actor_name, unit_id, service_id, data, prev_hash, hash)
            SELECT r.county, r.id, seq, (ARRAY['submit', 'accept', 'dispatch'])[seq], (ARRAY['', 'submitted', 'accepted'])[seq],
              CASE WHEN seq = 3 THEN r.state ELSE (ARRAY['submitted', 'accepted', 'dispatched'])[seq] END,
              r.submitted_at + seq * interval '10 minutes', 'system', 'system', '', r.lead_unit_id, r.service_id, '{}', '\\x00', '\\x00'
            FROM service_request r, generate_series(1, 3) AS seq WHERE r.county = %(county)s AND NOT EXISTS (SELECT FROM service_request_event e WHERE e.county = r.county AND e.service_request_id = r.id)
            """,
            {"county": county},
        )
        cursor.execute(
            """
            INSERT INTO deadline (county, id, service_request_id, kind, state, amount, time_unit, started_at, due_at, yellow_at)
            SELECT county, gen_random_uuid(), id, kind, CASE WHEN due_at IS NULL THEN 'met' ELSE 'running' END, 5, 'working_days', submitted_at, submitted_at + interval '12 days',
              submitted_at + interval '9 days' FROM service_request, (VALUES ('answer'), ('response')) AS k (kind) WHERE county = %(county)s
              AND NOT EXISTS (SELECT FROM deadline d WHERE d.county = service_request.county AND d.service_request_id = service_request.id)
            """,
            {"county": county},
        )
        cursor.execute(
            """
            INSERT INTO assignment (county, id, service_request_id, unit_id, role, state, instruction, answer, handler_name, offered_at)
            SELECT county, gen_random_uuid(), id, lead_unit_id, 'lead', CASE WHEN state = 'dispatched' THEN 'offered' ELSE 'signed' END, '', '', '', submitted_at
            FROM service_request r WHERE county = %(county)s AND lead_unit_id IS NOT NULL
              AND NOT EXISTS (SELECT FROM assignment a WHERE a.county = r.county AND a.service_request_id = r.id)
            """,
            {"county": county},
        )
        cursor.execute("DELETE FROM tally WHERE county = %(county)s", {"county": county})
        cursor.execute(
            """
            INSERT INTO tally (county, measure, day, unit_id, service_id, n)
            SELECT county, 'state:' || state, submitted_at::date, coalesce(lead_unit_id, 0), coalesce(service_id, 0), count(*)
            FROM service_request WHERE county = %(county)s GROUP BY 1, 2, 3, 4, 5
            """,
            {"county": county},
        )
        cursor.execute("DELETE FROM stock WHERE county = %(county)s", {"county": county})
        cursor.execute(
            """
            INSERT INTO stock (county, unit_id, state, n)
            SELECT county, coalesce(lead_unit_id, 0), state, count(*) FROM service_request WHERE county = %(county)s GROUP BY 1, 2, 3
            """,
            {"county": county},
        )


def _code(county: str, i: int) -> str:
    body = f"{county}{i:09d}"
    return body + str(damm.calc_check_digit(body))
