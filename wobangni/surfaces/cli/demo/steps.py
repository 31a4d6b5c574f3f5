"""What a demo is made of, in order. Each step does nothing when its work is done already."""

from __future__ import annotations

from wobangni.catalogue.commands.load_catalogue import load_catalogue
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM, Role
from wobangni.kernel.errors import InvalidInput
from wobangni.organisations.commands.create_staff import create_staff
from wobangni.organisations.commands.load_region import load_region
from wobangni.organisations.queries import units
from wobangni.surfaces.cli.bars import bar
from wobangni.surfaces.cli.demo.people import PASSWORD, PEOPLE, Person
from wobangni.surfaces.cli.words import _


def prepare() -> None:
    """Region, catalogue, people, requests."""
    with bar(_("The region")) as progress:
        load_region(actor=SYSTEM, now=clock.now(), progress=progress)
    load_catalogue(actor=SYSTEM, now=clock.now())
    for person in PEOPLE:
        _add(person)


def _add(person: Person) -> None:
    """The person with their role; those who are there already stay as they are (somebody may have changed them)."""
    unit = units.unit_by_code(f"{person.county}-{person.unit}") if person.role is Role.HANDLER else None
    try:
        create_staff(
            actor=SYSTEM,
            now=clock.now(),
            username=person.username,
            name=person.name,
            role=person.role,
            county=person.county,
            unit_id=unit.id if unit else None,
            password=PASSWORD,
            demo=True,
        )
    except InvalidInput as error:
        if set(error.fields) != {"username"}:
            raise
