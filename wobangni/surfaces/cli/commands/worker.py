"""``wobangni worker``: runs queued jobs. Stateless: run as many as you like against one database."""

from __future__ import annotations

import asyncio

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _


@click.command("worker", help=_("Run queued jobs: notices, deadlines, deliveries."))
@click.option("--concurrency", type=click.IntRange(1, 64), default=4, show_default=True, help=_("Jobs at a time."))
@click.option("--queue", "queues", multiple=True, help=_("Only this queue (may be given several times)."))
@click.option("--once", is_flag=True, help=_("Do what is waiting, then stop."))
@click.option(
    "--grace",
    type=click.FloatRange(0, 600),
    default=20,
    show_default=True,
    help=_("Seconds that running jobs get to finish when the worker is told to stop."),
)
def command(concurrency: int, queues: tuple[str, ...], once: bool, grace: float) -> None:
    boot()
    from procrastinate import PsycopgConnector
    from procrastinate.app import WorkerOptions
    from procrastinate.contrib.django import app, connector_params

    options = WorkerOptions(concurrency=concurrency, wait=not once, shutdown_graceful_timeout=grace)
    if queues:
        options["queues"] = list(queues)

    async def work() -> None:
        with app.replace_connector(PsycopgConnector(kwargs=connector_params())) as worker_app:
            async with worker_app.open_async():
                await worker_app.run_worker_async(**options)

    asyncio.run(work())
