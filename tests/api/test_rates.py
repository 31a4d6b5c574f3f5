"""How often one may call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.support.queries import at_most
from wobangni.kernel import clock
from wobangni.surfaces.api import rates


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> dict[str, dt.datetime]:
    """The clock stands in the middle of a minute."""
    hand = {"now": clock.now().replace(second=20, microsecond=0)}
    monkeypatch.setattr(rates.clock, "now", lambda: hand["now"])
    return hand


def test_every_answer_says_how_the_caller_stands(caller: Callable[..., Caller]) -> None:
    reader = caller("requests:read", rate_per_minute=100)
    first, second = (reader.get("/service-requests") for _time in range(2))
    assert (first["RateLimit-Limit"], first["RateLimit-Policy"]) == ("100", "100;w=60")
    assert first["RateLimit-Reset"] == "40"
    assert (int(first["RateLimit-Remaining"]), int(second["RateLimit-Remaining"])) == (99, 98)


def test_one_call_too_many_is_told_when_to_come_back(
    caller: Callable[..., Caller], one_minute: dict[str, dt.datetime]
) -> None:
    reader = caller("requests:read", rate_per_minute=3)
    assert [reader.get("/service-requests").status_code for _time in range(4)] == [200, 200, 200, 429]
    refused = reader.get("/service-requests")
    assert (refused.json()["code"], refused["Retry-After"], refused["RateLimit-Remaining"]) == ("too_many", "40", "0")
    assert refused["Content-Type"] == "application/problem+json"
    one_minute["now"] += dt.timedelta(seconds=41)
    assert reader.get("/service-requests").status_code == 200


def test_tokens_are_counted_apart(caller: Callable[..., Caller]) -> None:
    first, second = (caller("requests:read", rate_per_minute=1, name=name) for name in ("甲", "乙"))
    assert first.get("/service-requests").status_code == 200
    assert first.get("/service-requests").status_code == 429
    assert second.get("/service-requests").status_code == 200


def test_the_limit_holds_over_processes(caller: Callable[..., Caller], monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes are two memories of leases."""
    reader = caller("requests:read", rate_per_minute=40)
    memories: list[dict[str, Any]] = [{}, {}]
    passed = 0
    for n in range(100):
        monkeypatch.setattr(rates, "_leases", memories[n % 2])
        passed += reader.get("/service-requests").status_code == 200
    assert 38 <= passed <= 40


def test_a_lease_costs_one_statement_and_then_none(caller: Callable[..., Caller]) -> None:
    reader = caller("requests:read", rate_per_minute=200)
    reader.get("/service-requests")
    for _time in range(9):  # a tenth of twenty leases
        with at_most(3):
            reader.get("/service-requests")


def test_callers_without_a_token_are_counted_by_address(nobody: Caller, settings: Any) -> None:
    settings.API_OPEN_RATE = 2
    answers = [nobody.get("/units", {"county": "150105"}) for _time in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert nobody.get("/service-requests").status_code == 429  # and so is guessing at tokens
