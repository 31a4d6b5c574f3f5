"""Opening, in memory, where somebody can be reached. Shown to nobody, so no reveal is recorded."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection

from django.conf import settings

from wobangni.accounts.cipher import CannotOpen, seal, unseal
from wobangni.accounts.phones import phones_of
from wobangni.notices.gateways.base import Account, GatewayError
from wobangni.notices.models import Notice, NoticeChannel, NoticeDelivery, StaffAddress
from wobangni.notices.models.address import address_place
from wobangni.notices.models.channel import settings_place, token_place
from wobangni.notices.rules.channels import ROBOTS, Channel
from wobangni.organisations.queries import unit

#: A token is given back to nobody so shortly before its end.
TOKEN_MARGIN = dt.timedelta(minutes=5)


def address_of(delivery: NoticeDelivery, notice: Notice) -> str:
    """The address in the clear; "" for a robot. Raises GatewayError where there is none any more, CannotOpen."""
    if notice.contact_id is not None:
        phone = phones_of(notice.county, [notice.contact_id]).get(notice.contact_id, "")
        if not phone:
            raise GatewayError("the contact has no phone any more", final=True)
        return phone
    if Channel(delivery.channel) in ROBOTS:
        return ""
    row = StaffAddress.objects.filter(id=delivery.address_id).first() if delivery.address_id else None
    if row is None:
        raise GatewayError("the address was taken away", final=True)
    return unseal(row.address_sealed, address_place(row.id))


def account_of(delivery: NoticeDelivery, notice: Notice, now: dt.datetime) -> Account | None:
    """The county's account or the unit's robot; None where the channel needs none or there is none any more. Raises CannotOpen."""
    channel = Channel(delivery.channel)
    if channel not in ROBOTS and channel is not Channel.WECHAT:
        return None
    row = NoticeChannel.objects.filter(
        county=notice.county if channel is Channel.WECHAT else home_of_robot(notice),
        channel=channel,
        unit_id=notice.unit_id,
        active=True,
    ).first()
    if row is None:
        return None
    return Account(json.loads(unseal(row.settings_sealed, settings_place(row.id))), _lender(row, now))


def home_of_robot(notice: Notice) -> str:
    """The county of the unit: it may work on another county's request."""
    found = unit(notice.unit_id or 0)
    return found.county if found else notice.county


def _lender(row: NoticeChannel, now: dt.datetime) -> Callable[[Callable[[], tuple[str, int]], bool], str]:
    def borrow(fetch: Callable[[], tuple[str, int]], fresh: bool) -> str:
        if not fresh and row.token_until and row.token_until > now + TOKEN_MARGIN:
            try:
                return unseal(row.token_sealed, token_place(row.id))
            except CannotOpen:
                pass
        token, seconds = fetch()
        row.token_sealed = seal(token, token_place(row.id))
        row.token_until = now + dt.timedelta(seconds=max(0, min(seconds, 7200)))
        row.save(update_fields=["token_sealed", "token_until"])
        return token

    return borrow


def absolute(path: str) -> str:
    """A page's whole address, where the operator has said what the site is called; else nothing."""
    base = settings.NOTICES["site"]
    return f"{base.rstrip('/')}{path}" if base and path else ""


def secrets_of(address: str, account: Account | None, texts: Collection[str]) -> list[str]:
    """What a provider's answer may repeat and must not be kept."""
    held = [str(value) for value in account.settings.values()] if account else []
    return [address, address.removeprefix("+86"), *held, *texts]
