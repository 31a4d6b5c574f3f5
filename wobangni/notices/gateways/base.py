"""What a gateway is given, what it promises, and which there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.utils.module_loading import import_string

from wobangni.accounts.sms.gateway import GatewayError, Receipt
from wobangni.notices.rules.channels import Channel

__all__ = ["GATEWAYS", "Account", "Gateway", "GatewayError", "Gone", "Later", "Parcel", "Receipt", "gateway_of"]


class Later(GatewayError):
    """The provider asks for a pause: not before ``after``."""

    def __init__(self, answer: str, *, after: dt.timedelta) -> None:
        super().__init__(answer)
        self.after = after


class Gone(GatewayError):
    """The address exists no more and should be forgotten."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer, final=True)


@dataclass(frozen=True, slots=True)
class Account:
    """The county's account or the unit's robot: settings in the clear, and a place for a token that the provider lends.

    ``borrow(fetch, fresh)``: the kept token, or the one that ``fetch()`` → (token, seconds it holds) brings; ``fresh``: the kept one was refused.
    """

    settings: Mapping[str, Any]
    borrow: Callable[[Callable[[], tuple[str, int]], bool], str]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message. ``id``: the same whenever it is tried. ``to``: a person's address in the clear, empty for robots. ``values``: for templates."""

    id: UUID
    to: str
    title: str
    text: str
    url: str
    values: Mapping[str, str] = field(default_factory=dict)
    urgent: bool = False
    account: Account | None = None

    def __repr__(self) -> str:
        return f"Parcel({self.id})"


class Gateway(Protocol):
    def send(self, parcel: Parcel) -> Receipt:
        """Hands one message over, within seconds. Raises GatewayError (``final``: trying again can't help), Later, Gone."""
        ...


GATEWAYS: Mapping[Channel, str] = {
    Channel.SMS: "wobangni.notices.gateways.sms.gateway.SmsGateway",
    Channel.EMAIL: "wobangni.notices.gateways.email.gateway.EmailGateway",
    Channel.WECOM: "wobangni.notices.gateways.wecom.gateway.WecomGateway",
    Channel.DINGTALK: "wobangni.notices.gateways.dingtalk.gateway.DingtalkGateway",
    Channel.WECHAT: "wobangni.notices.gateways.wechat.gateway.WechatGateway",
    Channel.PUSH: "wobangni.notices.gateways.webpush.gateway.WebpushGateway",
}


def gateway_of(channel: Channel) -> Gateway:
    """The gateway of a channel."""
    made: Gateway = import_string(GATEWAYS[channel])()
    return made
