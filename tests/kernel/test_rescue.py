"""Jobs of a worker that was killed come back to the queue."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params

from wobangni.kernel.jobs import rescue_jobs

pytestmark = pytest.mark.django_db(transaction=True)


def job_of_a_worker(heartbeat: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id", [heartbeat]
        )
        (worker,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, attempts) "
            "VALUES ('outbox', 'outbox.deliver', '{}', 'doing', %s, 0) RETURNING id",
            [worker],
        )
        (job,) = cursor.fetchone()
    return int(job)


def rescue() -> None:
    async def run() -> None:
        with app.replace_connector(PsycopgConnector(kwargs=connector_params())) as worker_app:
            async with worker_app.open_async():
                await rescue_jobs.func(SimpleNamespace(app=worker_app), 0)

    with ThreadPoolExecutor() as pool:  # the thread of the tests may have the browser's loop
        pool.submit(lambda: asyncio.run(run())).result()


def state_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return str(cursor.fetchone()[0])


def test_the_job_of_a_silent_worker_is_queued_again_and_that_of_a_living_one_is_left() -> None:
    lost, running = job_of_a_worker("3 minutes"), job_of_a_worker("5 seconds")
    rescue()
    assert state_of(lost) == "todo"
    assert state_of(running) == "doing"
