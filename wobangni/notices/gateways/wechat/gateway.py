"""One template message. ``client_msg_id`` makes WeChat send the same notice once, whatever became of the first answer."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import urlencode

from wobangni.notices.gateways.base import Account, GatewayError, Later, Parcel, Receipt
from wobangni.notices.gateways.call import call
from wobangni.notices.rules.fill import MissingValue, fill

API = "https://api.weixin.qq.com"
#: errcode → what it means; all are final but those in BUSY and WAIT.
MEANING = {
    40001: "the access token is not valid",
    40003: "this openid is not of this account",
    40013: "the appid is wrong",
    40037: "there is no such template",
    40125: "the secret is wrong",
    40164: "this server's address is not on the account's list",
    43004: "the person does not follow the account",
    43101: "the person has refused messages",
    47003: "the template's fields do not fit",
    48001: "the account may not send template messages",
}
STALE = frozenset({40001, 40014, 42001})
BUSY, WAIT = frozenset({-1}), frozenset({45009, 45011})
PAUSE = dt.timedelta(minutes=10)
#: Characters that a keyword of a kind takes: thing 20, character_string 32, phrase 5 …
LENGTHS = {"thing": 20, "character_string": 32, "phrase": 5, "const": 20, "number": 32, "letter": 32}


class WechatGateway:
    def send(self, parcel: Parcel) -> Receipt:
        account = parcel.account
        if account is None or not account.settings.get("appid"):
            raise GatewayError("this county has no official account set up", final=True)
        if not parcel.to:
            raise GatewayError("no openid", final=True)
        body = json.dumps(_message(account, parcel), ensure_ascii=False).encode()
        data = self._sent(account, body, fresh=False)
        if data.get("errcode") in STALE:  # another server of the county has fetched a newer one, or it ran out early
            data = self._sent(account, body, fresh=True)
        _check(data)
        return Receipt(ref=str(data.get("msgid", ""))[:120], answer="ok")

    def _sent(self, account: Account, body: bytes, *, fresh: bool) -> dict[str, Any]:
        token = account.borrow(lambda: _token(account), fresh)
        url = f"{_api(account)}/cgi-bin/message/template/send?{urlencode({'access_token': token})}"
        return call("POST", url, content=body, headers={"Content-Type": "application/json"}).json()


def _token(account: Account) -> tuple[str, int]:
    """A fresh access token and how many seconds it holds."""
    values = {
        "grant_type": "client_credential",
        "appid": account.settings["appid"],
        "secret": account.settings.get("secret", ""),
    }
    data = call("GET", f"{_api(account)}/cgi-bin/token?{urlencode(values)}").json()
    token, seconds = data.get("access_token"), data.get("expires_in")
    if not isinstance(token, str) or not token or not isinstance(seconds, int):
        _check(data)
        raise GatewayError("no access token in the answer")
    return token, seconds


def _api(account: Account) -> str:
    return str(account.settings.get("api") or API).rstrip("/")


def _message(account: Account, parcel: Parcel) -> dict[str, Any]:
    try:
        data = {
            str(name): {"value": _cut(str(name), fill(str(template), parcel.values))}
            for name, template in dict(account.settings.get("fields", {})).items()
        }
    except MissingValue as missing:
        raise GatewayError(f"the template asks for what this notice has not: {missing}", final=True) from None
    message = {
        "touser": parcel.to,
        "template_id": account.settings.get("template_id", ""),
        "client_msg_id": parcel.id.hex,
        "data": data,
    }
    return message | ({"url": parcel.url} if parcel.url else {})


def _cut(name: str, value: str) -> str:
    """Within what the keyword's kind takes; WeChat refuses the whole message otherwise."""
    longest = LENGTHS.get(name.rstrip("0123456789"), 100)
    return value if len(value) <= longest else value[: longest - 1] + "…"


def _check(data: dict[str, Any]) -> None:
    code = data.get("errcode", 0)
    if code == 0:
        return
    words = f"errcode {code}: {MEANING.get(code, data.get('errmsg', ''))}"
    if code in WAIT:
        raise Later(words, after=PAUSE)
    raise GatewayError(words, final=isinstance(code, int) and code not in BUSY)
