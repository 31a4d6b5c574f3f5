"""``wobangni triage reindex``: makes requests findable as like others that came before there was an index, or under an older edition."""

from __future__ import annotations

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, ngettext


@click.command("reindex", help=_("Make open and recent requests findable by likeness; may be stopped and run again."))
@click.option("--county", metavar="CODE", help=_("Only this county (six digits)."))
def command(county: str | None) -> None:
    boot()
    from wobangni.kernel import clock
    from wobangni.organisations.queries import counties
    from wobangni.service_requests.commands.write_likeness import reindex_likeness

    chosen = [county] if county else [ref.code for ref in counties()]

    def say(done: int) -> None:
        click.echo(f"\r{done}", nl=False, err=True)

    done = reindex_likeness(now=clock.now(), counties=chosen, progress=say)
    click.echo(ngettext("{count} request written.", "{count} requests written.", done).format(count=done))
