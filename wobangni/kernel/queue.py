"""Putting work in the queue, always in the transaction of the change that asks for it.

``task.defer()`` does so in a web process, but inside a worker it goes through the worker's own pool, outside the
transaction. Commands run in both, so they use these.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection
from procrastinate.tasks import Task
from psycopg.types.json import Jsonb

#: One job as an SQL expression; its parameters come from ``job_parameters``.
JOB_SQL = (
    "procrastinate_defer_jobs_v1(ARRAY[ROW(%s, %s, %s, %s, %s, %s, %s::timestamptz)::procrastinate_job_to_defer_v1])"
)


def job_parameters(
    task: Task[Any, Any, Any],
    arguments: dict[str, Any],
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    at: dt.datetime | None = None,
) -> list[Any]:
    """The values for ``JOB_SQL``. Jobs of one ``lock`` run one after another; ``at``: not before."""
    return [task.queue, task.name, task.priority, lock, queueing_lock, Jsonb(arguments), at]


def enqueue(
    task: Task[Any, Any, Any],
    *,
    lock: str | None = None,
    at: dt.datetime | None = None,
    **arguments: Any,
) -> None:
    """Queues ``task(**arguments)``; the job exists when, and only when, the current transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {JOB_SQL}", job_parameters(task, arguments, lock=lock, at=at))
