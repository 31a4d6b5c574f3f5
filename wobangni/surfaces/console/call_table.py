"""The figures of the hotline as the page shows them: each with the number behind it, never a bare percentage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wobangni.exchange.queries.call_figures import LineFigures
from wobangni.exchange.rules.call_figures import Counts, added, quantile
from wobangni.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class Share:
    """``percent``: None of nothing."""

    n: int
    of: int

    @property
    def percent(self) -> float | None:
        return round(100 * self.n / self.of, 1) if self.of else None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """``median``, ``ninety``: seconds of ringing that half, and nine of ten, of the answered calls did not exceed."""

    name: str
    calls: int
    answered: Share
    in_time: Share
    median: int | None
    ninety: int | None
    solved: Share
    missed: int
    returned: Share
    reached: Share


@dataclass(frozen=True, slots=True)
class Table:
    total: FigureRow
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """``after``: the first day that no longer belongs to it."""

    KINDS: ClassVar = ("day", "week", "month")

    kind: str
    first: dt.date
    after: dt.date

    @property
    def before(self) -> dt.date:
        """A day of the span before."""
        return self.first - dt.timedelta(days=1)

    @property
    def last(self) -> dt.date:
        return self.after - dt.timedelta(days=1)


def span_of(kind: str, day: str, today: dt.date) -> Span:
    """The day, week (from Monday) or month in which ``day`` (ISO) lies; today where it says nothing."""
    try:
        chosen = min(dt.date.fromisoformat(day), today) if day else today
    except ValueError:
        chosen = today
    if not dt.date(2000, 1, 8) < chosen:
        chosen = today
    if kind == "week":
        first = chosen - dt.timedelta(days=chosen.weekday())
        return Span(kind, first, first + dt.timedelta(days=7))
    if kind == "month":
        first = chosen.replace(day=1)
        return Span(kind, first, (first + dt.timedelta(days=31)).replace(day=1))
    return Span("day", chosen, chosen + dt.timedelta(days=1))


def span_label(kind: str) -> str:
    labels = {"day": pgettext("span", "Day"), "week": pgettext("span", "Week"), "month": pgettext("span", "Month")}
    return labels[kind]


def table(figures: Sequence[LineFigures], county: str | None) -> Table:
    """A row a line, and in the region the county before it; the total adds the counts up, and only then divides."""
    rows = []
    for one in figures:
        line = one.line or _("Other numbers")
        place = organisations.county(one.county) if county is None else None
        rows.append(_row(f"{place.label} · {line}" if place else line, one.counts))
    return Table(_row(_("All together"), added(one.counts for one in figures)), tuple(rows))


def _row(name: str, c: Counts) -> FigureRow:
    return FigureRow(
        name=name,
        calls=c.calls,
        answered=Share(c.answered, c.calls),
        in_time=Share(c.in_time, c.timed),
        median=quantile(c.waits, 0.5),
        ninety=quantile(c.waits, 0.9),
        solved=Share(c.solved, c.recorded),
        missed=c.missed,
        returned=Share(c.returned, c.missed),
        reached=Share(c.reached, c.returned),
    )
