"""What every answer has in common: the caller's language, security headers, no cookies, HEAD and OPTIONS."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.api.conftest import TEXT, Caller

PATH = "/service-requests"


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("", "zh-hans"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN", "zh-hans"),
        ("mn, zh;q=0.5, en;q=0.3", "zh-hans"),
        ("fr", "zh-hans"),
        ("*", "zh-hans"),
        ("x" * 5000, "zh-hans"),
    ],
)
def test_problems_speak_the_callers_language(nobody: Caller, asked: str, answered: str) -> None:
    answer = nobody.get(PATH, **({"Accept-Language": asked} if asked else {}))
    assert answer["Content-Language"] == answered
    assert answer.json()["title"] == ("A valid token is needed" if answered == "en" else "需要有效的令牌")


def test_errors_of_commands_are_translated_too(caller: Callable[..., Caller]) -> None:
    english = caller("requests:write", language="en").post(PATH, {"description": "\u200b"}).json()
    chinese = caller("requests:write").post(PATH, {"description": "\u200b"}).json()
    assert english["errors"][0]["detail"] == "Please say what you need."
    assert chinese["errors"][0]["detail"].isascii() is False


def test_every_answer_carries_the_security_headers(app: Caller, nobody: Caller) -> None:
    for answer in (app.get(PATH), nobody.get(PATH), nobody.get("/units", {"county": "150105"}), nobody.get("/nothing")):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer["X-Frame-Options"] == "DENY"
    assert app.get(PATH)["Cache-Control"] == "no-store"


def test_a_call_leaves_no_cookie_and_needs_no_csrf_token(app: Caller) -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/api/v1/service-requests",
        {"description": TEXT},
        content_type="application/json",
        headers={
            "Authorization": f"Bearer {app.secret}",
            "Origin": "https://elsewhere.example",
            "Idempotency-Key": "1",
        },
    )
    assert answer.status_code == 201
    assert not answer.cookies


def test_head_and_options_are_answered(nobody: Caller) -> None:
    head = Client().head("/api/v1/divisions?level=county")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head["Content-Length"]) > 1000
    options = Client().options("/api/v1/divisions")
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS")
