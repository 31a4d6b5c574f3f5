"""``wobangni triage similar``: which requests of a county are like a text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, django_language

if TYPE_CHECKING:
    from wobangni.service_requests.queries.known import KnownRow


@click.command("similar", help=_("Requests of a county that are about the same as TEXT, with the reasons."))
@click.argument("text")
@click.option("--county", metavar="CODE", required=True, help=_("County to look in (six digits)."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON array."))
def command(text: str, county: str, as_json: bool) -> None:
    boot()
    from django.utils.translation import override

    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.service_requests.queries.known import known_like

    with override(django_language()):
        rows = known_like(SYSTEM, county, text, now=clock.now())
    if as_json:
        click.echo(json.dumps([_as_data(row) for row in rows], ensure_ascii=False))
        return
    if not rows:
        click.echo(_("None is known."))
    for row in rows:
        click.echo(f"{row.score:.2f}  {row.code}  {row.state_label}  {row.title}  [{' '.join(row.reasons)}]")


def _as_data(row: KnownRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "score": row.score,
        "state": row.state,
        "title": row.title,
        "since": row.since.isoformat(),
        "reasons": list(row.reasons),
    }
