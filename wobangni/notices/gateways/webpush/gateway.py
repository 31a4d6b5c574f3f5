"""One message to one browser. The topic is the same at each try: while it is undelivered the push service keeps one of them."""

from __future__ import annotations

import datetime as dt
import json

from django.conf import settings

from wobangni.kernel import clock
from wobangni.notices.gateways.base import GatewayError, Gone, Later, Parcel, Receipt
from wobangni.notices.gateways.call import FINAL, call
from wobangni.notices.gateways.webpush.sealing import MOST, seal_for
from wobangni.notices.gateways.webpush.vapid import authorization, b64, unb64

#: A notice that could not be delivered for so long has been read on the page.
TTL = 24 * 3600
LONGEST_PAUSE = 3600


class WebpushGateway:
    def send(self, parcel: Parcel) -> Receipt:
        contact = settings.NOTICES["push_contact"]
        if not contact:
            raise GatewayError("WOBANGNI_PUSH_CONTACT is not set", final=True)
        try:
            to = json.loads(parcel.to)
            endpoint, key, auth = str(to["endpoint"]), unb64(to["p256dh"]), unb64(to["auth"])
            body = seal_for(_message(parcel), key, auth)
        except (ValueError, LookupError, TypeError):
            raise Gone("the browser's keys can't be used") from None
        headers = {
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL),
            "Urgency": "high" if parcel.urgent else "normal",
            "Topic": b64(parcel.id.bytes),
            "Authorization": authorization(endpoint, contact, int(clock.now().timestamp())),
        }
        answer = call("POST", endpoint, content=body, headers=headers, ok=False)
        if 200 <= answer.status < 300:
            return Receipt(answer=f"HTTP {answer.status}")
        words = f"HTTP {answer.status}: {answer.text}"
        if answer.status in (404, 410):
            raise Gone(words)
        wait = answer.headers.get("retry-after", "")
        if answer.status in (429, 503) and wait.isdigit():
            raise Later(words, after=dt.timedelta(seconds=min(int(wait), LONGEST_PAUSE)))
        raise GatewayError(words, final=answer.status in FINAL)


def _message(parcel: Parcel) -> bytes:
    text = parcel.text
    while True:
        words = {"title": parcel.title, "body": text, "url": parcel.url, "tag": str(parcel.id)}
        body = json.dumps(words, ensure_ascii=False).encode()
        if len(body) <= MOST or not text:
            return body
        text = text[: len(text) // 2]
