"""``wobangni triage rollback``: the version before the one in force returns."""

from __future__ import annotations

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, django_language


@click.command("rollback", help=_("Take a version out of force; the one before it returns."))
@click.argument("version", type=click.IntRange(1), required=False)
@click.option("--county", metavar="CODE", help=_("Of this county (six digits); left out: the region's."))
@click.option("--reason", default="", help=_("Why; kept with the version."))
def command(version: int | None, county: str | None, reason: str) -> None:
    boot()
    from django.utils.translation import override

    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.kernel.errors import WobangniError
    from wobangni.triage.commands.roll_back import roll_back
    from wobangni.triage.queries import model_versions

    if version is None:
        version = next((row.version for row in model_versions(county, limit=10_000) if row.in_force), None)
        if version is None:
            raise click.ClickException(_("No version is in force: the catalogue's own words decide."))
    with override(django_language()):
        try:
            before = roll_back(actor=SYSTEM, now=clock.now(), county=county, version=version, reason=reason)
        except WobangniError as error:
            raise click.ClickException(str(error.message)) from error
    if before is None:
        click.echo(_("Version {version} is out of force; the catalogue's own words decide.").format(version=version))
    else:
        click.echo(
            _("Version {version} is out of force; version {before} is in force again.").format(
                version=version, before=before
            )
        )
