"""``wobangni triage answers``: does the score of relevance tell a true answer from one of another request? No database needed."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import click

from wobangni.surfaces.cli.words import _


@click.command(
    "answers",
    short_help=_("Try the check of answers on a file of requests and their answers."),
    help=_(
        "Try the check of answers on FILE, a CSV (or .gz) with the columns title, text, answer, and perhaps kind: how well is the true answer told "
        "from that of another request? Prints the AUC for each way of choosing the other one."
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def command(file: Path, as_json: bool) -> None:
    from wobangni.triage.rules.answer_trial import answered, trial

    try:
        rows = answered(_rows(file))
    except KeyError as error:
        raise click.ClickException(_("The file has no column “{name}”.").format(name=error.args[0])) from None
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise click.ClickException(_("The file can't be read: {reason}").format(reason=error)) from None
    lines = trial(rows)
    if not lines:
        raise click.ClickException(_("There are not enough rows with an answer to compare."))
    if as_json:
        found = {
            line.against: {
                "auc": _number(line.auc),
                "pairs": line.pairs,
                "saying_auc": _number(line.saying_auc),
                "saying_pairs": line.saying_pairs,
            }
            for line in lines
        }
        click.echo(json.dumps({"rows": len(rows), "auc": _number(lines[0].auc), "against": found}))
        return
    words = {
        "kind": _("of the same kind"),
        "hundred": _("one of the 100 most alike"),
        "twenty": _("one of the 20 most alike"),
        "nearest": _("the one most alike"),
    }
    click.echo(_("{count} requests. Chance that the true answer scores above another one:").format(count=len(rows)))
    for line in lines:
        click.echo(
            f"  {line.auc:.4f}  {words[line.against]} ({line.pairs})   "
            + _("among answers that say something of their own: {auc}").format(auc=f"{line.saying_auc:.4f}")
        )


def _rows(file: Path) -> Iterator[dict[str, str]]:
    from wobangni.triage.labelled_file import bounded

    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8-sig", newline="") as opened:
        yield from csv.DictReader(bounded(cast(io.TextIOBase, opened)))


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)
