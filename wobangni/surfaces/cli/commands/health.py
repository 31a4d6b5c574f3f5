"""``wobangni health``: the checks of /readyz, from a terminal."""

from __future__ import annotations

import json

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _


@click.command("health", help=_("Check database, migrations and worker; exit with 1 when something is wrong."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def command(as_json: bool) -> None:
    boot()
    from wobangni.kernel.health import readiness

    checks = readiness()
    if as_json:
        click.echo(json.dumps({check.name: {"ok": check.ok, "detail": check.detail} for check in checks}))
    else:
        for check in checks:
            click.echo(f"{'✓' if check.ok else '✗'} {check.name}: {check.detail}")
    if not all(check.ok for check in checks):
        raise SystemExit(1)
