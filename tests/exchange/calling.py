"""Calls as a telephone system reports them: ``Switch(county).rings("c1")``."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import orjson
from django.http import HttpResponse
from django.test import Client

from tests.cast import COUNTY, Cast
from tests.support.people import user_of
from wobangni.exchange.commands.telephones import NewSecret, add_system, save_line, seat_clerk
from wobangni.exchange.models import Call
from wobangni.exchange.rules.signature import sign
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM, Actor

CALLER = "13812345678"
LINE = "0471-5580580"


class Switch:
    """A county's telephone system with a line (580) and, at extension 801, a clerk."""

    def __init__(self, cast: Cast, *, now: dt.datetime | None = None) -> None:
        self.now = now or clock.now()
        self.made: NewSecret = add_system(actor=SYSTEM, now=self.now, county=COUNTY, name="演示话务系统")
        self.line_id = save_line(
            actor=SYSTEM,
            now=self.now,
            county=COUNTY,
            line_id=None,
            name="580热线",
            full_number=LINE,
            short_number="580",
        )
        self.seat(cast.clerk, "801")

    def seat(self, clerk: Actor, extension: str) -> None:
        user_of(clerk)
        seat_clerk(
            actor=SYSTEM, now=clock.now(), county=COUNTY, line_id=self.line_id, number=extension, clerk_id=int(clerk.id)
        )

    def words(self, call: str, kind: str, **more: Any) -> dict[str, Any]:
        at = more.pop("at", None) or clock.now()
        return {"event": uuid4().hex, "call": call, "kind": kind, "at": at.isoformat(), "line": "580"} | more

    def send(self, words: dict[str, Any], *, secret: str | None = None, **headers: str) -> HttpResponse:
        """Signs and sends. ``headers``: in place of the right ones."""
        body = orjson.dumps(words)
        moment = int(clock.now().timestamp())
        right = {
            "X-Wobangni-System": self.made.key,
            "X-Wobangni-Timestamp": str(moment),
            "X-Wobangni-Signature": sign(secret or self.made.secret, moment, body),
        }
        return Client().post(
            "/api/v1/calls",
            body,
            content_type="application/json",
            headers=right | {name.replace("_", "-"): value for name, value in headers.items()},
        )

    def tells(self, call: str, kind: str, **more: Any) -> Call:
        """Sends an event that must be taken; the call as it is kept."""
        answer = self.send(self.words(call, kind, **more))
        assert answer.status_code == 201, answer.content.decode()
        return Call.objects.get(county=COUNTY, external_id=call)

    def rings(self, call: str, **more: Any) -> Call:
        return self.tells(call, "ringing", **{"caller": CALLER} | more)

    def answered(self, call: str, **more: Any) -> Call:
        return self.tells(call, "answered", **{"extension": "801"} | more)
