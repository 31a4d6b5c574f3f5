"""``wobangni manage``: Django's own commands, for developers (``makemigrations``, ``shell``, ``dbshell``, …)."""

from __future__ import annotations

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _

AS_OWNER = {"makemigrations", "sqlmigrate", "squashmigrations", "showmigrations", "dbshell", "test"}


@click.command(
    "manage",
    help=_("Run one of Django's own commands (for developers)."),
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    if arguments[:1] == ("migrate",):
        raise click.ClickException(_("Use `wobangni migrate`: it grants the application its rights too."))
    boot(as_owner=bool(AS_OWNER & set(arguments[:1])))
    from django.core.management import execute_from_command_line

    execute_from_command_line(["wobangni manage", *arguments])
