"""``wobangni linkage``: are a county's four centres linked? Measured by sending a test request through them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from wobangni.surfaces.cli.boot import boot
from wobangni.surfaces.cli.words import _, django_language

if TYPE_CHECKING:
    from wobangni.organisations.queries.linkage import CountyLinkage, Part, RunRef

JSON = click.option("--json", "as_json", is_flag=True, help=_("Print one JSON array."))


@click.group("linkage", help=_("Measure whether a county's four centres are linked; show all counties."))
def command() -> None:
    pass


@command.command("test", help=_("Send a test request through the four centres and back; exit with 1 if it stopped."))
@click.argument("counties", metavar="CODE…", nargs=-1)
@click.option("--all", "every", is_flag=True, help=_("All counties."))
@JSON
def test(counties: Sequence[str], every: bool, as_json: bool) -> None:
    if bool(counties) == every:
        raise click.UsageError(_("Name counties by their six digits, or say --all."))
    boot()
    from django.utils.translation import override

    from wobangni.kernel import clock
    from wobangni.kernel.actors import SYSTEM
    from wobangni.kernel.errors import WobangniError
    from wobangni.organisations.queries import counties as all_counties
    from wobangni.service_requests.commands.linkage_test import linkage_test

    codes = [one.code for one in all_counties()] if every else list(dict.fromkeys(counties))
    found, linked = [], True
    with override(django_language()):
        for code in codes:
            try:
                linked &= linkage_test(actor=SYSTEM, now=clock.now(), county=code).linked
            except WobangniError as error:
                raise click.ClickException(f"{code}: {error.message}") from error
            found.append(_told(code, as_json))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    if not linked:
        raise SystemExit(1)


@command.command("matrix", help=_("Show every county with its four centres: since when, and what is missing."))
@click.option("--league", metavar="CODE", help=_("Only the counties of this league or city (four digits)."))
@JSON
def matrix(league: str | None, as_json: bool) -> None:
    boot()
    from django.utils.translation import override

    from wobangni.organisations.queries import leagues
    from wobangni.organisations.queries.linkage import linkage_matrix

    if league and not any(one.code == league for one in leagues()):
        raise click.ClickException(_("There is no league or city with this code."))
    rows = linkage_matrix(league)
    with override(django_language()):
        if as_json:
            click.echo(json.dumps([_as_data(row) for row in rows], ensure_ascii=False))
            return
        for row in rows:
            click.echo(_line(row))
    click.echo(
        _("{linked} of {all} counties are linked.").format(linked=sum(r.whole.linked for r in rows), all=len(rows))
    )


def _told(code: str, as_json: bool) -> dict[str, Any]:
    """What a test has shown of one county: printed for people, returned for programs."""
    from wobangni.organisations.queries.linkage import county_linkage, last_run

    row, run = county_linkage(code), last_run(code)
    assert row is not None
    assert run is not None
    if not as_json:
        click.echo(_line(row))
        _print_way(run)
    steps = [{"centre": s.centre, "action": s.action, "by": s.by, "state": s.state, "why": s.why} for s in run.trace]
    return _as_data(row) | {"steps": steps}


def _print_way(run: RunRef) -> None:
    from wobangni.organisations.labels import centre_label
    from wobangni.service_requests.labels import action_label
    from wobangni.service_requests.rules.lifecycle import Action

    for step in run.trace:
        mark, place = ("✗" if step.why else "✓"), (centre_label(step.centre) if step.centre else "")
        click.echo(f"   {mark} {place} {action_label(Action(step.action))} {step.by} {step.why}".rstrip())


def _line(row: CountyLinkage) -> str:
    from wobangni.organisations.labels import centre_label

    parts = "  ".join(f"{centre_label(p.kind)} {_cell(p)}" for p in row.centres if p.kind)
    wave = _("wave {number}").format(number=row.wave) if row.wave else ""
    return f"{row.county.code} {row.county.label}  {_cell(row.whole)}  | {parts}  {wave}".rstrip()


def _cell(part: Part) -> str:
    from wobangni.organisations.labels import lack_short

    if part.linked:
        return f"✓ {part.since_on}"
    lacks = "、".join(map(lack_short, part.lacks)) if part.measured_at else _("not measured")
    fell = _(" (fell back {day})").format(day=part.fell_on) if part.fell_on else ""
    return f"✗ {lacks}{fell}"


def _as_data(row: CountyLinkage) -> dict[str, Any]:
    return {
        "county": row.county.code,
        "name": row.county.name,
        "league": row.league.code,
        "wave": row.wave,
        **_part_data(row.whole),
        "centres": {str(part.kind): _part_data(part) for part in row.centres},
    }


def _part_data(part: Part) -> dict[str, Any]:
    def day(value: Any) -> str | None:
        return value.isoformat() if value else None

    return {
        "level": part.level.value,
        "lacks": [lack.value for lack in part.lacks],
        "people": part.people,
        "services": part.services,
        "routes": part.routes,
        "first_on": day(part.first_on),
        "since_on": day(part.since_on),
        "fell_on": day(part.fell_on),
        "passed_at": day(part.passed_at),
        "measured_at": day(part.measured_at),
    }
