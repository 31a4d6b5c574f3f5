"""``wobangni triage train``: learn from what people decided in the platform's own history."""

from __future__ import annotations

import json

import click

from wobangni.surfaces.cli.bars import bar
from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.commands.triage.models import as_data
from wobangni.surfaces.cli.words import _, django_language


@click.command(
    "train", help=_("Learn from the services that people accepted or corrected; a version that does worse is not used.")
)
@click.option("--county", metavar="CODE", help=_("Only for this county, from its own history (six digits)."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def command(county: str | None, as_json: bool) -> None:
    boot()
    from django.utils.translation import override

    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.kernel.errors import WobangniError
    from wobangni.organisations.queries import county as find_county
    from wobangni.service_requests.commands.teach_triage import teach_triage

    if county and find_county(county) is None:
        raise click.ClickException(_("There is no county {code}.").format(code=county))
    with override(django_language()), bar(_("Training"), hidden=as_json) as progress:
        try:
            taught = teach_triage(actor=SYSTEM, now=clock.now(), county=county, progress=progress)
        except WobangniError as error:
            raise click.ClickException(str(error.message)) from error
    row, promotion = taught.version, taught.promotion
    if as_json:
        click.echo(
            json.dumps({**as_data(row), "in_force": promotion.in_force, "reason": promotion.reason}, ensure_ascii=False)
        )
        return
    click.echo(
        _(
            "Version {version}: macro-F1 {own:.3f}, before {theirs:.3f} ({n} texts set aside); learned from {texts}, {corrections} of them corrections."
        ).format(
            version=row.version,
            own=row.scores["macro_f1"],
            theirs=row.scores["against"]["macro_f1"],
            n=row.scores["n"],
            texts=row.texts,
            corrections=row.corrections,
        )
    )
    click.echo(_("It is in force.") if promotion.in_force else promotion.reason)
