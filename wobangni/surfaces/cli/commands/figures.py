"""``wobangni figures``: are the figures what the events say?"""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wobangni.assessment.queries.verify import Difference


@click.group("figures", help=_("Prove the figures equal to the events, or make them so."))
def command() -> None:
    pass


COUNTY = click.option("--county", metavar="CODE", help=_("Only this county (six digits)."))
JSON = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))


@command.command("verify", help=_("Count everything anew from the events; exit with 1 when a figure differs."))
@COUNTY
@JSON
def verify(county: str | None, as_json: bool) -> None:
    boot()
    from wobangni.assessment.queries.verify import verify_figures

    found = verify_figures(county)
    _print(found, as_json)
    if found:
        raise SystemExit(1)


@command.command("rebuild", help=_("Correct every figure that differs from the events, while work goes on."))
@COUNTY
@JSON
def rebuild(county: str | None, as_json: bool) -> None:
    boot()
    from wobangni.assessment.commands.rebuild_figures import rebuild_figures
    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM

    _print(rebuild_figures(actor=SYSTEM, now=clock.now(), county=county), as_json)


def _print(found: Sequence[Difference], as_json: bool) -> None:
    if as_json:
        rows = [dataclasses.asdict(difference) for difference in found]
        click.echo(json.dumps({"ok": not found, "differences": rows}, default=str, ensure_ascii=False))
        return
    for difference in found[:50]:
        click.echo(f"✗ {dataclasses.asdict(difference)}")
    click.echo(
        ngettext("{count} figure differs.", "{count} figures differ.", len(found)).format(count=len(found))
        if found
        else _("Every figure is what the events say.")
    )
