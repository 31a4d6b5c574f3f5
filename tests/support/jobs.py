"""Running queued jobs within a test, in its transaction and in order."""

from __future__ import annotations

import json

from django.db import connection
from procrastinate.contrib.django import app


def run_jobs(limit: int = 1000) -> list[str]:
    """Does all jobs that are due, those that they queue too; returns their names. A failing job raises here."""
    done: list[str] = []
    app.perform_import_paths()
    while len(done) < limit:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (SELECT id FROM procrastinate_jobs "
                "WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) "
                "ORDER BY priority DESC, id LIMIT 1) RETURNING id, task_name, args"
            )
            row = cursor.fetchone()
        if row is None:
            return done
        job_id, name, arguments = row
        app.tasks[name].func(**_as_dict(arguments))
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job_id])
        done.append(name)
    raise AssertionError(f"more than {limit} jobs: {done[-3:]} …")


def waiting_jobs() -> list[str]:
    """Names of the jobs in the queue, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [name for (name,) in cursor.fetchall()]


def _as_dict(value: object) -> dict[str, object]:
    return json.loads(value) if isinstance(value, str) else dict(value)  # type: ignore[call-overload]
