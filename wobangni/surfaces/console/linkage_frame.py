"""Linkage in words: the matrix by league, a county with what it lacks, and whom to ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wobangni.kernel.errors import NotFound
from wobangni.organisations import queries as organisations
from wobangni.organisations.labels import centre_label, lack_label, lack_remedy, lack_short, level_label
from wobangni.organisations.queries import DivisionRef
from wobangni.organisations.queries.linkage import (
    ChangeRef,
    CountyLinkage,
    LeagueHelperRef,
    Part,
    RunRef,
    WaveRef,
    administrators_of,
    county_linkage,
    last_run,
    linkage_history,
    linkage_matrix,
    pilot_waves,
)
from wobangni.organisations.rules.kinds import KIND_WORDS, UnitKind
from wobangni.organisations.rules.linkage import FOUR, Lack, Level
from wobangni.service_requests.labels import action_label
from wobangni.service_requests.rules.lifecycle import Action

#: Where an administrator puts right what is missing: names of pages of the county's administration.
REMEDY_PAGES = {
    Lack.CENTRE: "units",
    Lack.PEOPLE: "people",
    Lack.SERVICES: "routing",
    Lack.ROUTES: "routing",
    Lack.DISPATCHER: "people",
    Lack.REVIEWER: "people",
    Lack.CALLER: "people",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A centre, or the county as a whole (``name`` empty), in the matrix. ``lacks``: in single words."""

    name: str
    level: str
    level_label: str
    since_on: dt.date | None
    fell_on: dt.date | None
    lacks: str
    measured: bool

    @property
    def linked(self) -> bool:
        return self.level == Level.LINKED.value


@dataclass(frozen=True, slots=True)
class MatrixRow:
    county: DivisionRef
    wave: int | None
    whole: Cell
    centres: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class LeagueBlock:
    """The counties of one league, and who is asked to help them."""

    league: DivisionRef
    helper: LeagueHelperRef | None
    rows: tuple[MatrixRow, ...]
    linked: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """``linked``, ``centres``, ``fallen``: counties linked, centres linked, counties that were linked and are not, of those shown."""

    heads: tuple[str, ...]
    blocks: tuple[LeagueBlock, ...]
    leagues: tuple[DivisionRef, ...]
    league: str
    only: str
    waves: tuple[WaveRef, ...]
    counties: int
    linked: int
    centres: int
    fallen: int

    @property
    def all_centres(self) -> int:
        return self.counties * len(FOUR)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, what puts it right, and the page where (empty: none)."""

    what: str
    remedy: str
    page: str


@dataclass(frozen=True, slots=True)
class CentreCard:
    name: str
    part: Part
    level_label: str
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the test request in words. ``why`` empty: it was done."""

    place: str
    action: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    on: dt.date
    what: str
    level: str
    level_label: str
    lacks: str


@dataclass(frozen=True, slots=True)
class CountyPage:
    """``desk``: what the county's desk lacks, beside its centres. ``where``: centres that hold the county back, in words."""

    row: CountyLinkage
    level_label: str
    cards: tuple[CentreCard, ...]
    desk: tuple[Missing, ...]
    administrators: tuple[str, ...]
    run: RunRef | None
    steps: tuple[Step, ...]
    history: tuple[HistoryLine, ...]
    where: str

    @property
    def stopped(self) -> bool:
        return any(step.why for step in self.steps)


#: What the matrix can be narrowed to.
ONLY = ("missing", "fallen")


def matrix(*, league: str, only: str) -> Matrix:
    """All counties by league, or one league's. ``only``: "missing" (not linked), "fallen" (once linked). Five queries. Raises NotFound for an unknown league."""
    if league and not any(one.code == league for one in organisations.leagues()):
        raise NotFound(_("There is no such league or city."), code="no_such_league")
    every = linkage_matrix()
    shown = [row for row in every if league in ("", row.league.code)]
    wanted = [row for row in shown if _is_wanted(row.whole, only)]
    return Matrix(
        heads=tuple(map(centre_label, FOUR)),
        blocks=tuple(_blocks(wanted)),
        leagues=organisations.leagues(),
        league=league,
        only=only if only in ONLY else "",
        waves=pilot_waves(every),
        counties=len(shown),
        linked=sum(row.whole.linked for row in shown),
        centres=sum(part.linked for row in shown for part in row.centres),
        fallen=sum(row.whole.fell_on is not None for row in shown),
    )


def county_page(county: str, now: dt.datetime) -> CountyPage:
    """What stands of one county. Six queries. Raises NotFound."""
    row = county_linkage(county)
    if row is None:
        raise NotFound(_("There is no such county."))
    run = last_run(county)
    return CountyPage(
        row=row,
        level_label=_whole_label(row.whole),
        cards=tuple(_card(part) for part in row.centres),
        desk=_missing([lack for lack in row.whole.lacks if lack in _DESK]),
        administrators=administrators_of(county, now),
        run=run,
        steps=tuple(
            Step(centre_label(s.centre) if s.centre else _("Desk"), action_label(Action(s.action)), s.by, s.why)
            for s in (run.trace if run else ())
        ),
        history=tuple(map(_history_line, linkage_history(county))),
        where=_join(_full(p.kind) for p in row.centres if p.kind and not p.linked) if row.whole.measured_at else "",
    )


_DESK = (Lack.DISPATCHER, Lack.REVIEWER, Lack.CALLER, Lack.RETURN)


def _is_wanted(whole: Part, only: str) -> bool:
    if only == "missing":
        return not whole.linked
    return whole.fell_on is not None if only == "fallen" else True


def _blocks(rows: Sequence[CountyLinkage]) -> Iterable[LeagueBlock]:
    for league in organisations.leagues():
        mine = [row for row in rows if row.league == league]
        if mine:
            lines = tuple(
                MatrixRow(row.county, row.wave, _cell(row.whole), tuple(map(_cell, row.centres))) for row in mine
            )
            yield LeagueBlock(league, mine[0].helper, lines, sum(row.whole.linked for row in mine))


def _cell(part: Part) -> Cell:
    return Cell(
        name=centre_label(part.kind) if part.kind else "",
        level=part.level.value,
        level_label=_whole_label(part),
        since_on=part.since_on,
        fell_on=part.fell_on,
        # What its centres lack stands beside it; here, what the county's own desk does.
        lacks=_join(lack_short(lack) for lack in part.lacks if part.kind or lack in _DESK),
        measured=part.measured_at is not None,
    )


def _card(part: Part) -> CentreCard:
    assert part.kind is not None
    return CentreCard(_full(part.kind), part, _whole_label(part), _missing(part.lacks))


def _missing(lacks: Iterable[Lack]) -> tuple[Missing, ...]:
    return tuple(Missing(lack_label(one), lack_remedy(one), REMEDY_PAGES.get(one, "")) for one in lacks)


def _history_line(one: ChangeRef) -> HistoryLine:
    what = _full(one.kind) if one.kind else _("The county")
    return HistoryLine(one.on, what, one.level.value, level_label(one.level), _join(map(lack_short, one.lacks)))


def _whole_label(part: Part) -> str:
    return level_label(part.level) if part.measured_at else _("Not measured yet")


def _full(kind: UnitKind) -> str:
    return _(KIND_WORDS[kind].label)


def _join(words: Iterable[str]) -> str:
    return pgettext("list separator", ", ").join(words)
