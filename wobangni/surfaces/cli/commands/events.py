"""``wobangni events``: the outbox (what waits, what failed, try again) and the chains of hashes."""

from __future__ import annotations

import json
from typing import IO

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, ngettext


@click.group("events", help=_("Look after events: those not delivered yet, and the proof that none was changed."))
def command() -> None:
    pass


@command.command("waiting", help=_("List events that a handler has not had yet, the oldest first."))
@click.option("--failed", is_flag=True, help=_("Only those that have failed."))
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help=_("At most so many."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object a line."))
def waiting(failed: bool, limit: int, as_json: bool) -> None:
    boot()
    from wobangni.kernel.outbox import waiting_events

    found = waiting_events(failed_only=failed, limit=limit)
    for event in found:
        if as_json:
            click.echo(
                json.dumps(
                    {
                        "county": event.county,
                        "id": str(event.id),
                        "type": event.type,
                        "occurred_at": event.occurred_at.isoformat(),
                        "handler": event.handler,
                        "attempts": event.attempts,
                        "error": event.error,
                    },
                    ensure_ascii=False,
                )
            )
        else:
            click.echo(
                f"{event.occurred_at:%Y-%m-%d %H:%M}  {event.county}  {event.type}  {event.id}  "
                f"{event.attempts}  {event.handler}  {event.error}"
            )
    if not found and not as_json:
        click.echo(_("Nothing is waiting."))


@command.command("redeliver", help=_("Queue again all events that failed, after the cause has been put right."))
def redeliver() -> None:
    boot()
    from wobangni.kernel.outbox import redeliver, waiting_events

    found = waiting_events(failed_only=True, limit=10_000)
    redeliver(found)
    click.echo(ngettext("{count} event queued.", "{count} events queued.", len(found)).format(count=len(found)))


@command.command("verify", help=_("Check every request's chain of hashes against its stored state."))
@click.option("--county", metavar="CODE", help=_("Only this county (six digits)."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def verify(county: str | None, as_json: bool) -> None:
    boot()
    from wobangni.service_requests.commands.verify_events import verify_events

    faults = list(verify_events(county))
    if as_json:
        rows = [{"county": f.county, "service_request": f.service_request_id, "seq": f.seq} for f in faults]
        click.echo(json.dumps({"ok": not faults, "faults": rows}))
    elif faults:
        for fault in faults:
            click.echo(f"✗ {fault.county} {fault.service_request_id} #{fault.seq}")
    else:
        click.echo(_("Every chain holds."))
    if faults:
        raise SystemExit(1)


@command.command("export", help=_("Write every event as a line of JSON, with its hashes, for anyone to check."))
@click.option("--county", metavar="CODE", help=_("Only this county (six digits)."))
@click.option(
    "--out", type=click.File("w", encoding="utf-8"), default="-", help=_("File to write; - for the terminal.")
)
def export(county: str | None, out: IO[str]) -> None:
    boot()
    from wobangni.service_requests.commands.verify_events import exported_events

    for line in exported_events(county):
        out.write(line + "\n")


@command.command("check", help=_("Check an exported file by itself: no database, no trust in this platform needed."))
@click.argument("file", type=click.File("r", encoding="utf-8"))
def check(file: IO[str]) -> None:
    from wobangni.service_requests.rules.event_export import BadLine, faults_in

    try:
        faults = list(faults_in(file))
    except (BadLine, UnicodeDecodeError) as error:
        where = error.line if isinstance(error, BadLine) else "?"
        raise click.ClickException(_("Line {line} is no exported event.").format(line=where)) from None
    for county, service_request, seq in faults:
        click.echo(f"✗ {county} {service_request} #{seq}")
    if faults:
        raise SystemExit(1)
    click.echo(_("Every chain holds."))
