"""The ladder as administrators read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wobangni.catalogue.queries import ladder_rows, ladder_today
from wobangni.catalogue.rules.ladder import LADDER_CLOCKS, Step
from wobangni.catalogue.rules.limits import WAITING, LimitKind
from wobangni.kernel.clock import local_date
from wobangni.organisations.queries import county_settings
from wobangni.service_requests.labels import rung_label
from wobangni.surfaces.console.admin.frame import url
from wobangni.surfaces.console.admin.words import limit_kind_label, step_words


@dataclass(frozen=True, slots=True)
class StepLine:
    when: str
    told: str


@dataclass(frozen=True, slots=True)
class ClockLadder:
    """One clock with its steps of today. ``end``: what the platform does by itself when its time is over; ``url``: to change it."""

    label: str
    steps: tuple[StepLine, ...]
    end: str
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """``state``: future, now or past. ``cancel_url``: only while it is still to come."""

    clock: str
    steps: tuple[StepLine, ...]
    effective_from: dt.date
    state: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class LadderTable:
    clocks: tuple[ClockLadder, ...]
    entries: tuple[Entry, ...]


def ladder_table(county: str | None, now: dt.datetime, chosen: LimitKind) -> LadderTable:
    """One query."""
    today = ladder_today(county, now)
    clocks = tuple(
        ClockLadder(
            label=limit_kind_label(kind),
            steps=_lines(today.of(kind).steps),
            end=_end(kind, county),
            url=f"{url('ladder', county)}?kind={kind.value}#form",
            chosen=kind is chosen,
        )
        for kind in LADDER_CLOCKS
    )
    return LadderTable(clocks, _entries(county, local_date(now)))


def _lines(steps: Iterable[Step]) -> tuple[StepLine, ...]:
    comma = pgettext("list separator", ", ")
    return tuple(StepLine(step_words(step), comma.join(rung_label(rung) for rung in step.tell)) for step in steps)


def _end(kind: LimitKind, county: str | None) -> str:
    if kind not in WAITING:
        return ""
    if kind is LimitKind.INFO:
        if county is None:
            return _(
                "When it is over, work goes on with what is known, or the request ends: each county decides in its settings."
            )
        if county_settings(county).info_lapses:
            return _("When it is over, the request ends.")
        return _("When it is over, work goes on with what is known.")
    if kind is LimitKind.CALLBACK:
        return _("When it is over, the request is closed without a rating.")
    return _("On the day itself work is taken up again, and the resident is told.")


def _entries(county: str | None, today: dt.date) -> tuple[Entry, ...]:
    entries, in_force = [], set()
    for row in ladder_rows(county):  # the latest first: of those that have begun, the first of its clock is in force
        state = "future" if row.effective_from > today else "past" if row.kind in in_force else "now"
        if state == "now":
            in_force.add(row.kind)
        cancel = url("cancel_ladder", county, entry_id=row.id) if state == "future" else ""
        entries.append(Entry(limit_kind_label(row.kind), _lines(row.steps), row.effective_from, state, cancel))
    return tuple(entries)
