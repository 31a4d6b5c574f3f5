"""``wobangni serve``: the web server (granian). Stateless: run as many as you like against one database."""

from __future__ import annotations

import os
import signal
from functools import partial
from typing import Any

import click

from wobangni.surfaces.cli.boot import prepare
from wobangni.surfaces.cli.ports import refuse_taken_port
from wobangni.surfaces.cli.supervisor import die_with
from wobangni.surfaces.cli.words import _


@click.command("serve", help=_("Run the web server."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_("Port to listen on."))
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=lambda: min(os.cpu_count() or 1, 8),
    help=_("Processes (default: one a core, at most 8)."),
)
@click.option("--threads", type=click.IntRange(1, 64), default=4, show_default=True, help=_("Threads in each process."))
@click.option(
    "--backlog",
    type=click.IntRange(128, 65535),
    default=2048,
    show_default=True,
    help=_("Connections that may wait to be taken."),
)
def command(host: str, port: int, workers: int, threads: int, backlog: int) -> None:
    refuse_taken_port(host, port)
    prepare()
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,  # a thread that ends closes its database connection
        backlog=backlog,
        websockets=False,
        # A phone that never finishes its headers must not hold a connection for ever.
        http1_settings=HTTP1Settings(header_read_timeout=20_000),
        respawn_failed_workers=True,
        workers_kill_timeout=15,
        log_level=LogLevels.warning,
    ).serve(target_loader=partial(_application, os.getpid()))


def _application(parent: int, target: str) -> Any:
    """What a web process answers with. It ends with the one that started it: left alone it would keep the port from whoever takes its place."""
    die_with(parent, signal.SIGKILL)
    from granian._internal import load_target

    from wobangni.surfaces.cli.warming import warm_up

    application = load_target(target)
    warm_up()
    return application
