"""``wobangni triage classify``: what a text is about."""

from __future__ import annotations

import dataclasses
import json
import sys

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, django_language

#: Bytes that are taken from the input; triage reads a few thousand characters of them.
MOST_READ = 1_000_000


@click.command(
    "classify",
    help=_(
        "Say which service a text asks for, how sure that is, and by which words (- reads the text from the input)."
    ),
)
@click.argument("text")
@click.option("--title", default="", help=_("Its title."))
@click.option("--county", metavar="CODE", help=_("As this county offers and has learned (six digits)."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def command(text: str, title: str, county: str | None, as_json: bool) -> None:
    boot()
    from django.utils.translation import override

    from wobangni.catalogue.queries import service
    from wobangni.organisations.queries import county as find_county
    from wobangni.triage.queries.classification import classify

    if county and find_county(county) is None:
        raise click.ClickException(_("There is no county {code}.").format(code=county))
    if text == "-":
        text = sys.stdin.buffer.read(MOST_READ).decode("utf-8", "replace")
    found = classify(county, text, title)
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False))
        return
    if found.service is None:
        click.echo(_("Nothing in the text speaks for any service; a person decides."))
        return
    with override(django_language()):
        for one in ((found.service, found.confidence), *((a.service, a.confidence) for a in found.alternatives)):
            known = service(one[0], county)
            click.echo(f"{one[1]:6.1%}  {one[0]:<24} {known.label if known else ''}")
    click.echo(_("because of: {words}").format(words="、".join(found.words)))
    click.echo(_("A person decides.") if found.person_decides else _("Sure enough to stand by itself in this county."))
