"""``wobangni triage hot``: what is hot in a file of messages. Needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wobangni.surfaces.cli.words import _, ngettext, said_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wobangni.exchange.messages import MessagesRead
    from wobangni.triage.rules.hot import Issue


@click.command(
    "hot",
    short_help=_("Hot issues in a CSV file of messages."),
    help=_("Hot issues in a CSV file of messages (id, user, title, submitted_at, text, likes, against)."),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--top", type=click.IntRange(1, 100), default=5, show_default=True, help=_("How many."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON array."))
def command(file: Path, top: int, as_json: bool) -> None:
    from wobangni.exchange.messages import NoMessages, read_messages
    from wobangni.kernel import clock
    from wobangni.triage.rules.hot import hot_issues

    try:
        found = read_messages(file, now=clock.now())
    except NoMessages:
        raise click.ClickException(_("The file needs a header with id, submitted_at and text.")) from None
    except OSError as error:
        raise click.ClickException(str(error)) from error
    _complain(found)
    until = max((m.at for m in found.messages), default=clock.now())
    issues = hot_issues(found.messages, now=until, top=top)
    if as_json:
        click.echo(json.dumps([_as_data(rank, issue) for rank, issue in enumerate(issues, 1)], ensure_ascii=False))
    else:
        _print(issues)
    if found.broken:
        raise click.ClickException(_("The packed file is damaged or cut off. What stood before that place was read."))


def _complain(found: MessagesRead) -> None:
    if not found.skipped:
        return
    said = ngettext("{count} row can't be used:", "{count} rows can't be used:", found.skipped)
    click.echo(said.format(count=found.skipped), err=True)
    for line, reason, parameters in found.unusable[:5]:
        click.echo(
            _("  line {line}: {reason}").format(line=line, reason=said_by("exchange", reason) % parameters), err=True
        )


def _as_data(rank: int, issue: Issue) -> dict[str, Any]:
    heat = issue.heat
    return {
        "rank": rank,
        "title": issue.title,
        "place": issue.place,
        "span": {"first": issue.first.isoformat(), "last": issue.last.isoformat()},
        "heat": heat.value,
        "members": [message.id for message in issue.members],
        "parts": heat.parts,
        "counts": heat.counts,
    }


def _print(issues: Sequence[Issue]) -> None:
    if not issues:
        click.echo(_("Nothing is hot here."))
    for rank, issue in enumerate(issues, 1):
        heat = issue.heat
        click.echo(f"{rank}. {issue.title}")
        click.echo(
            _("   {place} · {first} to {last} · heat {heat}").format(
                place=issue.place or _("no place told"),
                first=issue.first.date(),
                last=issue.last.date(),
                heat=heat.value,
            )
        )
        click.echo(
            _(
                "   = people {people} + repeats {repeats} + thumbs {thumbs} + growth {growth} + waiting {waiting}"
            ).format(**heat.parts)
        )
        click.echo(
            _("   {persons} people, {requests} messages, {net_likes} thumbs; oldest waits {days_waiting} days").format(
                **heat.counts
            )
        )
        click.echo("   " + " ".join(message.id for message in issue.members))
