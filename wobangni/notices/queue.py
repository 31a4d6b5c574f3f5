"""Deliveries in the queue, many to a job: ten thousand notices are two hundred jobs, shared by all workers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from wobangni.kernel import clock
from wobangni.kernel.queue import job_parameters, jobs_sql
from wobangni.notices.delivery import deliver, overdue
from wobangni.notices.models import NoticeDelivery

CHUNK = 50
JOBS_AT_ONCE = 200
#: Behind all else: a provider that says nothing until the time is up holds each of a thousand jobs, and no clock may wait for that.
LAST = -10


@app.task(name="notices.deliver", queue="notices", priority=LAST)
def deliver_batch(county: str, ids: list[str]) -> None:
    """Tries each of them once, whatever becomes of the others; those that wait for another try are queued for it."""
    for one in ids:
        again = deliver(county=county, id=UUID(one), now=clock.now())
        if again is not None:
            queue_deliveries([again])


def queue_deliveries(rows: Sequence[NoticeDelivery]) -> None:
    """Jobs for these waiting rows, in the transaction under way; none earlier than its ``next_at``. A job too many does no harm."""

    def place(row: NoticeDelivery) -> tuple[str, dt.datetime]:
        return row.county, row.next_at

    jobs = []
    for (county, at), group in groupby(sorted(rows, key=place), key=place):
        ids = [str(row.id) for row in group]
        for start in range(0, len(ids), CHUNK):
            part = {"county": county, "ids": ids[start : start + CHUNK]}
            jobs.append(job_parameters(deliver_batch, part, at=at))
    with connection.cursor() as cursor:
        for start in range(0, len(jobs), JOBS_AT_ONCE):
            batch = jobs[start : start + JOBS_AT_ONCE]
            cursor.execute(f"SELECT {jobs_sql(len(batch))}", [value for job in batch for value in job])


def queue_overdue(*, now: dt.datetime) -> int:
    """Queues what should have been tried long since: a worker was killed in the middle of it, or its job was lost. Returns how many."""
    rows = overdue(now)
    queue_deliveries(rows)
    return len(rows)
