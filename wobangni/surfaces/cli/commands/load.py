"""``wobangni load``: the data that ships with the platform, for a new installation and after an upgrade."""

from __future__ import annotations

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _


@click.command("load", help=_("Load the shipped region (divisions, units) and catalogue; what a county changed stays."))
def command() -> None:
    boot()
    from wobangni.catalogue.commands.load_catalogue import load_catalogue
    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.organisations.commands.load_region import load_region
    from wobangni.surfaces.cli.bars import bar

    with bar(_("The region")) as progress:
        loaded = load_region(actor=SYSTEM, now=clock.now(), progress=progress)
    catalogue = load_catalogue(actor=SYSTEM, now=clock.now())
    click.echo(
        _("{counties} counties, {units} units, {services} services; {written} rows written.").format(
            counties=loaded.counties,
            units=loaded.units,
            services=catalogue.services,
            written=loaded.written + catalogue.written,
        )
    )
