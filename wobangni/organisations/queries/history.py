"""Who changed what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from wobangni.accounts.models import User
from wobangni.organisations.models import Membership, Revision


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
    tables: Sequence[str],
    county: str | None,
    *,
    row: str | None = None,
    rows: Sequence[str] = (),
    before: int | None = None,
    limit: int = 20,
) -> tuple[RevisionRow, ...]:
    """The latest changes to these tables in a county and, since they concern it too, in the region; newest first. One query.

    ``tables`` empty: to any. ``row``: of one row only; ``rows``: of these only. ``before``: id of the last one seen, for the next page.
    """
    found = (
        Revision.objects.filter(Q(county=None) | Q(county=county)) if county else Revision.objects.filter(county=None)
    )
    if tables:
        found = found.filter(table__in=tables)
    if row is not None:
        found = found.filter(row=row)
    if rows:
        found = found.filter(row__in=rows)
    if before is not None:
        found = found.filter(id__lt=before)
    return _rows(found.order_by("-id")[:limit])


def revisions_of_person(county: str | None, user_id: int, *, limit: int = 20) -> tuple[RevisionRow, ...]:
    """What was changed about one person and their roles, here and in the region; newest first. Two queries."""
    held = [str(pk) for pk in Membership.objects.filter(user=user_id).values_list("pk", flat=True)]
    about = Q(table=User._meta.db_table, row=str(user_id)) | Q(table=Membership._meta.db_table, row__in=held)
    return _rows(Revision.objects.filter(about, Q(county=None) | Q(county=county)).order_by("-id")[:limit])


def _rows(found: Iterable[Revision]) -> tuple[RevisionRow, ...]:
    return tuple(
        RevisionRow(r.id, r.at, r.actor_name, r.county, r.table, r.row, r.title, r.kind, r.before, r.after)
        for r in found
    )
