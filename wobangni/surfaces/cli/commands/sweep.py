"""``wobangni sweep``: what time alone brings about, once, now. The worker does it every minute."""

from __future__ import annotations

import json

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, ngettext


@click.command("sweep", help=_("Do once what is due: reminders, steps of the ladder, dates of review, the archive."))
@click.option("--limit", type=click.IntRange(min=1), help=_("At most so many."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def command(limit: int | None, as_json: bool) -> None:
    boot()
    from wobangni.kernel import clock
    from wobangni.service_requests.commands.sweep import sweep

    began = clock.monotonic()
    swept = sweep(now=clock.now(), limit=limit)
    seconds = round(clock.monotonic() - began, 3)
    if as_json:
        figures = {"done": dict(swept.done), "passed_by": swept.passed_by, "failed": swept.failed, "seconds": seconds}
        click.echo(json.dumps(figures, ensure_ascii=False))
    else:
        for action, n in sorted(swept.done.items()):
            click.echo(f"{action}: {n}")
        click.echo(
            ngettext("{count} thing was due.", "{count} things were due.", swept.total).format(count=swept.total)
        )
        if swept.failed:
            click.echo(_("Could not be done: {codes}").format(codes=" ".join(swept.failed[:20])))
    if swept.failed:
        raise SystemExit(1)
