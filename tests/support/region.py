"""The region's and the catalogue's shipped data, as every installation has it."""

from __future__ import annotations


def load_region_and_catalogue() -> None:
    """Divisions, units, services, limits: through the commands that an installation uses."""
    from wobangni.catalogue.commands.load_catalogue import load_catalogue
    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.organisations.commands.load_region import load_region

    load_region(actor=SYSTEM, now=clock.now())
    load_catalogue(actor=SYSTEM, now=clock.now())
