"""The platform's own housekeeping in the queue."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

#: A worker writes a heartbeat every ten seconds; after this long without one it is taken for dead.
DEAD_AFTER_SECONDS = 60
KEEP_FINISHED_HOURS = 24 * 7


@app.periodic(cron="* * * * *")
@app.task(name="kernel.rescue_jobs", queue="housekeeping", queueing_lock="kernel.rescue_jobs", pass_context=True)
async def rescue_jobs(context: JobContext, timestamp: int) -> None:
    """Gives the jobs of workers that died back to the queue (every task here may run twice without harm)."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER_SECONDS):
        await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="kernel.forget_finished_jobs", queue="housekeeping", queueing_lock="kernel.forget", pass_context=True)
async def forget_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Deletes succeeded jobs after a week; failed ones stay until somebody has looked."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_FINISHED_HOURS)


@app.periodic(cron="27 3 * * *")
@app.task(name="kernel.forget_sessions", queue="housekeeping", queueing_lock="kernel.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Deletes sessions that have expired, with the unfinished forms in them."""
    SessionStore.clear_expired()
