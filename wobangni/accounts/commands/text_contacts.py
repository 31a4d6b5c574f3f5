"""Telling residents something by text message, without anybody seeing their numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from wobangni.accounts.cipher import unseal
from wobangni.accounts.commands.send_sms import send_sms
from wobangni.accounts.models import Contact, Resident, SmsMessage
from wobangni.accounts.rules.phone import is_mobile
from wobangni.accounts.vault import phone_hash, place_of, resident_place


def text_contacts(*, now: dt.datetime, county: str, about: str, texts: Mapping[UUID, str]) -> int:
    """Queues each text for the phone of its contact, in the transaction under way; returns how many were new.

    about: names what happened; the same line hears of the same thing once, however often this is called and however many of its requests are
    among ``texts`` (the first of them is told). Contacts without a phone that can take a text, and anonymous ones, are left out. The numbers
    are opened in memory alone and shown to nobody, so no reveal is recorded.
    """
    rows = {row.id: row for row in Contact.objects.filter(county=county, id__in=list(texts), anonymous=False)}
    residents = Resident.objects.in_bulk([r.resident_id for r in rows.values() if r.resident_id and not r.phone_sealed])
    sent = 0
    told: set[bytes] = set()
    with transaction.atomic():
        for contact_id, text in texts.items():
            phone = _phone(rows.get(contact_id), residents)
            if not phone or not is_mobile(phone) or phone_hash(phone) in told:
                continue
            line = phone_hash(phone)
            told.add(line)
            message_id = uuid5(NAMESPACE_URL, f"{about}/{line.hex()}")
            if not SmsMessage.objects.filter(id=message_id).exists():
                send_sms(now=now, phone=phone, text=text, county=county, message_id=message_id)
                sent += 1
    return sent


def _phone(row: Contact | None, residents: Mapping[UUID, Resident]) -> str:
    if row is None:
        return ""
    if row.phone_sealed:
        return unseal(row.phone_sealed, place_of(row.county, row.id, "phone"))
    known = residents.get(row.resident_id) if row.resident_id else None
    return unseal(known.phone_sealed, resident_place(known.id, "phone")) if known else ""
