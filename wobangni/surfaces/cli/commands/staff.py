"""``wobangni staff``: the first administrator of an installation. All others are added in the console."""

from __future__ import annotations

import click

from wobangni.kernel.actors import Role
from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, django_language


@click.command("staff", help=_("Add a staff member and print the password for the first sign-in."))
@click.argument("username")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.COUNTY_ADMIN.value,
    show_default=True,
    help=_("What they do."),
)
@click.option("--county", metavar="CODE", help=_("Where (six digits); left out: in the whole region."))
@click.option("--unit", metavar="CODE", help=_("A handler's unit, such as 150105-housing."))
def command(username: str, name: str, role: str, county: str | None, unit: str | None) -> None:
    boot()
    from django.utils.translation import override

    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.kernel.errors import InvalidInput, WobangniError
    from wobangni.organisations.commands.create_staff import create_staff
    from wobangni.organisations.queries.units import unit_by_code

    found = unit_by_code(unit) if unit else None
    with override(django_language()):
        try:
            made = create_staff(
                actor=SYSTEM,
                now=clock.now(),
                username=username,
                name=name,
                role=Role(role),
                county=county,
                unit_id=found.id if found else None,
            )
        except InvalidInput as error:
            raise click.ClickException(" ".join(map(str, error.fields.values())) or str(error.message)) from error
        except WobangniError as error:
            raise click.ClickException(str(error.message)) from error
    click.echo(
        _("{username} was added. Password for the first sign-in: {password}").format(
            username=made.username, password=made.password
        )
    )
