"""Whose phone it is, theirs is the request: also when a clerk, a grid worker or another system took it down.

Run when a phone is proved, and for every new request that came with a number.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Subquery

from wobangni.accounts.models import Contact, Resident
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.scope import acting
from wobangni.organisations.queries import counties
from wobangni.service_requests.models import ServiceRequest


def link_earlier(*, resident_id: UUID) -> int:
    """Gives the resident all requests that were sent with their phone's number and belong to nobody yet; returns how many.

    By the number's keyed hash, county by county through its index: two queries.
    """
    phone_hash = Resident.objects.filter(id=resident_id).values("phone_hash")[:1]
    found = Contact.objects.filter(
        county__in=[one.code for one in counties()], phone_hash=Subquery(phone_hash), anonymous=False
    )
    linked, by_county = 0, dict[str, list[UUID]]()
    for county, contact_id in found.values_list("county", "id"):
        by_county.setdefault(county, []).append(contact_id)
    for county, contact_ids in by_county.items():
        with acting(SYSTEM, counties={county}):
            rows = ServiceRequest.objects.filter(county=county, contact_id__in=contact_ids, resident_id=None)
            linked += rows.update(resident_id=resident_id)
    return linked


def link_request(*, county: str, id: UUID) -> bool:
    """Gives a new request to the resident who has proved its phone before, if there is one and it belongs to nobody."""
    row = ServiceRequest.objects.filter(county=county, id=id, resident_id=None, anonymous=False)
    contact_id = row.values_list("contact_id", flat=True).first()
    if contact_id is None:
        return False
    numbers = Contact.objects.filter(county=county, id=contact_id).values_list("phone_hash", flat=True)
    phone_hash = numbers.first()
    owner = Resident.objects.filter(phone_hash=phone_hash).values_list("id", flat=True).first() if phone_hash else None
    return owner is not None and bool(row.update(resident_id=owner))
