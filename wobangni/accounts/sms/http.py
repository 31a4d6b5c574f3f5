"""A gateway that is reached by one HTTP call; nearly all providers are, so address, body and what counts as success are settings.

WOBANGNI_SMS_URL       where to send
WOBANGNI_SMS_METHOD    POST (default), PUT or GET
WOBANGNI_SMS_FORMAT    json (default), form, or query
WOBANGNI_SMS_BODY      a JSON object; {phone}, {phone_e164}, {text} and {id} in its strings are filled in
WOBANGNI_SMS_HEADERS   a JSON object of further headers
WOBANGNI_SMS_SECRET    if set, X-Wobangni-Signature: t=<unix>,v1=<hex HMAC-SHA256 of "<unix>." + body>
WOBANGNI_SMS_SUCCESS   "code=0": this key of the JSON answer must have this value (dots for depth); empty: any 2xx will do
WOBANGNI_SMS_REF       key of the answer that holds the provider's number of the message
WOBANGNI_SMS_TIMEOUT   seconds for the whole call (default 10)
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx
from django.conf import settings

from wobangni.accounts.rules.phone import national
from wobangni.accounts.sms.gateway import GatewayError, Receipt
from wobangni.kernel import clock

#: More than this is no answer to a text message.
MAX_ANSWER = 64 * 1024
#: Our own mistakes: the same call again gets the same answer.
FINAL = frozenset({400, 401, 403, 404, 405, 413, 415, 422})


class HttpGateway:
    name = "http"

    def __init__(self) -> None:
        self.config: dict[str, Any] = settings.SMS
        if not self.config["url"]:
            raise GatewayError("WOBANGNI_SMS_URL is not set", final=True)

    def send(self, *, message_id: UUID, phone: str, text: str) -> Receipt:
        values = {"phone": national(phone), "phone_e164": phone, "text": text, "id": str(message_id)}
        body = _filled(self.config["body"], values)
        status, answer = self._call(body, str(message_id))
        if not 200 <= status < 300:
            raise GatewayError(f"HTTP {status}: {answer}", final=status in FINAL)
        return self._receipt(answer)

    def _call(self, body: Any, key: str) -> tuple[int, str]:
        content, headers, parameters = self._encoded(body)
        headers |= {"Idempotency-Key": key, **self.config["headers"]}
        if self.config["secret"]:
            moment = str(int(clock.now().timestamp()))
            digest = hmac.new(self.config["secret"].encode(), moment.encode() + b"." + content, hashlib.sha256)
            headers["X-Wobangni-Signature"] = f"t={moment},v1={digest.hexdigest()}"
        deadline = clock.monotonic() + self.config["timeout"]
        try:
            with (
                httpx.Client(timeout=self.config["timeout"], follow_redirects=False) as client,
                client.stream(
                    self.config["method"], self.config["url"], content=content, headers=headers, params=parameters
                ) as response,
            ):
                return response.status_code, _read(response, deadline)
        except httpx.InvalidURL as error:
            raise GatewayError(f"{type(error).__name__}: {error}", final=True) from error
        except httpx.HTTPError as error:
            raise GatewayError(f"{type(error).__name__}: {error}") from error

    def _encoded(self, body: Any) -> tuple[bytes, dict[str, str], dict[str, str] | None]:
        if self.config["format"] == "query":
            return b"", {}, {k: str(v) for k, v in body.items()}
        if self.config["format"] == "form":
            return urlencode(body).encode(), {"Content-Type": "application/x-www-form-urlencoded"}, None
        return json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json"}, None

    def _receipt(self, answer: str) -> Receipt:
        rule, ref_key = self.config["success"], self.config["ref"]
        if not rule and not ref_key:
            return Receipt(answer=answer)
        try:
            data = json.loads(answer)
        except ValueError:
            raise GatewayError(f"not JSON: {answer}") from None
        if rule:
            key, _sep, wanted = rule.partition("=")
            if str(_at(data, key)) != wanted:
                raise GatewayError(f"refused: {answer}", final=True)
        ref = _at(data, ref_key) if ref_key else None
        return Receipt(ref="" if ref is None else str(ref)[:120], answer=answer)


def _read(response: httpx.Response, deadline: float) -> str:
    """The answer, within the time for the whole call: a timeout per read would let a slow drip hold the worker for ever."""
    taken = b""
    for chunk in response.iter_bytes():
        taken += chunk
        if len(taken) > MAX_ANSWER:
            break
        if clock.monotonic() > deadline:
            raise GatewayError("the answer took too long")
    return taken[:MAX_ANSWER].decode("utf-8", "replace")


def _filled(template: Any, values: dict[str, str]) -> Any:
    """The template with every {name} in its strings replaced; nothing that a resident typed can become structure."""
    if isinstance(template, dict):
        return {key: _filled(value, values) for key, value in template.items()}
    if isinstance(template, list):
        return [_filled(value, values) for value in template]
    if not isinstance(template, str):
        return template
    head, *parts = template.split("{")
    out = [head]
    for part in parts:
        name, closed, rest = part.partition("}")
        out.append(values[name] + rest if closed and name in values else "{" + part)
    return "".join(out)


def _at(data: Any, path: str) -> Any:
    for key in path.split("."):
        data = data.get(key) if isinstance(data, dict) else None
    return data
