"""``wobangni prepare-demo``: region, catalogue, sample people and requests. Part of ``wobangni demo``; idempotent."""

from __future__ import annotations

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _


@click.command("prepare-demo", hidden=True, help=_("Load the region and the demo's sample data (once)."))
def command() -> None:
    boot(demo=True)
    from wobangni.surfaces.cli.demo.steps import prepare

    prepare()
