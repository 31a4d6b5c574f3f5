"""One message to a WeCom robot. It knows no idempotency key: after a lost answer the chat may see a message twice."""

from __future__ import annotations

from wobangni.notices.gateways.base import Parcel, Receipt
from wobangni.notices.gateways.robots import post, webhook_of, words_of

#: -1: the system is busy. 45009: more than 20 a minute; 45033: too many at the same time.
BUSY, WAIT = frozenset({-1}), frozenset({45009, 45033})


class WecomGateway:
    def send(self, parcel: Parcel) -> Receipt:
        body = {"msgtype": "text", "text": {"content": words_of(parcel)}}
        return post(webhook_of(parcel), body, busy=BUSY, wait=WAIT)
