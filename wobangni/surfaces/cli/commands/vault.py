"""``wobangni vault``: looking after the keys of contact data."""

from __future__ import annotations

import json

import click

from wobangni.surfaces.cli.bars import bar
from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _


@click.group("vault", help=_("The keys that seal names, phones and addresses."))
def command() -> None:
    pass


@command.command("reseal", help=_("Seal everything anew with the first of WOBANGNI_VAULT_KEYS."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def reseal(as_json: bool) -> None:
    boot()
    from wobangni.exchange.commands.reseal_calls import reseal_calls
    from wobangni.notices.commands.reseal import reseal as reseal_all

    with bar(_("Sealing"), hidden=as_json) as progress:
        done = reseal_all(progress=progress)
    calls = reseal_calls()
    done.read, done.written, done.broken = (
        done.read + calls.read,
        done.written + calls.written,
        done.broken + calls.broken,
    )
    if as_json:
        click.echo(json.dumps({"read": done.read, "resealed": done.written, "broken": done.broken}))
    else:
        click.echo(
            _("{read} rows read, {written} sealed anew, {broken} that no key opens.").format(
                read=done.read, written=done.written, broken=len(done.broken)
            )
        )
        for name in done.broken:
            click.echo(name, err=True)
    if done.broken:
        raise SystemExit(1)
