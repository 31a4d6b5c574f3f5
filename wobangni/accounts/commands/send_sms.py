"""Putting a text message in the queue, in the transaction of whatever it tells about."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wobangni.accounts.cipher import seal
from wobangni.accounts.jobs import deliver_sms
from wobangni.accounts.models import SmsMessage
from wobangni.accounts.rules.phone import mask_phone
from wobangni.accounts.sms.delivery import body_place, phone_place
from wobangni.kernel.errors import NotFound
from wobangni.kernel.ids import new_id
from wobangni.kernel.queue import enqueue


def send_sms(
    *,
    now: dt.datetime,
    phone: str,
    text: str,
    kind: SmsMessage.Kind = SmsMessage.Kind.NOTICE,
    county: str | None = None,
    message_id: UUID | None = None,
) -> UUID:
    """The id of the message; it goes out when, and only when, the transaction commits. ``phone``: normal form."""
    message_id = message_id or new_id()
    with transaction.atomic():
        SmsMessage.objects.create(
            id=message_id,
            kind=kind,
            county=county,
            phone_sealed=seal(phone, phone_place(message_id)),
            phone_masked=mask_phone(phone),
            body_sealed=seal(text, body_place(message_id)),
            queued_at=now,
        )
        enqueue(deliver_sms, lock=f"sms/{message_id}", message_id=str(message_id))
    return message_id


def send_sms_again(*, now: dt.datetime, message_id: UUID) -> None:
    """Queues a failed message once more, after the gateway was put right. The caller has checked who asks. Raises NotFound."""
    with transaction.atomic():
        updated = SmsMessage.objects.filter(id=message_id, state=SmsMessage.State.FAILED).update(
            state=SmsMessage.State.QUEUED, tries=0, queued_at=now
        )
        if not updated:
            raise NotFound(_("There is no such failed message."))
        enqueue(deliver_sms, lock=f"sms/{message_id}", message_id=str(message_id))
