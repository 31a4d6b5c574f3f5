"""Checking the six digits that somebody typed: the proof that they hold the phone."""

from __future__ import annotations

import datetime as dt
import hmac
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from wobangni.accounts.cipher import keyed_hash
from wobangni.accounts.commands.know_resident import know_resident
from wobangni.accounts.models import PhoneCode
from wobangni.accounts.rate_limits import check_rate
from wobangni.accounts.rules.phone import BadPhone, mask_phone, normalise_phone
from wobangni.accounts.vault import bad_phone_message, phone_hash
from wobangni.kernel.errors import InvalidInput, TooMany, WobangniError

MOST_TRIES = 5
#: Wrong and right together, of one address.
IP_TRIES, IP_SECONDS = 60, 600
#: For so long the browser that asked for a code may send it once more.
SAME_CLICK = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ProvedPhone:
    """Who holds this phone. ``phone``: normal form."""

    resident_id: UUID
    phone: str
    phone_masked: str


def check_code(*, now: dt.datetime, phone: str, code: str, ip: str, asked: UUID | None = None) -> ProvedPhone:
    """Uses the latest code of this phone up. Must not run inside another transaction: a wrong try has to stay counted.

    asked: id of the code that this very browser asked for. To it alone the same digits prove the phone once more for a minute: a second click, or a
    browser that never got the first answer.

    Raises InvalidInput (fields: code; codes ``code_wrong``, ``code_expired``) and TooMany (``code_tries``).
    """
    try:
        normal = normalise_phone(phone)
    except BadPhone:
        message = bad_phone_message()
        raise InvalidInput(message, fields={"phone": message}, code="bad_phone") from None
    check_rate("code tries", ip, limit=IP_TRIES, seconds=IP_SECONDS, now=now)
    with transaction.atomic(durable=True):
        problem = _use_up(normal, "".join(code.split()), asked, now)
        if problem is None:
            resident_id = know_resident(now=now, phone=normal)
    if problem is not None:
        raise problem
    return ProvedPhone(resident_id, normal, mask_phone(normal))


def _use_up(phone: str, code: str, asked: UUID | None, now: dt.datetime) -> WobangniError | None:
    row = PhoneCode.objects.select_for_update().filter(phone_hash=phone_hash(phone)).order_by("-sent_at", "-id").first()
    if row is None or now >= row.expires_at or not (row.used_at is None or _is_same_click(row, asked, now)):
        message = _("This code is no longer valid. Please ask for a new one.")
        return InvalidInput(message, fields={"code": message}, code="code_expired")
    if row.tries >= MOST_TRIES:
        return _no_more_tries(row, now)
    expected = keyed_hash("phone code", str(row.id), code)
    if hmac.compare_digest(expected, bytes(row.code_hash)):
        row.used_at = row.used_at or now
        row.save(update_fields=["used_at"])
        return None
    row.tries += 1
    row.save(update_fields=["tries"])
    left = MOST_TRIES - row.tries
    if not left:
        return _no_more_tries(row, now)
    message = _("This code is wrong. You can try %(n)s more times.") % {"n": left}
    return InvalidInput(message, fields={"code": message}, code="code_wrong")


def _is_same_click(row: PhoneCode, asked: UUID | None, now: dt.datetime) -> bool:
    return row.id == asked and row.used_at is not None and now - row.used_at < SAME_CLICK


def _no_more_tries(row: PhoneCode, now: dt.datetime) -> TooMany:
    wait = max(1, int((row.sent_at + dt.timedelta(minutes=1) - now).total_seconds()) + 1)
    return TooMany(_("Five wrong tries. Please ask for a new code."), retry_after=wait, code="code_tries")
