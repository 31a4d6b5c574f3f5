"""What a gateway is, and which one is in use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Receipt:
    """The gateway took the message. ``ref``: its own number for it; ``answer``: what it said, for whoever looks after it."""

    ref: str = ""
    answer: str = ""


class GatewayError(Exception):
    """The gateway did not take it. ``final``: trying again can't help (refused, not configured)."""

    def __init__(self, answer: str, *, final: bool = False) -> None:
        super().__init__(answer)
        self.answer = answer
        self.final = final


class Gateway(Protocol):
    name: str

    def send(self, *, message_id: UUID, phone: str, text: str) -> Receipt:
        """Hands one message over. ``phone``: E.164. The same ``message_id`` may come twice. Raises GatewayError."""
        ...


#: Name in WOBANGNI_SMS_GATEWAY → class without arguments.
GATEWAYS = {
    "outbox": "wobangni.accounts.sms.outbox.OutboxGateway",
    "http": "wobangni.accounts.sms.http.HttpGateway",
}


def gateway_in_use() -> Gateway:
    """The gateway that the settings name. Raises GatewayError when there is none."""
    path = GATEWAYS.get(settings.SMS["gateway"])
    if path is None:
        raise GatewayError("no gateway is set up: WOBANGNI_SMS_GATEWAY", final=True)
    made: Gateway = import_string(path)()
    return made
