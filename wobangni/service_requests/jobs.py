"""Jobs of the heart, run by the worker."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wobangni.service_requests.commands.fold_tallies import BATCH, fold_tallies


@app.periodic(cron="* * * * * */10")
@app.task(name="service_requests.fold_tallies", queue="figures", queueing_lock="fold_tallies")
def fold(timestamp: int) -> None:
    """Folds appended deltas into the tallies until few are left. ``timestamp``: when it was due, given by the queue."""
    while fold_tallies() == BATCH:
        pass
