"""Phones of contacts, opened in memory alone for messages that go out; shown to nobody, so no reveal is recorded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from wobangni.accounts.cipher import unseal
from wobangni.accounts.models import Contact, Resident
from wobangni.accounts.vault import place_of, resident_place


def phones_of(county: str, contact_ids: Collection[UUID]) -> dict[UUID, str]:
    """Phone in its normal form by contact, those without one and anonymous ones left out. Two queries. Raises cipher.CannotOpen."""
    rows = Contact.objects.filter(county=county, id__in=list(contact_ids), anonymous=False)
    found = {row.id: row for row in rows}
    residents = Resident.objects.in_bulk(
        [r.resident_id for r in found.values() if r.resident_id and not r.phone_sealed]
    )
    opened = {contact_id: _phone(row, residents) for contact_id, row in found.items()}
    return {contact_id: phone for contact_id, phone in opened.items() if phone}


def _phone(row: Contact, residents: Mapping[UUID, Resident]) -> str:
    if row.phone_sealed:
        return unseal(row.phone_sealed, place_of(row.county, row.id, "phone"))
    known = residents.get(row.resident_id) if row.resident_id else None
    return unseal(known.phone_sealed, resident_place(known.id, "phone")) if known else ""
