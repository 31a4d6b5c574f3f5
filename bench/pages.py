"""Queue page and request page with 100,000 requests in the county: number of queries, and p95 against the same pages with 1,000.

    python -m bench.pages [--requests 100000] [--repeat 200]

A page may not grow with what lies behind it: the stated limit is that p95 with 100,000 is at most three times p95 with 1,000, and at most 12 queries.
Last line: one JSON object.
"""

from __future__ import annotations

import argparse
from typing import Any

from bench import harness, load

MAX_QUERIES = 12
MAX_RATIO = 3.0
SMALL = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=200)
    options = parser.parse_args()
    with harness.platform():
        from bench.fill import TEXTS, fill
        from bench.people import dispatcher_session
        from wobangni.kernel.search import document

        session = dispatcher_session(harness.COUNTY)
        tokens = [document(text) for text in TEXTS]
        fill(harness.COUNTY, SMALL, tokens)
        small = _measure(session, options.repeat)
        fill(harness.COUNTY, options.requests - SMALL, tokens, first=SMALL + 1)
        large = _measure(session, options.repeat)
        queries = _queries(session)
    figures: dict[str, Any] = {"requests": options.requests, "limit": {"queries": MAX_QUERIES, "ratio": MAX_RATIO}}
    passed = True
    for name, seconds in large.items():
        ratio = seconds / small[name]
        figures[name] = {
            "queries": queries[name],
            "p95_ms": round(seconds * 1000, 1),
            "p95_ms_at_1000": round(small[name] * 1000, 1),
            "ratio": round(ratio, 2),
        }
        passed = passed and queries[name] <= MAX_QUERIES and ratio <= MAX_RATIO
    figures["ratio"] = max(figures[name]["ratio"] for name in large)
    figures["passed"] = passed
    harness.report(**figures)


def _paths() -> dict[str, str]:
    from wobangni.service_requests.models import ServiceRequest

    code = (
        ServiceRequest.objects.filter(county=harness.COUNTY, state="in_progress")
        .order_by("-submitted_at")
        .values_list("code", flat=True)[0]
    )
    return {
        "queue": f"/console/{harness.COUNTY}/queue/",
        "search": f"/console/{harness.COUNTY}/queue/?q=%E6%9A%96%E6%B0%94",
        "request": f"/console/requests/{code}/",
    }


def _measure(session: str, repeat: int) -> dict[str, float]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    found = {}
    with harness.server() as (port, _process):
        for name, path in _paths().items():
            headers = {"Cookie": f"sessionid={session}", "Accept-Language": "zh-hans"}
            load.run(port, 2, 20, lambda i, p=path, h=headers: load.get(p, h))
            result = load.run(port, 2, repeat, lambda i, p=path, h=headers: load.get(p, h))
            if set(result.statuses) != {200}:
                raise SystemExit(f"{name} {path}: {result.statuses}")
            found[name] = result.percentile(0.95)
    return found


def _queries(session: str) -> dict[str, int]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"host": "localhost"})
    client.cookies["sessionid"] = session
    found = {}
    for name, path in _paths().items():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{name} {path}: {response.status_code}")
        found[name] = len(captured)
    return found


if __name__ == "__main__":
    main()
