"""Notices that could not be sent: once more, or given up with a reason. Both are kept in the changes."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.kernel.rules.text import clean_line
from wobangni.notices.models import NoticeDelivery
from wobangni.notices.queue import queue_deliveries
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import record_revision

State = NoticeDelivery.State
LONGEST_REASON = 200
MOST_AT_ONCE = 10_000


def send_again(*, actor: Actor, now: dt.datetime, county: str | None, id: UUID) -> None:
    """Puts one in the queue once more; one that waits or is sent by now is left alone. Raises Forbidden, NotFound."""
    check_admin(actor, county)
    with transaction.atomic():
        row = _locked(county, id)
        if row.state in (State.WAITING, State.SENT):
            return
        if row.state != State.FAILED:
            raise NotFound(_("There is no such failed message."))
        _again(now, [row])
        _record(actor, now, row, {"state": State.WAITING.value})


def send_all_again(*, actor: Actor, now: dt.datetime, county: str | None, channel: str = "") -> int:
    """The same for all that have failed, or all of a channel; returns how many. Raises Forbidden."""
    check_admin(actor, county)
    rows = _of(county).filter(state=State.FAILED)
    if channel:
        rows = rows.filter(channel=channel)
    with transaction.atomic():
        found = list(rows.select_for_update().order_by("created_at", "id")[:MOST_AT_ONCE])
        _again(now, found)
        for row in found:
            _record(actor, now, row, {"state": State.WAITING.value})
    return len(found)


def give_up(*, actor: Actor, now: dt.datetime, county: str | None, id: UUID, reason: str) -> None:
    """One need not go out any more; it leaves the list. Given up before: nothing changes. Raises Forbidden, NotFound, InvalidInput (fields: reason)."""
    check_admin(actor, county)
    words = clean_line(reason)
    if not words or len(words) > LONGEST_REASON:
        message = _("At most %(limit)s characters.") % {"limit": LONGEST_REASON} if words else _("Please fill this in.")
        raise InvalidInput(_("Please check what you entered."), fields={"reason": message})
    with transaction.atomic():
        row = _locked(county, id)
        if row.state == State.GIVEN_UP:
            return
        if row.state != State.FAILED:
            raise NotFound(_("There is no such failed message."))
        changes = {"state": State.GIVEN_UP.value, "given_up_because": words}
        NoticeDelivery.objects.filter(county=row.county, id=row.id).update(**changes)
        _record(actor, now, row, changes)


def _again(now: dt.datetime, rows: list[NoticeDelivery]) -> None:
    """By hand, at once: whoever presses the button knows what time it is."""
    for row in rows:
        row.next_at = now
    for county in {row.county for row in rows}:
        ids = [row.id for row in rows if row.county == county]
        NoticeDelivery.objects.filter(county=county, id__in=ids).update(state=State.WAITING, tries=0, next_at=now)
    queue_deliveries(rows)


def _of(county: str | None) -> QuerySet[NoticeDelivery]:
    rows = NoticeDelivery.objects.all()
    return rows if county is None else rows.filter(county=county)


def _locked(county: str | None, id: UUID) -> NoticeDelivery:
    row = _of(county).select_for_update().filter(id=id).first()
    if row is None:
        raise NotFound(_("There is no such failed message."))
    return row


def _record(actor: Actor, now: dt.datetime, row: NoticeDelivery, after: dict[str, str]) -> None:
    before = {name: getattr(row, name) for name in after}
    key = {"id": str(row.id)}
    record_revision(
        actor=actor,
        now=now,
        row=row,
        before=before | key,
        after=after | key,
        county=row.county,
        title=row.recipient,
        bump=None,
    )
