"""Counting what a page asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def at_most(limit: int) -> Iterator[CaptureQueriesContext]:
    """Fails, and lists them, when the block sends more than ``limit`` statements (savepoints not counted)."""
    with CaptureQueriesContext(connection) as captured:
        yield captured
    statements = [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(statements) <= limit, f"{len(statements)} statements, at most {limit}:\n" + "\n".join(
        f"{number:3} {statement[:300]}" for number, statement in enumerate(statements, 1)
    )
