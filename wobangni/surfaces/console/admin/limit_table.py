"""Time limits as administrators read them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wobangni.catalogue.queries import LimitRow, limit_rows, limits_by_nature
from wobangni.catalogue.rules.limits import SETTABLE
from wobangni.kernel.clock import local_date
from wobangni.surfaces.console.admin.frame import url
from wobangni.surfaces.console.admin.words import limit_kind_label, limit_words, nature_label


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry in words. ``state``: future, now or past. ``cancel_url``: only while it is still to come and one's own."""

    scope: str
    kind: str
    limit: str
    effective_from: dt.date
    state: str
    cancel_url: str


@dataclass(frozen=True, slots=True)
class LimitTable:
    """``natures``: (nature, its four limits today). ``entries``: the county's own, or the region's, the latest first."""

    kinds: tuple[str, ...]
    natures: tuple[tuple[str, tuple[str, ...]], ...]
    entries: tuple[Entry, ...]


def limit_table(county: str | None, now: dt.datetime) -> LimitTable:
    """One query."""
    natures = tuple(
        (nature_label(nature), tuple(limit_words(getattr(limits, kind.value)) for kind in SETTABLE))
        for nature, limits in limits_by_nature(county, now)
    )
    rows = sorted(limit_rows(county), key=lambda r: r.effective_from, reverse=True)
    return LimitTable(
        kinds=tuple(limit_kind_label(kind) for kind in SETTABLE),
        natures=natures,
        entries=_entries(rows, county, local_date(now)),
    )


def _entries(rows: list[LimitRow], county: str | None, today: dt.date) -> tuple[Entry, ...]:
    entries, in_force = [], set()
    for row in rows:  # the latest first: of those that have begun, the first of its kind is in force
        key = (row.service_id, row.nature, row.kind)
        state = "future" if row.effective_from > today else "past" if key in in_force else "now"
        if state == "now":
            in_force.add(key)
        entries.append(
            Entry(
                scope=row.service_label or (nature_label(row.nature) if row.nature else _("Everything")),
                kind=limit_kind_label(row.kind),
                limit=limit_words(row.limit),
                effective_from=row.effective_from,
                state=state,
                cancel_url=url("cancel_limit", county, limit_id=row.id) if state == "future" else "",
            )
        )
    return tuple(entries)
