"""Callers of the API: a county app that submits, one that reads, one with a dispatcher's role, one of another county."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import orjson
import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cast import COUNTY, Cast, make_cast
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM, Actor
from wobangni.organisations.commands.issue_token import issue_token
from wobangni.organisations.tokens import bearer, forget_bearers
from wobangni.surfaces.api.rates import forget_leases

TEXT = "小区三号楼暖气不热，室内只有十四度，家里有老人，请尽快处理。"
ROOT = "/api/v1"


@dataclass(frozen=True, slots=True)
class Caller:
    """Another system with its token. Answers come back with ``.json()``."""

    secret: str
    actor: Actor
    language: str = ""

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
        return Client().get(ROOT + path, query or {}, headers=self._headers(headers))

    def post(self, path: str, body: Any = None, *, key: str | None = "fresh", **headers: str) -> HttpResponse:
        """``key``: a fresh one unless said; None: none. ``body``: a value, or bytes as they are."""
        raw = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        if key is not None:
            headers["Idempotency-Key"] = uuid4().hex if key == "fresh" else key
        return Client().post(
            ROOT + path,
            raw,
            content_type=headers.pop("content_type", "application/json"),
            headers=self._headers(headers),
        )

    def submit(self, **words: Any) -> str:
        """The code of a new request."""
        answer = self.post("/service-requests", {"description": TEXT} | words)
        assert answer.status_code == 201, answer.content.decode()
        return str(answer.json()["code"])

    def act(self, code: str, action: str, body: Any = None, **more: Any) -> HttpResponse:
        return self.post(f"/service-requests/{code}/actions/{action}", body, **more)

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            sent.setdefault("Authorization", f"Bearer {self.secret}")
        if self.language:
            sent.setdefault("Accept-Language", self.language)
        return sent


@pytest.fixture(autouse=True)
def fresh_memory() -> Iterator[None]:
    """Tokens and permits that a rolled back test has left in this process."""
    forget_bearers()
    forget_leases()
    yield
    forget_bearers()
    forget_leases()


@pytest.fixture
def caller(region: None) -> Callable[..., Caller]:
    """Makes a caller: ``caller("requests:read", county=…, unit_id=…, rate_per_minute=…)``."""

    def make(
        *scopes: str, county: str | None = COUNTY, name: str = "市民热线", language: str = "", **more: Any
    ) -> Caller:
        made = issue_token(actor=SYSTEM, now=clock.now(), name=name, county=county, scopes=scopes, **more)
        found = bearer(made.secret)
        assert found is not None
        return Caller(made.secret, found.actor, language)

    return make


@pytest.fixture
def app(caller: Callable[..., Caller]) -> Caller:
    """A county's app: submits, follows, and passes on what its residents say."""
    return caller("requests:write", "requests:act", name="赛罕发布")


@pytest.fixture
def desk(caller: Callable[..., Caller]) -> Caller:
    """A system that dispatches in the county's name."""
    return caller("requests:read", "requests:act", "role:dispatcher", "role:clerk", name="派单系统")


@pytest.fixture
def nobody(region: None) -> Caller:
    """A caller without a token."""
    return Caller("", SYSTEM)


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()
