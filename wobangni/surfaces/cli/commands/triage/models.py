"""``wobangni triage models``: the versions that were trained, with their scores."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _

if TYPE_CHECKING:
    from wobangni.triage.queries import ModelRow


@click.command("models", help=_("List the trained versions with their scores, and which one is in force."))
@click.option("--county", metavar="CODE", help=_("Those of this county (six digits); left out: the region's."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object a line."))
def command(county: str | None, as_json: bool) -> None:
    boot()
    from wobangni.triage.queries import model_versions

    rows = model_versions(county)
    for row in rows:
        if as_json:
            click.echo(json.dumps(as_data(row), ensure_ascii=False))
        else:
            _print(row)
    if not as_json and not any(row.in_force for row in rows):
        click.echo(_("No version is in force: the catalogue's own words decide."))


def as_data(row: ModelRow) -> dict[str, object]:
    """One version for programs."""
    return {
        "county": row.county,
        "version": row.version,
        "state": row.state,
        "in_force": row.in_force,
        "scores": row.scores,
        "reason": row.reason,
        "texts": row.texts,
        "corrections": row.corrections,
        "bytes": row.size,
        "created_at": row.created_at.isoformat(),
        "in_force_since": row.in_force_since.isoformat() if row.in_force_since else None,
        "retired_at": row.retired_at.isoformat() if row.retired_at else None,
        "by": row.by,
    }


def _print(row: ModelRow) -> None:
    states = {
        "candidate": _("not used"),
        "in_force": _("in force"),
        "replaced": _("replaced"),
        "rolled_back": _("rolled back"),
    }
    click.echo(
        f"{'●' if row.in_force else ' '} {row.version:>4}  {row.created_at:%Y-%m-%d %H:%M}  F1 {row.scores['macro_f1']:.3f}  "
        f"n {row.scores['n']}  {row.texts}  {row.size / 1e6:.1f} MB  {states[row.state]}  {row.by}  {row.reason}".rstrip()
    )
