"""Making things really happen at the same moment: connections of their own, all waiting at one lock before it opens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, connections

PATIENCE = 30.0  # seconds


@contextmanager
def own_connection(*, watching: bool = False) -> Iterator[psycopg.Connection[Any]]:
    """A raw connection to the test database beside Django's, in the application's role; ``watching``: as the login itself, which may see what the
    others do."""
    parameters = connection.get_connection_params()
    keep = {name: parameters[name] for name in ("dbname", "user", "password", "host", "port") if name in parameters}
    options = "" if watching else f"-c role={settings.APP_ROLE}"
    with psycopg.connect(**keep, options=options, autocommit=watching) as raw:
        yield raw


@contextmanager
def holding(lock: str, parameters: tuple[Any, ...] = ()) -> Iterator[psycopg.Connection[Any]]:
    """Holds what the statement ``lock`` locks, until the block ends."""
    with own_connection() as raw:
        raw.execute(lock, parameters)
        yield raw
        raw.rollback()


def wait_for_waiting(number: int) -> None:
    """Returns when ``number`` connections wait for locks."""
    deadline = time.monotonic() + PATIENCE
    with own_connection(watching=True) as raw:
        while time.monotonic() < deadline:
            row = raw.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            ).fetchone()
            if row and row[0] >= number:
                return
            time.sleep(0.02)
    raise AssertionError(f"{number} connections never waited for a lock")


def at_once(lock: str, parameters: tuple[Any, ...], *calls: Callable[[], Any]) -> list[Any]:
    """Results (or errors) of all calls, in order, each made over a connection of its own; none gets past ``lock`` before all have come to it."""

    def run(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        with holding(lock, parameters):
            futures = [pool.submit(run, call) for call in calls]
            wait_for_waiting(len(calls))
        return [future.result(PATIENCE) for future in futures]
