"""Jobs of the heart, run by the worker."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wobangni.kernel import clock
from wobangni.service_requests.commands.drop_staged import sweep_staged
from wobangni.service_requests.commands.fold_tallies import BATCH, fold_tallies


@app.periodic(cron="* * * * * */10")
@app.task(name="service_requests.fold_tallies", queue="figures", queueing_lock="fold_tallies")
def fold(timestamp: int) -> None:
    """Folds appended deltas into the tallies until few are left. ``timestamp``: when it was due, given by the queue."""
    while fold_tallies() >= BATCH:
        pass


@app.periodic(cron="17 3 * * *")
@app.task(name="service_requests.sweep_staged", queue="housekeeping", queueing_lock="sweep_staged")
def sweep(timestamp: int) -> None:
    """Photos of forms that were never sent go after a while."""
    sweep_staged(now=clock.now())
