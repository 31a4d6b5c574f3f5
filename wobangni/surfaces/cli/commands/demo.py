"""``wobangni demo``: everything on this machine, with sample people and requests, by one command."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time

import click

from wobangni.kernel import clock
from wobangni.kernel.embedded_postgres import EmbeddedPostgresError
from wobangni.surfaces.cli.boot import prepare
from wobangni.surfaces.cli.demo.welcome import welcome
from wobangni.surfaces.cli.ports import refuse_taken_port
from wobangni.surfaces.cli.supervisor import ChildKeepsFalling, Supervisor
from wobangni.surfaces.cli.words import _

READY_WITHIN_SECONDS = 90


@click.command("demo", help=_("Run everything here with sample data: database, web server, worker."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_("Port to listen on."))
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help=_("Web server processes."))
def command(host: str, port: int, workers: int) -> None:
    refuse_taken_port(host, port)
    try:
        _run(host, port, workers)
    except KeyboardInterrupt:
        click.echo(_("Stopped. The data is kept; start again with the same command."), err=True)


def _run(host: str, port: int, workers: int) -> None:
    click.echo(_("Starting the database …"), err=True)
    database = prepare(demo=True)
    _step("migrate", "--quiet")
    _step("prepare-demo")
    supervisor = Supervisor(
        {
            "web": ["serve", "--host", host, "--port", str(port), "--workers", str(workers)],
            "worker": ["worker"],
        },
        say=lambda text: click.echo(text, err=True),
        revive=database.revive if database else None,
    )
    try:
        supervisor.start()
        _wait_until_ready(supervisor, host, port)
        click.echo(welcome(port))
        supervisor.watch()
    except (ChildKeepsFalling, EmbeddedPostgresError) as error:
        raise click.ClickException(str(error)) from error
    finally:
        supervisor.stop()


def _step(*arguments: str) -> None:
    """Runs another of our commands to its end (in a process of its own: it may be the owner's)."""
    done = subprocess.run([sys.executable, "-m", "wobangni", *arguments], check=False)
    if done.returncode != 0:
        raise click.ClickException(_("`wobangni {name}` failed; see above.").format(name=arguments[0]))


def _wait_until_ready(supervisor: Supervisor, host: str, port: int) -> None:
    deadline = clock.monotonic() + READY_WITHIN_SECONDS
    answer = ""
    while clock.monotonic() < deadline:
        supervisor.check()
        try:
            connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=5)  # noqa: S104
            connection.request("GET", "/readyz")
            response = connection.getresponse()
            answer = response.read().decode(errors="replace")
            connection.close()
            if response.status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        time.sleep(0.2)
    raise click.ClickException(_("The platform did not become ready: {answer}").format(answer=answer or "-"))
