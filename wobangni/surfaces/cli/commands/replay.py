"""``wobangni replay``: a file of requests goes through the platform on its own clock."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wobangni.surfaces.cli.bars import bar
from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, django_language, ngettext

if TYPE_CHECKING:
    from wobangni.exchange.commands.replay import ReplayReport

#: On a terminal only the first reasons are listed; the rest is in the quarantine file.
SHOWN = 20


@click.command("replay", help=_("Put a CSV file of requests through the platform, at the times that it tells."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--county", metavar="CODE", required=True, help=_("County that the requests belong to (six digits)."))
@click.option("--limit", type=click.IntRange(1), help=_("Only the first so many rows."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def command(file: Path, county: str, limit: int | None, as_json: bool) -> None:
    boot()
    from django.utils.translation import override

    from wobangni.exchange.commands.replay import replay
    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.kernel.errors import WobangniError
    from wobangni.kernel.home import home

    with override(django_language()), bar(file.name, hidden=as_json) as on_progress:
        try:
            report = replay(
                actor=SYSTEM,
                now=clock.now(),
                path=file,
                county=county,
                quarantine_folder=home() / "quarantine",
                limit=limit,
                on_progress=on_progress,
            )
        except (WobangniError, OSError) as error:
            raise click.ClickException(str(error)) from error
    _print(report, as_json)
    if report.interrupted:
        raise SystemExit(130)
    if report.broken:
        raise click.ClickException(
            _("The packed file is damaged or cut off. Everything before that place has been replayed.")
        )


def _print(report: ReplayReport, as_json: bool) -> None:
    if report.zones_assumed:
        text = ngettext(
            "{count} row has times without a zone; they were taken as Beijing time.",
            "{count} rows have times without a zone; they were taken as Beijing time.",
            report.zones_assumed,
        )
        click.echo(text.format(count=report.zones_assumed), err=True)
    if as_json:
        click.echo(json.dumps(_as_data(report), ensure_ascii=False))
        return
    click.echo(
        _(
            "{read} read, {submitted} submitted, {answered} answered, {skipped} done before, {rejected} rejected; {seconds:.1f} s"
        ).format(
            read=report.read,
            submitted=report.submitted,
            answered=report.answered,
            skipped=report.skipped,
            rejected=len(report.rejected),
            seconds=report.seconds,
        )
    )
    for row in report.rejected[:SHOWN]:
        click.echo(_("  line {line} ({id}): {reason}").format(line=row.line, id=row.id or "-", reason=row.reason))
    if len(report.rejected) > SHOWN:
        click.echo(_("  … and {count} more").format(count=len(report.rejected) - SHOWN))
    if report.quarantine:
        click.echo(
            _("The rejected rows are kept in {path}: mend them there and replay that file.").format(
                path=report.quarantine
            )
        )


def _as_data(report: ReplayReport) -> dict[str, object]:
    return {
        "read": report.read,
        "submitted": report.submitted,
        "answered": report.answered,
        "skipped": report.skipped,
        "rejected": [dataclasses.asdict(row) for row in report.rejected],
        "quarantine": str(report.quarantine) if report.quarantine else None,
        "seconds": round(report.seconds, 3),
    }
