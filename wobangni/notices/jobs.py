"""What the notices do by the clock; ``queue.py`` has the job that delivers."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from wobangni.kernel import clock
from wobangni.notices.commands.send_digests import send_digests
from wobangni.notices.housekeeping import forget_old
from wobangni.notices.queue import LAST, queue_overdue


@app.periodic(cron="* * * * *")
@app.task(name="notices.sweep", queue="notices", queueing_lock="notices.sweep", priority=LAST)
def sweep(timestamp: int) -> None:
    """Finds deliveries that were lost on the way. Waits behind those that are queued: what is only late is not lost."""
    queue_overdue(now=clock.now())


@app.periodic(cron="30 0 * * *")
@app.task(name="notices.send_digests", queue="notices", queueing_lock="notices.send_digests")
def digests(timestamp: int) -> None:
    """Half past eight in the morning: the queue counts in UTC."""
    send_digests(now=clock.now())


@app.periodic(cron="11 19 * * *")
@app.task(name="notices.forget_old", queue="housekeeping", queueing_lock="notices.forget_old")
def forget(timestamp: int) -> None:
    """Once a night."""
    forget_old(now=dt.datetime.fromtimestamp(timestamp, tz=dt.UTC))
