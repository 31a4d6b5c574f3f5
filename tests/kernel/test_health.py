"""/healthz and /readyz, as a load balancer sees them."""

import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_process_that_answers_is_healthy(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_without_a_worker_the_platform_is_not_ready_and_says_what_to_run(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"]["ok"]
    assert answer.json()["checks"]["migrations"]["ok"]
    assert "wobangni worker" in answer.json()["checks"]["worker"]["detail"]


def test_with_a_living_worker_it_is_ready(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert client.get("/readyz").status_code == 200


def test_a_worker_that_went_silent_does_not_count(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '3 minutes')")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "last seen 180 s ago" in answer.json()["checks"]["worker"]["detail"]


def test_a_migration_that_is_missing_is_named(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'kernel' AND name = '0001_initial'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "kernel.0001_initial" in answer.json()["checks"]["migrations"]["detail"]
