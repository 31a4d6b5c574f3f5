"""Sending six digits to a phone. Nobody is known yet, so there is no actor; the limits are by phone and by address."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from wobangni.accounts.cipher import keyed_hash
from wobangni.accounts.commands.send_sms import send_sms
from wobangni.accounts.models import PhoneCode, SmsMessage
from wobangni.accounts.rules.phone import BadPhone, is_abroad, is_mobile, mask_phone, normalise_phone
from wobangni.accounts.vault import bad_phone_message, phone_hash
from wobangni.kernel.errors import InvalidInput, TooMany
from wobangni.kernel.ids import new_id

DIGITS = 6
VALID_FOR = dt.timedelta(minutes=5)
#: (span, most codes in it), of one phone and of one address. Addresses are shared by whole villages behind one operator's gateway.
PHONE_LIMITS = ((dt.timedelta(minutes=1), 1), (dt.timedelta(days=1), 10))
IP_LIMITS = ((dt.timedelta(minutes=1), 10), (dt.timedelta(days=1), 200))


@dataclass(frozen=True, slots=True)
class CodeSent:
    """``id``: of this code; ``phone``: normal form; both to be kept in the session. ``again_after``: seconds until another may be sent."""

    id: UUID
    phone: str
    phone_masked: str
    expires_at: dt.datetime
    again_after: int


def send_code(*, now: dt.datetime, phone: str, ip: str) -> CodeSent:
    """Sends a fresh code; earlier ones of this phone no longer count.

    Raises InvalidInput (fields: phone) for what no text message can reach, TooMany when a limit is reached.
    """
    normal = _mobile(phone)
    of_phone, of_ip = phone_hash(normal), keyed_hash("ip", ip)
    with transaction.atomic():
        # One at a time per phone and per address, or two clicks would both find room under the limit.
        with connection.cursor() as cursor:
            for lock in sorted({_lock_number(of_phone), _lock_number(of_ip)}):
                cursor.execute("SELECT pg_advisory_xact_lock(%s::bigint)", [lock])
        _check_limits("phone_hash", of_phone, PHONE_LIMITS, now)
        _check_limits("ip_hash", of_ip, IP_LIMITS, now)
        code, row_id = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}", new_id()
        row = PhoneCode.objects.create(
            id=row_id,
            phone_hash=of_phone,
            ip_hash=of_ip,
            code_hash=keyed_hash("phone code", str(row_id), code),
            sent_at=now,
            expires_at=now + VALID_FOR,
        )
        text = _("Your code is %(code)s. It holds for 5 minutes. Tell it to nobody, not even to staff.") % {
            "code": code
        }
        send_sms(now=now, phone=normal, text=text, kind=SmsMessage.Kind.CODE)
    return CodeSent(row.id, normal, mask_phone(normal), row.expires_at, int(PHONE_LIMITS[0][0].total_seconds()))


def _mobile(phone: str) -> str:
    try:
        normal = normalise_phone(phone)
    except BadPhone:
        message = bad_phone_message()
        raise InvalidInput(message, fields={"phone": message}, code="bad_phone") from None
    if is_abroad(normal):
        message = _(
            "Codes can only be sent to mobiles of mainland China. With a number from elsewhere, please call the hotline or ask anonymously."
        )
        raise InvalidInput(message, fields={"phone": message}, code="phone_abroad")
    if not is_mobile(normal):
        message = _("A text message can't reach this number. Please give a mobile.")
        raise InvalidInput(message, fields={"phone": message}, code="bad_phone")
    return normal


def _check_limits(column: str, value: bytes, limits: tuple[tuple[dt.timedelta, int], ...], now: dt.datetime) -> None:
    for span, most in limits:
        sent = list(
            PhoneCode.objects.filter(**{column: value}, sent_at__gt=now - span)
            .order_by("-sent_at")
            .values_list("sent_at", flat=True)[:most]
        )
        if len(sent) == most:
            wait = max(1, int((sent[-1] + span - now).total_seconds()) + 1)
            if wait <= 60:
                text = _("A code was just sent. You can ask for another in %(n)s seconds.") % {"n": wait}
            else:
                text = _("Too many codes were asked for. Please try again later, or call the hotline.")
            raise TooMany(text, retry_after=wait, code="too_many_codes")


def _lock_number(digest: bytes) -> int:
    return int.from_bytes(digest[:8], "big", signed=True)
