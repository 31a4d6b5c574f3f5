"""``wobangni messages``: text messages that could not be sent."""

from __future__ import annotations

import json

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, ngettext


@click.group("messages", help=_("Text messages that could not be sent: what the gateway said, and try again."))
def command() -> None:
    pass


@command.command("failed", help=_("List failed messages, the latest first."))
@click.option("--county", metavar="CODE", help=_("Only this county (six digits)."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object a line."))
def failed(county: str | None, as_json: bool) -> None:
    boot()
    from wobangni.accounts.queries import failed_messages
    from wobangni.notices.queries import failed_deliveries

    for one in failed_deliveries(county):
        if as_json:
            row_of = {
                "id": str(one.id),
                "county": one.county,
                "channel": one.channel,
                "to": one.recipient,
                "tries": one.tries,
                "answer": one.answer,
                "queued_at": one.created_at.isoformat(),
            }
            click.echo(json.dumps(row_of, ensure_ascii=False))
        else:
            click.echo(
                f"{one.created_at:%Y-%m-%d %H:%M}  {one.id}  {one.county}  {one.channel}  {one.recipient}  {one.answer}"
            )
    found = failed_messages(county)
    for row in found:
        if as_json:
            click.echo(
                json.dumps(
                    {
                        "id": str(row.id),
                        "county": row.county,
                        "phone": row.phone_masked,
                        "tries": row.tries,
                        "answer": row.answer,
                        "queued_at": row.queued_at.isoformat(),
                    },
                    ensure_ascii=False,
                )
            )
        else:
            click.echo(
                f"{row.queued_at:%Y-%m-%d %H:%M}  {row.id}  {row.county or '–'}  {row.phone_masked}  {row.answer}"
            )
    if not found and not failed_deliveries(county, limit=1) and not as_json:
        click.echo(_("No message has failed."))


@command.command(
    "again",
    help=_("Queue all failed messages again, after the gateway has been put right. Codes have expired by then."),
)
@click.option("--county", metavar="CODE", help=_("Only this county (six digits)."))
def again(county: str | None) -> None:
    boot()
    from wobangni.accounts.commands.send_sms import send_sms_again
    from wobangni.accounts.queries import failed_messages
    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.notices.commands.dead_letters import send_all_again

    found = [row for row in failed_messages(county, limit=100_000) if row.kind != "code"]
    for row in found:
        send_sms_again(now=clock.now(), message_id=row.id)
    count = len(found) + send_all_again(actor=SYSTEM, now=clock.now(), county=county)
    click.echo(ngettext("{count} message queued.", "{count} messages queued.", count).format(count=count))
