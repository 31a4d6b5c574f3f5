"""The resident behind a phone that was proved, made at the first proof."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from wobangni.accounts.cipher import seal
from wobangni.accounts.models import Resident
from wobangni.accounts.rules.phone import mask_phone
from wobangni.accounts.vault import phone_hash, resident_place
from wobangni.kernel.ids import new_id


def know_resident(*, now: dt.datetime, phone: str, demo: bool = False) -> UUID:
    """The id that belongs to this phone (normal form), the same every time; two at once get the same."""
    digest = phone_hash(phone)
    if Resident.objects.filter(phone_hash=digest).update(seen_at=now) == 0:
        fresh = new_id()
        Resident.objects.bulk_create(
            [
                Resident(
                    id=fresh,
                    phone_hash=digest,
                    phone_sealed=seal(phone, resident_place(fresh, "phone")),
                    phone_masked=mask_phone(phone),
                    demo=demo,
                    created_at=now,
                    seen_at=now,
                )
            ],
            ignore_conflicts=True,
        )
    return Resident.objects.values_list("id", flat=True).get(phone_hash=digest)
