"""Who changed what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from wobangni.organisations.models import Revision


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One change of one row. before, after: the columns that changed. county None: the whole region."""

    id: int
    at: dt.datetime
    actor_name: str
    county: str | None
    table: str
    row: str
    title: str
    kind: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]

    @property
    def changes(self) -> tuple[tuple[str, Any, Any], ...]:
        """(column, before, after), by column."""
        return tuple((k, self.before.get(k), self.after.get(k)) for k in sorted({*self.before, *self.after}))


def revisions(
    tables: Sequence[str], county: str | None, *, row: str | None = None, before: int | None = None, limit: int = 20
) -> tuple[RevisionRow, ...]:
    """The latest changes to these tables in a county and, since they concern it too, in the region; newest first. One query.

    ``row``: of one row only. ``before``: id of the last one seen, for the next page.
    """
    found = Revision.objects.filter(table__in=tables)
    found = found.filter(Q(county=None) | Q(county=county)) if county else found.filter(county=None)
    if row is not None:
        found = found.filter(row=row)
    if before is not None:
        found = found.filter(id__lt=before)
    return tuple(
        RevisionRow(r.id, r.at, r.actor_name, r.county, r.table, r.row, r.title, r.kind, r.before, r.after)
        for r in found.order_by("-id")[:limit]
    )
