"""Reads of the accounts: contacts, always masked; who looked at them; text messages for the demo's outbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from wobangni.accounts.models import Contact, Resident, Reveal, SmsMessage
from wobangni.accounts.sms.delivery import body_place, unseal_or_empty
from wobangni.accounts.vault import phone_hash


@dataclass(frozen=True, slots=True)
class MaskedContact:
    """Whose request it is, as far as everyone may see. ``repeated``: other requests from the same line in this county."""

    name: str
    phone: str
    has_address: bool
    anonymous: bool
    repeated: int = 0


@dataclass(frozen=True, slots=True)
class RevealRow:
    """Someone saw contact data. ``fields``: name, phone, address."""

    id: UUID
    request_code: str
    actor_id: str
    actor_name: str
    purpose: str
    fields: tuple[str, ...]
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class SmsRow:
    """A text message on its way. ``text`` only where it may be shown; ``answer``: what the gateway last said."""

    id: UUID
    kind: str
    county: str | None
    phone_masked: str
    text: str
    state: str
    tries: int
    answer: str
    queued_at: dt.datetime
    sent_at: dt.datetime | None


def masked_contact(county: str, contact_id: UUID | None) -> MaskedContact | None:
    """The contact of one request, masked; None where nothing is kept. One query."""
    if contact_id is None:
        return None
    same_line = (
        Contact.objects.filter(county=OuterRef("county"), phone_hash=OuterRef("phone_hash"))
        .order_by()
        .values("phone_hash")
        .annotate(n=Count("id"))
        .values("n")
    )
    row = (
        Contact.objects.filter(county=county, id=contact_id)
        .annotate(same=Coalesce(Subquery(same_line), 1))
        .values("name_masked", "phone_masked", "address_sealed", "anonymous", "same")
        .first()
    )
    if row is None:
        return None
    return MaskedContact(
        name=row["name_masked"],
        phone=row["phone_masked"],
        has_address=bool(row["address_sealed"]),
        anonymous=row["anonymous"],
        repeated=max(row["same"] - 1, 0),
    )


def masked_contacts(county: str, contact_ids: Iterable[UUID]) -> dict[UUID, MaskedContact]:
    """The masked contacts of many requests of one county by contact id, without counting repeats. One query."""
    rows = Contact.objects.filter(county=county, id__in=list(contact_ids)).values(
        "id", "name_masked", "phone_masked", "address_sealed", "anonymous"
    )
    return {
        row["id"]: MaskedContact(row["name_masked"], row["phone_masked"], bool(row["address_sealed"]), row["anonymous"])
        for row in rows
    }


def is_phone_of_contact(county: str, contact_id: UUID, phone: str) -> bool:
    """Whether this contact's phone is ``phone`` (normal form). One query."""
    return Contact.objects.filter(county=county, id=contact_id, phone_hash=phone_hash(phone)).exists()


def reveals_of(county: str, *, contact_id: UUID | None = None, limit: int = 100) -> list[RevealRow]:
    """Who saw contact data of this county (of one contact), the latest first. For supervisors; the caller checks that."""
    rows = Reveal.objects.filter(county=county)
    if contact_id is not None:
        rows = rows.filter(contact_id=contact_id)
    return [
        RevealRow(r.id, r.request_code, r.actor_id, r.actor_name, r.purpose, tuple(r.fields), r.at)
        for r in rows.order_by("-at", "-id")[:limit]
    ]


def masked_resident(resident_id: UUID) -> MaskedContact | None:
    """A resident who proved a phone, masked."""
    row = Resident.objects.filter(id=resident_id).values("name_masked", "phone_masked").first()
    return MaskedContact(row["name_masked"], row["phone_masked"], has_address=False, anonymous=False) if row else None


def demo_messages(limit: int = 50) -> list[SmsRow]:
    """The latest text messages with their text. Empty unless this is a demo."""
    if not settings.DEMO:
        return []
    rows = SmsMessage.objects.order_by("-queued_at")[:limit]
    return [_sms_row(row, unseal_or_empty(row.body_sealed, body_place(row.id))) for row in rows]


def failed_messages(county: str | None, limit: int = 100) -> list[SmsRow]:
    """Text messages that could not be sent, without their text, the latest first; None: all counties. The caller checks who asks."""
    rows = SmsMessage.objects.filter(state=SmsMessage.State.FAILED)
    if county is not None:
        rows = rows.filter(county=county)
    return [_sms_row(row, "") for row in rows.order_by("-queued_at")[:limit]]


def failed_message_count(county: str | None) -> int:
    """How many could not be sent. One query."""
    rows = SmsMessage.objects.filter(state=SmsMessage.State.FAILED)
    return rows.filter(county=county).count() if county is not None else rows.count()


def _sms_row(row: SmsMessage, text: str) -> SmsRow:
    return SmsRow(
        row.id,
        row.kind,
        row.county,
        row.phone_masked,
        text,
        row.state,
        row.tries,
        row.answer,
        row.queued_at,
        row.sent_at,
    )
