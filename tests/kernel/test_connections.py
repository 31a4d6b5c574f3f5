"""A connection that the server has ended is replaced before it is used, without asking the server."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.support.server import database_url
from wobangni.kernel.connections import drop_if_dead

pytestmark = pytest.mark.django_db(transaction=True)


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def test_a_living_connection_is_kept_and_not_asked_anything() -> None:
    before = backend()
    with CaptureQueriesContext(connection) as captured:
        drop_if_dead()
    assert len(captured) == 0
    assert connection.health_check_done
    assert backend() == before


def test_a_connection_that_the_server_ended_is_replaced() -> None:
    before = backend()
    with psycopg.connect(database_url(), autocommit=True) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [before]).fetchone() == (True,)
    drop_if_dead()
    assert backend() != before


def test_inside_a_transaction_nothing_is_replaced_silently() -> None:
    with transaction.atomic():
        before = backend()
        drop_if_dead()
        assert backend() == before


def test_without_a_connection_there_is_nothing_to_do() -> None:
    connection.close()
    drop_if_dead()
    assert connection.connection is None
