"""``wobangni load``: the data that ships with the platform, for a new installation and after an upgrade."""

from __future__ import annotations

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _


@click.command("load", help=_("Load the shipped region (divisions, units) and catalogue; what a county changed stays."))
def command() -> None:
    boot()
    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.organisations.commands.load_region import load_region
    from wobangni.surfaces.cli.bars import bar

    with bar(_("The region")) as progress:
        loaded = load_region(actor=SYSTEM, now=clock.now(), progress=progress)
    click.echo(
        _("{counties} counties, {townships} townships, {villages} villages, {units} units; {written} rows written.").format(
            counties=loaded.counties,
            townships=loaded.townships,
            villages=loaded.villages,
            units=loaded.units,
            written=loaded.written,
        )
    )
