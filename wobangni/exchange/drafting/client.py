"""One call to an OpenAI-compatible endpoint.

WOBANGNI_LLM_URL       its base address (…/v1) or the whole address (…/chat/completions); unset: there is no helper
WOBANGNI_LLM_MODEL     the model's name; unset: there is no helper
WOBANGNI_LLM_KEY       sent as a bearer token where it is set
WOBANGNI_LLM_TIMEOUT   seconds for the whole call (default 30)
"""

from __future__ import annotations

import enum
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from django.conf import settings

from wobangni.exchange.rules.draft import Message
from wobangni.kernel import clock

#: More than this (bytes) is no answer; longer drafts (tokens, characters) are nobody's help.
MOST_ANSWER, MOST_TOKENS, MOST_DRAFT = 256 * 1024, 1_500, 6_000


class Trouble(enum.StrEnum):
    """Why there is no draft."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    REFUSED = "refused"  # our address, key or model is wrong
    BUSY = "busy"
    BROKEN = "broken"  # an error of its own
    TOO_LONG = "too_long"
    NOT_UNDERSTOOD = "not_understood"  # no JSON, or not of the agreed shape
    EMPTY = "empty"


class HelperError(Exception):
    """The helper gave no draft. Carries neither key nor text."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. Tokens: as the helper counted them, None where it did not say."""

    text: str
    tokens_in: int | None
    tokens_out: int | None


def is_configured() -> bool:
    """Whether there is a helper at all."""
    return bool(settings.LLM["url"] and settings.LLM["model"])


def body_of(messages: Sequence[Message]) -> bytes:
    """What is sent, byte for byte."""
    return json.dumps(
        {
            "model": settings.LLM["model"],
            "messages": [{"role": m.role, "content": m.content} for m in messages],
            "temperature": 0.2,
            "max_tokens": MOST_TOKENS,
            "stream": False,
        },
        ensure_ascii=False,
    ).encode()


def ask(body: bytes) -> Reply:
    """Sends ``body`` once. Raises HelperError."""
    config = settings.LLM
    # Plain bytes only: a packed answer may be a thousand times what came over the line.
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
    if config["key"]:
        headers["Authorization"] = f"Bearer {config['key']}"
    deadline = clock.monotonic() + config["timeout"]
    try:
        with (
            httpx.Client(timeout=config["timeout"], follow_redirects=False) as client,
            client.stream("POST", _address(config["url"]), content=body, headers=headers) as response,
        ):
            if response.status_code != 200:
                raise HelperError(_trouble_of(response.status_code))
            taken = _read(response, deadline)
    except httpx.TimeoutException:
        raise HelperError(Trouble.TIMEOUT) from None
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError):
        raise HelperError(Trouble.UNREACHABLE) from None
    return _understood(taken)


def _address(url: str) -> str:
    return url if url.rstrip("/").endswith("/chat/completions") else f"{url.rstrip('/')}/chat/completions"


def _trouble_of(status: int) -> Trouble:
    if status in (408, 425, 429, 502, 503, 504):
        return Trouble.BUSY
    return Trouble.BROKEN if status >= 500 else Trouble.REFUSED


def _read(response: httpx.Response, deadline: float) -> bytes:
    """The answer, within the time for the whole call and the size that an answer may have. Looked at as it comes in: whoever waits for a full
    chunk waits on a slow drip without an end."""
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise HelperError(Trouble.NOT_UNDERSTOOD)
    taken = b""
    for chunk in response.iter_raw():
        taken += chunk
        if len(taken) > MOST_ANSWER:
            raise HelperError(Trouble.TOO_LONG)
        if clock.monotonic() > deadline:
            raise HelperError(Trouble.TIMEOUT)
    return taken


def _understood(taken: bytes) -> Reply:
    try:
        data: Any = json.loads(taken)
        text = data["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise HelperError(Trouble.NOT_UNDERSTOOD) from None
    if text is not None and not isinstance(text, str):
        raise HelperError(Trouble.NOT_UNDERSTOOD)
    if text is None or not text.strip():
        raise HelperError(Trouble.EMPTY)
    usage = data.get("usage")
    counted = usage if isinstance(usage, dict) else {}
    return Reply(text[:MOST_DRAFT], _count(counted.get("prompt_tokens")), _count(counted.get("completion_tokens")))


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None
