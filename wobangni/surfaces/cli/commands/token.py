"""``wobangni token``: keys by which other systems call the API. County administrators have a page for the same; this reaches the region too."""

from __future__ import annotations

import json

import click

from wobangni.kernel.actors import COUNTY_ROLES, ROLE_SCOPE, Role, Scope
from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, django_language

SCOPES = [*map(str, Scope), *(ROLE_SCOPE + role for role in sorted({*COUNTY_ROLES, Role.REGION_OBSERVER}))]


@click.group("token", help=_("API tokens: issue, list, revoke."))
def command() -> None:
    pass


@command.command("issue", help=_("Issue a token and print its secret, once."))
@click.argument("name")
@click.option("--county", metavar="CODE", help=_("Where (six digits); left out: in the whole region."))
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    default=["requests:write"],
    show_default=True,
    help=_("What it may do; several times for several."),
)
@click.option("--unit", metavar="CODE", help=_("Works as a handler of this unit, such as 150105-housing."))
@click.option("--rate", type=int, default=600, show_default=True, help=_("At most so many calls a minute."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def issue(name: str, county: str | None, scopes: tuple[str, ...], unit: str | None, rate: int, as_json: bool) -> None:
    boot()
    from django.utils.translation import override

    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.kernel.errors import InvalidInput
    from wobangni.organisations.commands.issue_token import issue_token
    from wobangni.organisations.queries import unit_by_code

    found = unit_by_code(unit) if unit else None
    if unit and found is None:
        raise click.ClickException(_("There is no unit {code}.").format(code=unit))
    with override(django_language()):
        try:
            made = issue_token(
                actor=SYSTEM,
                now=clock.now(),
                name=name,
                county=county,
                scopes=scopes,
                unit_id=found.id if found else None,
                rate_per_minute=rate,
            )
        except InvalidInput as error:
            raise click.ClickException(" ".join(map(str, error.fields.values()))) from error
    if as_json:
        click.echo(json.dumps({"id": made.id, "prefix": made.prefix, "secret": made.secret}))
    else:
        click.echo(made.secret)
        click.echo(_("Keep it: it can't be shown again. Token {id}.").format(id=made.id), err=True)


@command.command("list", help=_("List the tokens of a county, or of the region."))
@click.option("--county", metavar="CODE", help=_("Where (six digits); left out: in the whole region."))
def show(county: str | None) -> None:
    boot()
    from wobangni.kernel.actors import SYSTEM
    from wobangni.organisations.tokens import tokens_of

    for row in tokens_of(SYSTEM, county):
        used = f"{row.last_used_at:%Y-%m-%d}" if row.last_used_at else "–"
        state = _("revoked") if row.revoked_at else used
        click.echo(f"{row.id}  wbn_{row.prefix}_…  {row.name}  {' '.join(row.scopes)}  {row.rate_per_minute}  {state}")


@command.command("revoke", help=_("Take a token back; it opens nothing any more within five seconds."))
@click.argument("token_id", metavar="ID", type=int)
def revoke(token_id: int) -> None:
    boot()
    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.kernel.errors import NotFound
    from wobangni.organisations.commands.revoke_token import revoke_token

    try:
        revoke_token(actor=SYSTEM, now=clock.now(), token_id=token_id)
    except NotFound as error:
        raise click.ClickException(_("There is no token {id}.").format(id=token_id)) from error
    click.echo(_("Revoked."))
