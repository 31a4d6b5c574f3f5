"""``wobangni triage evaluate``: how good the classifier is on a labelled file. Needs no database."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wobangni.surfaces.cli.bars import bar
from wobangni.surfaces.cli.words import _, ngettext

if TYPE_CHECKING:
    from wobangni.triage.labelled_file import BadFile, LabelledFile
    from wobangni.triage.trial import Trial

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    "evaluate", help=_("Train on one labelled CSV file and test on another (--train), or cross-validate one (--folds).")
)
@click.argument("file", type=_FILE)
@click.option("--train", "train_file", type=_FILE, help=_("Labelled file to learn from; FILE is the test."))
@click.option(
    "--folds", type=click.IntRange(2, 20), help=_("Cross-validate FILE in so many folds, near duplicates together.")
)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def command(file: Path, train_file: Path | None, folds: int | None, as_json: bool) -> None:
    if (train_file is None) == (folds is None):
        raise click.UsageError(_("Say either --train FILE or --folds N."))
    from wobangni.triage.rules.train import TooLittle
    from wobangni.triage.trial import TooFew, UnknownLabels, cross_validate, try_on

    asked = _read(file)
    known = _read(train_file) if train_file else None
    try:
        with bar(_("Training"), hidden=as_json) as progress:
            trial = try_on(known, asked, progress) if known else cross_validate(asked, folds or 2, progress)
    except UnknownLabels as error:
        text = _("{file} has labels that {train} does not have: {labels}")
        raise click.ClickException(
            text.format(file=file.name, train=train_file and train_file.name, labels=_few(error.labels))
        ) from error
    except TooFew as error:
        text = _("The label {label} has too few different texts for {folds} folds: {count}.")
        raise click.ClickException(text.format(label=error.label, folds=folds, count=error.groups)) from error
    except TooLittle as error:
        raise click.ClickException(
            _("There is too little to learn from: two labels with a few texts each are needed.")
        ) from error
    if as_json:
        click.echo(json.dumps(_as_data(trial), ensure_ascii=False))
    else:
        _print(trial)


def _read(path: Path) -> LabelledFile:
    from wobangni.triage.labelled_file import BadFile, read_labelled

    try:
        found = read_labelled(path)
    except BadFile as error:
        raise click.ClickException(f"{path.name}: {_reason(error)}") from error
    if found.skipped:
        text = ngettext(
            "{file}: {count} row without label or text was left out.",
            "{file}: {count} rows without label or text were left out.",
            found.skipped,
        )
        click.echo(text.format(file=path.name, count=found.skipped), err=True)
    return found


def _reason(error: BadFile) -> str:
    from wobangni.triage.labelled_file import Problem

    return {
        Problem.UNREADABLE: _("The file can't be read: {reason}"),
        Problem.NOT_UTF8: _("The file is not UTF-8 text."),
        Problem.NOT_CSV: _("The file is not CSV: {reason}"),
        Problem.NO_LABEL_COLUMN: _("There is no column “label”."),
        Problem.NO_TEXT_COLUMN: _("There is neither a column “text” nor one “tokens”."),
        Problem.EMPTY: _("There is no labelled text in it."),
    }[error.problem].format(reason=error.detail)


def _few(labels: tuple[str, ...]) -> str:
    return ", ".join(labels[:5]) + (" …" if len(labels) > 5 else "")


def _as_data(trial: Trial) -> dict[str, object]:
    found = trial.evaluation
    return {
        "n": found.n,
        "learned": trial.learned,
        "macro_f1": round(found.macro_f1, 4),
        "accuracy": round(found.accuracy, 4),
        "classes": {
            one.label: {
                "precision": round(one.precision, 4),
                "recall": round(one.recall, 4),
                "f1": round(one.f1, 4),
                "n": one.n,
            }
            for one in found.classes
        },
        "ms_per_text": round(trial.ms_per_text, 4),
        "single_p95_ms": round(trial.p95_ms, 3),
        "texts_per_second": round(1000 / trial.ms_per_text) if trial.ms_per_text else None,
        "ece": round(found.ece, 4),
        "coverage_98": {name: round(value, 4) for name, value in asdict(found.coverage).items()},
        "curve": [{name: round(value, 4) for name, value in asdict(point).items()} for point in found.curve],
        "folds": [round(score, 4) for score in trial.folds],
        "groups": trial.groups,
        "train_seconds": round(trial.train_seconds, 1),
        "model_bytes": trial.model_bytes,
    }


def _print(trial: Trial) -> None:
    found = trial.evaluation
    click.echo("  P      R      F1     n")
    for one in found.classes:
        click.echo(f"  {one.precision:.3f}  {one.recall:.3f}  {one.f1:.3f}  {one.n:<6} {one.label}")
    click.echo(
        _("macro-F1 {f1:.4f}, accuracy {accuracy:.4f}, {n} texts, learned from {learned}").format(
            f1=found.macro_f1, accuracy=found.accuracy, n=found.n, learned=trial.learned
        )
    )
    if trial.folds:
        click.echo(_("by fold: {scores}").format(scores="  ".join(f"{score:.4f}" for score in trial.folds)))
    click.echo(_("calibration error {ece:.4f} (15 bins of equal width)").format(ece=found.ece))
    click.echo(
        _(
            "without a person at 98 % precision: {share:.1%} of the texts, those with a confidence of {confidence:.3f} or more"
        ).format(share=found.coverage.share, confidence=found.coverage.confidence)
    )
    click.echo(
        _("precision of the surest: {curve}").format(
            curve="  ".join(f"{p.share:.0%} {p.precision:.3f}" for p in found.curve)
        )
    )
    click.echo(
        _(
            "{bulk:.2f} ms a text in bulk, {single:.2f} ms a single one (p95), model {size:.1f} MB, trained in {seconds:.0f} s"
        ).format(bulk=trial.ms_per_text, single=trial.p95_ms, size=trial.model_bytes / 1e6, seconds=trial.train_seconds)
    )
