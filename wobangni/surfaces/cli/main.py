"""The command ``wobangni``. Each command is a file in ``commands/``, loaded when it is asked for."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click
import psycopg

from wobangni.surfaces.cli import words
from wobangni.surfaces.cli.lazy import LazyGroup
from wobangni.surfaces.cli.words import _

#: name → module in ``commands`` with a click command ``command``; in the order of ``--help``.
COMMANDS = (
    "demo",
    "serve",
    "worker",
    "migrate",
    "load",
    "staff",
    "replay",
    "triage",
    "sweep",
    "figures",
    "linkage",
    "vault",
    "token",
    "messages",
    "calls",
    "events",
    "health",
    "manage",
    "prepare-demo",
)


def build() -> click.Group:
    """The whole command line in the language in use."""
    return LazyGroup(
        "wobangni",
        package="wobangni.surfaces.cli.commands",
        names=COMMANDS,
        help=_("我帮你: the platform by which a whole region helps its residents."),
        params=[
            click.Option(
                ["--lang"],
                type=click.Choice(["zh", "en"]),
                expose_value=False,
                help=_("Language of this command line (otherwise the terminal's)."),
            )
        ],
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def main() -> None:
    """Entry point of the installed command."""
    words.use_language(words.choose_language(sys.argv[1:], os.environ))
    try:
        build()(prog_name="wobangni")
    except psycopg.Error as error:
        _end_with_database_error(error)
    except Exception as error:
        if not isinstance(error.__cause__, psycopg.Error):
            raise
        _end_with_database_error(error.__cause__)


def _end_with_database_error(error: psycopg.Error) -> NoReturn:
    """One line for what is a matter of the installation (no server, no tables); anything else is ours, with its trace."""
    from django.conf import settings

    if isinstance(error, psycopg.errors.UndefinedTable):
        click.echo(_("The database has no tables yet: run `wobangni migrate`."), err=True)
    elif isinstance(error, psycopg.OperationalError) and f'role "{settings.APP_ROLE}" does not exist' in str(error):
        # `migrate` makes the application's role, too; psycopg tells no sqlstate of a refused connection.
        click.echo(_("The database has no tables yet: run `wobangni migrate`."), err=True)
    elif isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        click.echo(_("The database can't be reached: {reason}").format(reason=str(error).splitlines()[0]), err=True)
    else:
        raise error
    sys.exit(1)
