"""``wobangni triage locate``: which place a text is about, or how well that is read in a file of sentences."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, django_language

if TYPE_CHECKING:
    from wobangni.triage.queries import Location
    from wobangni.triage.rules.place_scores import Scores, Share

#: On a terminal only the first wrong answers are listed; --json has all.
SHOWN = 40


@click.command("locate", help=_("Say which place a text is about, and why."))
@click.argument("text", required=False)
@click.option(
    "--county", metavar="CODE", help=_("The county of the form (six digits): a hint that the text may overrule.")
)
@click.option(
    "--file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_(
        "Instead of a text: sentences in a CSV file with the columns text, hint, expected; the answers are counted."
    ),
)
@click.option("--half", metavar="NAME", help=_("Of the file only the rows whose column half says this."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def command(text: str | None, county: str | None, file: Path | None, half: str | None, as_json: bool) -> None:
    if (text is None) == (file is None):
        raise click.UsageError(_("Give either a text or a file."))
    boot()
    from django.utils.translation import override

    with override(django_language()):
        if file is not None:
            _print_scores(_scores(file, half), as_json)
        else:
            _print_location(_locate(text or "", county), as_json)


def _locate(text: str, county: str | None) -> Location:
    from wobangni.kernel.health import readiness
    from wobangni.triage.queries import locate
    from wobangni.triage.shipped import places

    if county is not None and (len(county) != 6 or county not in places().names):
        raise click.BadParameter(_("There is no county with the code {code}.").format(code=county))
    # Places by their names need no database; what counties have added is there once it is migrated.
    migrated = all(check.ok for check in readiness() if check.name in ("database", "migrations"))
    return locate(text, county, with_local_places=migrated)


def _scores(path: Path, half: str | None) -> Scores:
    from wobangni.triage.queries import locate
    from wobangni.triage.rules.place_scores import Told, score

    try:
        with path.open(encoding="utf-8-sig", newline="") as source:
            rows = list(csv.DictReader(source))
    except (UnicodeDecodeError, csv.Error) as error:
        raise click.ClickException(_("This is no CSV file in UTF-8: {reason}").format(reason=error)) from error
    if not rows or not {"text", "hint", "expected"} <= rows[0].keys():
        raise click.ClickException(_("The file must have the columns text, hint and expected."))
    told = (
        Told(
            text=row["text"] or "",
            hint=row["hint"] or "",
            expected=row["expected"] or "",
            got=locate(row["text"] or "", row["hint"] or None, with_local_places=False).best or "",
        )
        for row in rows
        if half is None or row.get("half") == half
    )
    return score(told)


def _print_location(found: Location, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(dataclasses.asdict(found), ensure_ascii=False))
        return
    best = next((c for c in found.candidates if c.code == found.best), None)
    if found.best is None:
        click.echo(_("The text does not decide it.") if found.candidates else _("The text names no place."))
    elif best is None:
        from wobangni.triage.queries.places import path_of

        click.echo(f"{found.best}  {' '.join(path_of(found.best))}")
    for candidate in found.candidates:
        mark = "→" if candidate is best else "?"
        click.echo(f"{mark} {candidate.code}  {candidate.path}  {candidate.why}")
    if found.fitting > len(found.candidates):
        click.echo(_("… and {count} more.").format(count=found.fitting - len(found.candidates)))


def _print_scores(scores: Scores, as_json: bool) -> None:
    shares = {"county": scores.county, "township": scores.township, "village": scores.village}
    if as_json:
        shown: dict[str, Any] = {name: {"right": s.right, "of": s.of, "rate": s.rate} for name, s in shares.items()}
        wrong = [dataclasses.asdict(row) for row in scores.wrong]
        counts = {"sentences": scores.sentences, "undecided": scores.undecided, "answered_wrongly": scores.answered}
        click.echo(json.dumps({**counts, **shown, "wrong": wrong}, ensure_ascii=False))
        return
    labels = {"county": _("County"), "township": _("Township"), "village": _("Village")}
    for name, share in shares.items():
        click.echo(f"{labels[name]}  {_rate(share)}  ({share.right}/{share.of})")
    click.echo(
        _("Of {count} sentences that decide no county, {wrong} were answered wrongly.").format(
            count=scores.undecided, wrong=scores.answered
        )
    )
    for row in scores.wrong[:SHOWN]:
        click.echo(f"✗ {row.text}  [{row.hint}]  {row.expected or '-'} ≠ {row.got or '-'}")


def _rate(share: Share) -> str:
    return f"{share.rate:.3f}" if share.rate is not None else "-"
