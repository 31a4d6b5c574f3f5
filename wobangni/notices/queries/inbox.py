"""A person's own notices."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from wobangni.kernel.actors import Actor
from wobangni.notices.models import Notice
from wobangni.notices.rules.kinds import StaffKind
from wobangni.notices.words import words_of

PAGE = 50
#: The bell says "99+" beyond.
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class InboxRow:
    """``details``: where and what, without the title. ``code``: of the request it leads to."""

    id: UUID
    kind: str
    title: str
    details: tuple[str, ...]
    code: str
    urgent: bool
    unread: bool
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class InboxPage:
    rows: tuple[InboxRow, ...]
    more: bool


def inbox(actor: Actor, *, page: int = 1, unread_only: bool = False) -> InboxPage:
    """The actor's own, the latest first, in the language in force. One query."""
    rows = Notice.objects.filter(user_id=int(actor.id)).exclude(kind=StaffKind.DIGEST)
    if unread_only:
        rows = rows.filter(read_at=None)
    start = (max(page, 1) - 1) * PAGE
    found = list(rows.order_by("-created_at", "-id")[start : start + PAGE + 1])
    return InboxPage(tuple(map(_row, found[:PAGE])), len(found) > PAGE)


def unread_count(actor: Actor) -> int:
    """How many the actor has not read, counted up to MOST_COUNTED. One query, on a partial index."""
    return Notice.objects.filter(user_id=int(actor.id), read_at=None)[:MOST_COUNTED].count()


def _row(row: Notice) -> InboxRow:
    details = tuple(str(row.data[name]) for name in ("unit", "due", "note") if row.data.get(name))
    title = words_of(row.kind, row.data).title
    return InboxRow(row.id, row.kind, title, details, row.code, row.urgent, row.read_at is None, row.created_at)
