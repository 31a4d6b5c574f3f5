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

_JOB = "ROW(%s, %s, %s, %s, %s, %s, %s::timestamptz)::procrastinate_job_to_defer_v1"

#: One job without lock or time, as an SQL expression. Parameters: queue, task name, priority, arguments as jsonb.
SIMPLE_JOB_SQL = (
    "procrastinate_defer_jobs_v1(ARRAY[ROW(%s, %s, %s, NULL, NULL, %s, NULL)::procrastinate_job_to_defer_v1])"
)


def jobs_sql(count: int) -> str:
    """``count`` jobs as an SQL expression; the parameters of each come from ``job_parameters``."""
    return f"procrastinate_defer_jobs_v1(ARRAY[{', '.join([_JOB] * count)}])"


def job_parameters(
    task: Task[Any, Any, Any],
    arguments: dict[str, Any],
    *,
    lock: str | None = None,
    queueing_lock: str | None = None,
    at: dt.datetime | None = None,
) -> list[Any]:
    """The values of one job for ``jobs_sql``. Jobs of one ``lock`` run one after another; ``at``: not before."""
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
        cursor.execute(f"SELECT {jobs_sql(1)}", job_parameters(task, arguments, lock=lock, at=at))
