"""From a bare process to a running Django, for commands that need one."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

import click

from wobangni.kernel.database import NotConfigured, prepare_environment
from wobangni.kernel.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError
from wobangni.surfaces.cli.supervisor import follow_supervisor


def prepare(*, demo: bool = False, as_owner: bool = False) -> EmbeddedPostgres | None:
    """Completes the environment (and starts the embedded database where there is no DATABASE_URL).

    SIGTERM and a closed terminal end the process as Ctrl-C does, so that what runs at exit runs. Returns the embedded
    server, if it is that.
    """
    follow_supervisor()
    # A shell starts what it runs in the background with Ctrl-C ignored, and that is inherited.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    try:
        server = prepare_environment(demo=demo)
    except (NotConfigured, EmbeddedPostgresError) as error:
        raise click.ClickException(str(error)) from error
    if as_owner:
        os.environ["WOBANGNI_AS_OWNER"] = "1"
    return server


def boot(*, demo: bool = False, as_owner: bool = False) -> None:
    """``prepare`` and load Django; import models only after this."""
    prepare(demo=demo, as_owner=as_owner)
    import django

    django.setup()


def _leave(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)
