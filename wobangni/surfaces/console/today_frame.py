"""What matters today, worded and with the way to the requests behind each number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import NotFound
from wobangni.organisations import queries as organisations
from wobangni.organisations.queries import DivisionRef
from wobangni.service_requests.queries.queue import QueueFilter, queue
from wobangni.service_requests.queries.today import TodayCounts, UnitLoad, today_counts, unit_loads
from wobangni.service_requests.queries.values import QueueRow
from wobangni.service_requests.rules.lights import Light
from wobangni.surfaces.console.worklists import queue_url

#: Requests shown of each list; the rest is in the queue.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the queue behind it. ``kind``: red, yellow or plain."""

    label: str
    n: int
    url: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ShortList:
    """``empty``: what it means that nothing is there."""

    title: str
    rows: tuple[QueueRow, ...]
    n: int
    url: str
    empty: str

    @property
    def more(self) -> int:
        return max(0, self.n - len(self.rows))


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One unit. ``bar`` and ``usual_at``: share in percent of the largest number on the page."""

    load: UnitLoad
    url: str
    red_url: str
    tonight_url: str
    bar: int
    usual_at: int


@dataclass(frozen=True, slots=True)
class TodayFrame:
    place: str
    figures: tuple[Figure, ...]
    lists: tuple[ShortList, ...]
    loads: tuple[LoadRow, ...]
    supervision_url: str


def today_frame(actor: Actor, county: str, now: dt.datetime) -> TodayFrame:
    """One county as far as the actor sees it. Six queries. Raises NotFound for a county that there is none of."""
    place = organisations.county(county)
    if place is None:
        raise NotFound(_("There is no such county."))
    counts = today_counts([county], now=now).get(county, TodayCounts())
    return TodayFrame(
        place=place.label,
        figures=tuple(_figures(county, counts)),
        lists=tuple(_lists(actor, county, counts, now)),
        loads=_loads(county, now),
        supervision_url=reverse("console:supervision", args=[county]),
    )


def _figures(county: str, c: TodayCounts) -> list[Figure]:
    return [
        Figure(pgettext("light", "Overdue"), c.red, queue_url(county, "light=red"), "red"),
        Figure(_("Overdue by tonight"), c.tonight, queue_url(county, "tonight=on"), "yellow"),
        Figure(_("To be decided by the dispatcher"), c.arbitration, queue_url(county, "arbitration=on")),
        Figure(_("Passed around"), c.passed_around, queue_url(county, "passed=on")),
        Figure(_("Problem requests"), c.problem, queue_url(county, "problem=on")),
        Figure(_("Under supervision"), c.supervised, reverse("console:supervision", args=[county])),
        Figure(_("Told to the league or city"), c.raised, queue_url(county, "raised=league")),
    ]


def _lists(actor: Actor, county: str, c: TodayCounts, now: dt.datetime) -> list[ShortList]:
    def rows(wanted: QueueFilter) -> tuple[QueueRow, ...]:
        return queue(actor, county, wanted, now=now, limit=SHOWN).rows

    return [
        ShortList(
            _("Overdue now"),
            rows(QueueFilter(lights=frozenset({Light.RED}))),
            c.red,
            queue_url(county, "light=red"),
            _("Nothing is overdue."),
        ),
        ShortList(
            _("Overdue by tonight, unless it is done before"),
            rows(QueueFilter(tonight=True)),
            c.tonight,
            queue_url(county, "tonight=on"),
            _("Nothing runs out today."),
        ),
        ShortList(
            _("Passed around: given back or taken away twice or more"),
            rows(QueueFilter(passed_around=True)),
            c.passed_around,
            queue_url(county, "passed=on"),
            _("Nothing is being passed around."),
        ),
    ]


def _loads(county: str, now: dt.datetime) -> tuple[LoadRow, ...]:
    loads = unit_loads(county, now=now)
    top = max((max(one.open, one.usual) for one in loads), default=0) or 1
    found = []
    for one in loads:
        of_unit = f"unit={one.unit.id}"
        found.append(
            LoadRow(
                load=one,
                url=queue_url(county, of_unit),
                red_url=queue_url(county, f"light=red&{of_unit}"),
                tonight_url=queue_url(county, f"{of_unit}&tonight=on"),
                bar=round(100 * one.open / top),
                usual_at=round(100 * one.usual / top),
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class CountyToday:
    county: DivisionRef
    league: DivisionRef | None
    url: str
    cells: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class RegionToday:
    """``rows``: counties in which anything wants attention, the most overdue first. ``quiet``: how many others there are."""

    heads: tuple[str, ...]
    rows: tuple[CountyToday, ...]
    total: tuple[Figure, ...]
    quiet: int
    leagues: tuple[DivisionRef, ...]
    league: str


def region_today(now: dt.datetime, *, league: str) -> RegionToday:
    """Counties of one league or all. One query. Raises NotFound for a league that there is none of."""
    leagues = organisations.leagues()
    if league and league not in {one.code for one in leagues}:
        raise NotFound(_("There is no such league or city."))
    chosen = organisations.counties(league or None)
    counts = today_counts([c.code for c in chosen], now=now)
    rows, total = [], TodayCounts()
    for county in chosen:
        found = counts.get(county.code, TodayCounts())
        total += found
        cells = tuple(_figures(county.code, found))
        if any(cell.n for cell in cells):
            url = reverse("console:today", args=[county.code])
            rows.append(CountyToday(county, organisations.league(county.code), url, cells))
    rows.sort(key=lambda row: [-cell.n for cell in row.cells])
    sums = tuple(_figures("000000", total)) if rows else ()
    heads = tuple(cell.label for cell in _figures("000000", total))
    return RegionToday(heads, tuple(rows), sums, len(chosen) - len(rows), tuple(leagues), league)
