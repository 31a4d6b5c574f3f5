"""The query password of an anonymous request: six digits, few tries."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from wobangni.accounts.models import Contact
from wobangni.accounts.rate_limits import check_rate
from wobangni.accounts.vault import is_pin

TRIES, SECONDS = 10, 3600
IP_TRIES = 60


def check_pin(*, now: dt.datetime, county: str, contact_id: UUID, pin: str, ip: str) -> bool:
    """Whether ``pin`` opens this anonymous request. Every call counts. Raises TooMany after ten an hour for one request."""
    check_rate("pin", str(contact_id), limit=TRIES, seconds=SECONDS, now=now)
    check_rate("pin address", ip, limit=IP_TRIES, seconds=SECONDS, now=now)
    known = Contact.objects.filter(county=county, id=contact_id).values_list("pin_hash", flat=True).first()
    return known is not None and is_pin(county, contact_id, "".join(pin.split()), bytes(known))
