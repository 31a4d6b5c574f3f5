"""Text messages that could not be sent: once more, or given up with a reason. Both are kept in the changes."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wobangni.accounts.commands.send_sms import send_sms_again
from wobangni.accounts.models import SmsMessage
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.kernel.rules.text import clean_line
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import record_revision

LONGEST_REASON = 200
MOST_AT_ONCE = 1000


def send_again(*, actor: Actor, now: dt.datetime, county: str | None, message_id: UUID) -> None:
    """Puts a failed message of this county (None: of any) in the queue once more; one that is queued or sent by now is left alone.

    Raises Forbidden, NotFound, and InvalidInput for a code: it has expired by now, and whoever wanted it has asked for another.
    """
    check_admin(actor, county)
    with transaction.atomic():
        row = _locked(county, message_id)
        if row.state in (SmsMessage.State.QUEUED, SmsMessage.State.SENT):
            return
        if row.kind == SmsMessage.Kind.CODE:
            raise InvalidInput(_("A code has expired by now, and can only be given up."))
        if row.state != SmsMessage.State.FAILED:
            raise NotFound(_("There is no such failed message."))
        send_sms_again(now=now, message_id=row.id)
        _record(actor, now, row, {"state": SmsMessage.State.QUEUED.value})


def send_all_again(*, actor: Actor, now: dt.datetime, county: str | None) -> int:
    """How many of the failed messages were queued once more; codes are left out. Raises Forbidden."""
    check_admin(actor, county)
    rows = SmsMessage.objects.filter(state=SmsMessage.State.FAILED).exclude(kind=SmsMessage.Kind.CODE)
    if county is not None:
        rows = rows.filter(county=county)
    found = list(rows.order_by("queued_at").values_list("id", flat=True)[:MOST_AT_ONCE])
    for message_id in found:
        send_again(actor=actor, now=now, county=county, message_id=message_id)
    return len(found)


def give_up(*, actor: Actor, now: dt.datetime, county: str | None, message_id: UUID, reason: str) -> None:
    """A failed message need not go out any more; it leaves the list. Given up before: nothing changes.

    Raises Forbidden, NotFound, InvalidInput (fields: reason).
    """
    check_admin(actor, county)
    words = clean_line(reason)
    if not words or len(words) > LONGEST_REASON:
        message = _("At most %(limit)s characters.") % {"limit": LONGEST_REASON} if words else _("Please fill this in.")
        raise InvalidInput(_("Please check what you entered."), fields={"reason": message})
    with transaction.atomic():
        row = _locked(county, message_id)
        if row.state == SmsMessage.State.GIVEN_UP:
            return
        if row.state != SmsMessage.State.FAILED:
            raise NotFound(_("There is no such failed message."))
        changes = {"state": SmsMessage.State.GIVEN_UP.value, "given_up_because": words}
        SmsMessage.objects.filter(id=row.id).update(**changes)
        _record(actor, now, row, changes)


def _locked(county: str | None, message_id: UUID) -> SmsMessage:
    rows = SmsMessage.objects.select_for_update().filter(id=message_id)
    row = (rows if county is None else rows.filter(county=county)).first()
    if row is None:
        raise NotFound(_("There is no such failed message."))
    return row


def _record(actor: Actor, now: dt.datetime, row: SmsMessage, after: dict[str, str]) -> None:
    before = {name: getattr(row, name) for name in after}
    record_revision(
        actor=actor, now=now, row=row, before=before, after=after, county=row.county, title=row.phone_masked, bump=None
    )
