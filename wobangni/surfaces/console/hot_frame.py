"""Hot issues worded for the desk: the heat as a sum that a reader can work out, the alarm in a sentence, the curve as a drawing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import ngettext

from wobangni.kernel.clock import local_date
from wobangni.organisations import queries as organisations
from wobangni.service_requests.queries.hot import HotRow
from wobangni.surfaces.shared.time_words import day_words
from wobangni.triage.rules import heat
from wobangni.triage.rules.alarm import RECENT

#: Of the drawing, in its own units.
WIDTH, HEIGHT, LEAST_DAYS = 180, 36, 14


@dataclass(frozen=True, slots=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    title: str


@dataclass(frozen=True, slots=True)
class Curve:
    """People who wrote for the first time, a bar a day. ``words``: the same in a sentence."""

    bars: tuple[Bar, ...]
    words: str
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the heat: what was counted, how it counts, what that makes."""

    words: str
    value: float


@dataclass(frozen=True, slots=True)
class HotLine:
    """One issue on a page. ``alarm``: empty where it does not grow unusually."""

    rank: int
    row: HotRow
    county_label: str
    persons: int
    requests: int
    terms: tuple[Term, ...]
    alarm: str
    curve: Curve


def hot_lines(rows: Iterable[HotRow]) -> list[HotLine]:
    """The rows in their order, ranked from one."""
    return [hot_line(row, rank) for rank, row in enumerate(rows, 1)]


def hot_line(row: HotRow, rank: int = 1) -> HotLine:
    found = organisations.county(row.county)
    return HotLine(
        rank=rank,
        row=row,
        county_label=found.label if found else row.county,
        persons=row.counts["persons"],
        requests=row.counts["requests"],
        terms=tuple(_terms(row.counts, row.parts)),
        alarm=_alarm_words(row),
        curve=curve_of(row.curve, row.refreshed_at),
    )


def _terms(counts: Mapping[str, int], parts: Mapping[str, float]) -> Iterable[Term]:
    """Every part that is not nothing, each as a sum in words; people always."""
    persons, further = counts["persons"], counts["requests"] - counts["persons"]
    each = ngettext("%(n)s person, %(each)s each", "%(n)s people, %(each)s each", persons)
    yield Term(each % {"n": persons, "each": heat.PEOPLE}, parts["people"])
    if further > 0:
        each = ngettext(
            "%(n)s further request of theirs, %(each)s each", "%(n)s further requests of theirs, %(each)s each", further
        )
        yield Term(each % {"n": further, "each": heat.REPEAT}, parts["repeats"])
    if counts["net_likes"]:
        each = ngettext("square root of %(n)s thumb", "square root of %(n)s thumbs", counts["net_likes"])
        yield Term(each % {"n": counts["net_likes"]}, parts["thumbs"])
    if more := counts["more_people"]:
        each = ngettext(
            "%(n)s new person more in the busiest %(days)s days than in those before, %(each)s each",
            "%(n)s new people more in the busiest %(days)s days than in those before, %(each)s each",
            more,
        )
        yield Term(each % {"n": more, "days": heat.WINDOW, "each": heat.GROWTH}, parts["growth"])
    if parts["waiting"]:
        days = counts["days_waiting"]
        each = ngettext(
            "the oldest without an answer has waited %(n)s day, %(each)s for every full 30 days, at most %(most)s",
            "the oldest without an answer has waited %(n)s days, %(each)s for every full 30 days, at most %(most)s",
            days,
        )
        yield Term(each % {"n": days, "each": heat.WAITING, "most": heat.WAITING_MOST}, parts["waiting"])


def _alarm_words(row: HotRow) -> str:
    if row.alarm is None:
        return ""
    words = ngettext(
        "Growing unusually: %(n)s person in %(days)s days, %(expected)s expected",
        "Growing unusually: %(n)s people in %(days)s days, %(expected)s expected",
        row.alarm.people,
    )
    return words % {"n": row.alarm.people, "days": RECENT, "expected": f"{row.alarm.expected:.1f}"}


def curve_of(days: Mapping[dt.date, int], now: dt.datetime) -> Curve:
    """Bars from the first day (two weeks back at least) until ``now``."""
    if not days:
        return Curve((), "")
    until = local_date(now)
    start = min(min(days), until - dt.timedelta(days=LEAST_DAYS - 1))
    step = WIDTH / ((max(until, *days) - start).days + 1)
    top = max(days.values())
    bars = []
    for day, n in sorted(days.items()):
        tall = max(2.0, (HEIGHT - 2) * n / top)
        words = ngettext("%(day)s: %(n)s person", "%(day)s: %(n)s people", n) % {"day": day_words(day, now), "n": n}
        x = (day - start).days * step
        bars.append(Bar(f"{x:.1f}", f"{HEIGHT - tall:.1f}", f"{max(1.0, step - 1):.1f}", f"{tall:.1f}", words))
    busiest = max(days, key=lambda day: (days[day], day))
    words = ngettext(
        "New people by day since %(start)s; most on %(day)s: %(n)s",
        "New people by day since %(start)s; most on %(day)s: %(n)s",
        top,
    )
    return Curve(tuple(bars), words % {"start": day_words(start, now), "day": day_words(busiest, now), "n": top})
