"""One message to a DingTalk robot, signed. It knows no idempotency key: after a lost answer the chat may see a message twice."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import quote_plus

from wobangni.kernel import clock
from wobangni.notices.gateways.base import Parcel, Receipt
from wobangni.notices.gateways.robots import post, webhook_of, words_of

#: -1: the system is busy. 130101, 130102: more than 20 a minute. Final, among others: 310000, a wrong signature or a word that the robot asks for.
BUSY, WAIT = frozenset({-1}), frozenset({130101, 130102})


def signature(secret: str, millis: int) -> str:
    """Base64 of HMAC-SHA256 over "<millis>\\n<secret>" with the secret as key (DingTalk, custom robots, 安全设置)."""
    digest = hmac.new(secret.encode(), f"{millis}\n{secret}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


class DingtalkGateway:
    def send(self, parcel: Parcel) -> Receipt:
        url = webhook_of(parcel)
        secret = str(parcel.account.settings.get("secret", "")) if parcel.account else ""
        if secret:
            millis = int(clock.now().timestamp() * 1000)
            joint = "&" if "?" in url else "?"
            url = f"{url}{joint}timestamp={millis}&sign={quote_plus(signature(secret, millis))}"
        body = {"msgtype": "text", "text": {"content": words_of(parcel)}}
        return post(url, body, busy=BUSY, wait=WAIT)
