"""What the robots of WeCom and DingTalk have in common: a webhook, a JSON answer with ``errcode``, and twenty messages a minute."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from typing import Any

from wobangni.notices.gateways.base import GatewayError, Later, Parcel, Receipt
from wobangni.notices.gateways.call import call

#: After "too many", the minute must be over.
PAUSE = dt.timedelta(seconds=65)
#: Characters of one message; both take about 2048 bytes and more.
LONGEST = 600


def webhook_of(parcel: Parcel) -> str:
    """The address of the unit's robot. Raises GatewayError where there is none any more."""
    if parcel.account is None or not parcel.account.settings.get("webhook"):
        raise GatewayError("this unit has no robot any more", final=True)
    return str(parcel.account.settings["webhook"])


def words_of(parcel: Parcel) -> str:
    """Title, text and link, one under another."""
    lines = [parcel.title, parcel.text[:LONGEST]] if parcel.text != parcel.title else [parcel.title]
    return "\n".join([*lines, parcel.url] if parcel.url else lines)


def post(url: str, body: Mapping[str, Any], *, busy: Collection[int], wait: Collection[int]) -> Receipt:
    """Sends ``body``; ``busy``: codes after which another try may help, ``wait``: those that say "too many". Any other code but 0 is final."""
    content = json.dumps(body, ensure_ascii=False).encode()
    answer = call("POST", url, content=content, headers={"Content-Type": "application/json; charset=utf-8"})
    data = answer.json()
    code = data.get("errcode")
    if code == 0:
        return Receipt(answer="ok")
    words = f"errcode {code}: {data.get('errmsg', '')}"
    if code in wait:
        raise Later(words, after=PAUSE)
    raise GatewayError(words, final=isinstance(code, int) and code not in busy)
