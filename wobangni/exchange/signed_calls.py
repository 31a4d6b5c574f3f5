"""Who sent an event: the telephone system whose secret made its signature."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wobangni.accounts.cipher import unseal
from wobangni.exchange.models import TelephoneSystem
from wobangni.exchange.rules.places import secret_place
from wobangni.exchange.rules.signature import Fault, fault_of
from wobangni.kernel.errors import WobangniError


class NotSigned(WobangniError):
    """The signature is missing, wrong or too old; nothing was kept."""

    http_status = 401


@dataclass(frozen=True, slots=True)
class Sender:
    """A telephone system whose signature was found good."""

    id: int
    county: str
    name: str


def signed_by(*, key: str, timestamp: str, signature: str, body: bytes, now: dt.datetime) -> Sender:
    """The system with this key, if it signed ``body``; one query. Raises NotSigned: whether there is such a key, it does not tell."""
    row = TelephoneSystem.objects.filter(key=key, active=True).first() if key.isprintable() else None
    secrets = signing_secrets(row) if row is not None else ["no such system"]
    fault = fault_of(secrets, timestamp, signature, body, now.timestamp())
    if fault is Fault.STALE:
        raise NotSigned(
            _("The signature is more than five minutes away from our time. Please check the clock and sign again."),
            code="stale_signature",
        )
    if fault is not None or row is None:
        raise NotSigned(
            _("The signature is not good. It is the HMAC-SHA256 of the timestamp, a dot and the body."),
            code="bad_signature",
        )
    return Sender(row.pk, row.county_id, row.name)


def signing_secrets(row: TelephoneSystem) -> list[str]:
    """The secrets that are good: the present one and, while it is being changed, the one before."""
    found = [unseal(row.secret_sealed, secret_place(row.key, "secret"))]
    if bytes(row.former_sealed):
        found.append(unseal(row.former_sealed, secret_place(row.key, "former")))
    return found
