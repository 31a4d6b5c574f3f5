"""One HTTP call to somebody else's server: no redirects, a limit on time and size, and only to where it may go.

An address that somebody typed (a robot's webhook, a browser's push service) must lie on the public network. Its name is looked up once, every number
behind it is checked, and the call goes to the number that was checked: a name that changes its mind in between gains nothing.
WOBANGNI_NOTICE_HOSTS    hosts (or host:port) that are allowed whatever they are: a county's own servers
WOBANGNI_NOTICE_TIMEOUT  seconds for the whole call (default 10)
"""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
from django.conf import settings

from wobangni.accounts.sms.gateway import GatewayError
from wobangni.kernel import clock
from wobangni.notices.rules.addresses import BadAddress, check_public, host_of

MOST_ANSWER = 64 * 1024
#: Seconds more for what ends by itself: it says better why.
MARGIN = 1.0
#: Our own mistakes: the same call again gets the same answer.
FINAL = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    text: str
    headers: Mapping[str, str]

    def json(self) -> dict[str, Any]:
        """The JSON object. Raises GatewayError for anything else: a proxy's page, half an answer."""
        try:
            data = json.loads(self.text)
        except (ValueError, RecursionError):
            data = None
        if not isinstance(data, dict):
            raise GatewayError(f"not JSON: {self.text[:200]}")
        return data


def check_address(url: str) -> None:
    """Raises BadAddress for an address that may not be called, without looking its name up."""
    host_of(url, settings.NOTICES["hosts"])


def call(
    method: str, url: str, *, content: bytes = b"", headers: Mapping[str, str] | None = None, ok: bool = True
) -> Answer:
    """The answer. Raises GatewayError: final where the address may not be called, or (``ok``) for a status that another try won't change."""
    target, named = _pinned(url)
    answer = _in_time(method, target, content, {**(headers or {}), **named})
    if ok and not 200 <= answer.status < 300:
        raise GatewayError(f"HTTP {answer.status}: {answer.text}", final=answer.status in FINAL)
    return answer


def _in_time(method: str, target: str, content: bytes, headers: Mapping[str, str]) -> Answer:
    """Within the time for the whole call, whatever comes. A limit on each read alone would let whoever drips one letter of a header after another hold
    a worker for days: the call has a thread of its own, nobody waits for it longer, and with its connection closed it ends."""
    timeout = settings.NOTICES["timeout"]
    sent = dict(headers)
    name = sent.pop("x-server-name", "")
    client = httpx.Client(timeout=timeout, follow_redirects=False, trust_env=not name)
    found: Future[Answer] = Future()

    def run() -> None:
        try:
            found.set_result(_called(client, method, target, content, sent, name, timeout))
        except BaseException as error:
            found.set_exception(error)

    threading.Thread(target=run, name="notice-call", daemon=True).start()
    try:
        return found.result(timeout + MARGIN)
    except TimeoutError:
        raise GatewayError("the answer took too long") from None
    finally:
        with suppress(Exception):  # it may be in the middle of a read
            client.close()


def _called(
    client: httpx.Client,
    method: str,
    target: str,
    content: bytes,
    headers: Mapping[str, str],
    name: str,
    timeout: float,
) -> Answer:
    deadline = clock.monotonic() + timeout
    extensions = {"sni_hostname": name} if name else {}
    try:
        with client.stream(method, target, content=content, headers=dict(headers), extensions=extensions) as response:
            return Answer(response.status_code, _read(response, deadline), dict(response.headers))
    except httpx.HTTPError as error:
        raise GatewayError(type(error).__name__) from None  # its words hold the address, and that the robot's key
    except (httpx.InvalidURL, UnicodeError):
        raise GatewayError("this is no address", final=True) from None


def _pinned(url: str) -> tuple[str, dict[str, str]]:
    """The address with the checked number for its host, and the headers that say whom it is meant for."""
    try:
        host, port, allowed = host_of(url, settings.NOTICES["hosts"])
        if allowed:
            return url, {}
        numbers = sorted({str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
        check_public(numbers)
    except BadAddress as bad:
        raise GatewayError(f"may not be called: {bad}", final=True) from None
    except (OSError, UnicodeError) as error:
        raise GatewayError(f"the host was not found ({type(error).__name__})") from None
    number = f"[{numbers[0]}]" if ":" in numbers[0] else numbers[0]
    parts = urlsplit(url)
    target = urlunsplit((parts.scheme, f"{number}:{port}", parts.path, parts.query, ""))
    return target, {"Host": host if port == 443 else f"{host}:{port}", "x-server-name": host}


def _read(response: httpx.Response, deadline: float) -> str:
    """The answer within the time for the whole call: a timeout per read would let a slow drip hold the worker for ever."""
    taken = b""
    for chunk in response.iter_bytes():
        taken += chunk
        if len(taken) > MOST_ANSWER:
            break
        if clock.monotonic() > deadline:
            raise GatewayError("the answer took too long")
    return taken[:MOST_ANSWER].decode("utf-8", "replace")
