"""One try to deliver one message, and what is kept of it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.conf import settings

from wobangni.accounts.cipher import CannotOpen, unseal
from wobangni.accounts.models import SmsMessage
from wobangni.accounts.sms.gateway import GatewayError, gateway_in_use

#: A code that comes later than this opens nothing any more.
CODE_HOLDS = dt.timedelta(minutes=5)
ANSWER_LENGTH = 500
MOST_TRIES = 8


def phone_place(message_id: UUID) -> str:
    """What the sealed phone of a message is bound to."""
    return f"sms/{message_id}/phone"


def body_place(message_id: UUID) -> str:
    """What the sealed text of a message is bound to."""
    return f"sms/{message_id}/body"


def try_to_deliver(message_id: UUID, *, now: dt.datetime) -> None:
    """Hands the message to the gateway, once; one that is not waiting is left alone.

    Raises GatewayError when another try may help; the failure is kept in the row either way.
    """
    row = SmsMessage.objects.get(id=message_id)
    if row.state != SmsMessage.State.QUEUED:
        return
    row.tries, row.tried_at = row.tries + 1, now
    try:
        if row.kind == SmsMessage.Kind.CODE and now - row.queued_at >= CODE_HOLDS:
            raise GatewayError("the code has expired before it could be sent", final=True)
        gateway = gateway_in_use()
        row.gateway = gateway.name
        receipt = gateway.send(
            message_id=row.id,
            phone=unseal(row.phone_sealed, phone_place(row.id)),
            text=unseal(row.body_sealed, body_place(row.id)),
        )
    except (GatewayError, CannotOpen) as error:
        final = row.tries >= MOST_TRIES or not isinstance(error, GatewayError) or error.final
        row.answer = _plain(str(error), row)
        row.state = SmsMessage.State.FAILED if final else SmsMessage.State.QUEUED
        row.save(update_fields=["tries", "tried_at", "gateway", "answer", "state"])
        if not final:
            raise GatewayError(row.answer) from None  # the queue logs it; the provider's words may repeat the phone
        return
    row.state, row.sent_at = SmsMessage.State.SENT, now
    row.gateway_ref, row.answer = receipt.ref, _plain(receipt.answer, row)
    if row.kind == SmsMessage.Kind.CODE and not settings.DEMO:
        row.body_sealed = b""
    row.save(update_fields=["tries", "tried_at", "gateway", "gateway_ref", "answer", "state", "sent_at", "body_sealed"])


def _plain(answer: str, row: SmsMessage) -> str:
    """What the gateway said, without the phone and the text that many of them repeat."""
    phone = unseal_or_empty(row.phone_sealed, phone_place(row.id))
    text = unseal_or_empty(row.body_sealed, body_place(row.id))
    for secret in (phone, phone.removeprefix("+86"), phone.removeprefix("+"), text):
        if len(secret) > 5:
            answer = answer.replace(secret, "…")
    return answer.replace("\x00", "")[:ANSWER_LENGTH]


def unseal_or_empty(blob: bytes | memoryview, place: str) -> str:
    """The clear text, or nothing if it can't be opened."""
    try:
        return unseal(blob, place)
    except CannotOpen:
        return ""
