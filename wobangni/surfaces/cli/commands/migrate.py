"""``wobangni migrate``: the owner's work on the tables, and the application's rights on them."""

from __future__ import annotations

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, ngettext


@click.command("migrate", help=_("Bring the database up to date and grant the application its rights."))
@click.option("--check", is_flag=True, help=_("Change nothing; fail when something is to be done."))
@click.option("--quiet", is_flag=True, help=_("Say nothing when all is well."))
def command(check: bool, quiet: bool) -> None:
    boot(as_owner=True)
    from wobangni.kernel.grants import CannotGrant
    from wobangni.kernel.migrating import migrate, waiting_migrations

    waiting = waiting_migrations()
    if check:
        if waiting:
            raise click.ClickException(_("To be applied: {names}").format(names=", ".join(waiting)))
        return
    try:
        migrate()
    except CannotGrant as error:
        raise click.ClickException(str(error)) from error
    if not quiet:
        count = len(waiting)
        click.echo(
            ngettext("{count} migration applied.", "{count} migrations applied.", count).format(count=count)
            if count
            else _("The database is up to date.")
        )
