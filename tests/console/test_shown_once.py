"""What is shown once waits for its page in the session, which lies in the database and its backups: sealed, and gone after that page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client

from tests.cast import COUNTY, Cast
from tests.console.admin_desk import SECRET, at
from tests.support.people import user_of
from wobangni.kernel.actors import Actor
from wobangni.surfaces.shared.sealed import opened, sealed

Send = Callable[[Client, Cast], HttpResponse]
PIN = re.compile(r">(\d{6})<")


def a_token(office: Client, cast: Cast) -> HttpResponse:
    form = {"name": "住建热线", "scopes": ["requests:read"], "unit": "", "rate_per_minute": "60"}
    return office.post(at("tokens/"), form)


def a_person(office: Client, cast: Cast) -> HttpResponse:
    user_of(cast.admin)
    form = {"name": "乌兰其其格", "username": "wulanqiqige", "role": "clerk", "unit": ""}
    return office.post(at("people/new/"), form)


def a_reset(office: Client, cast: Cast) -> HttpResponse:
    return office.post(at(f"people/{user_of(cast.clerk).pk}/password/"))


def everything_kept() -> str:
    return str([row.get_decoded() for row in Session.objects.all()])


@pytest.mark.usefixtures("free_keys")
@pytest.mark.parametrize("send", [a_token, a_person, a_reset])
def test_secrets_of_the_administration_are_never_in_the_clear(send: Send, office: Client, cast: Cast) -> None:
    answer = send(office, cast)
    assert answer.status_code == 302
    kept = everything_kept()
    secret = SECRET.search(office.get(answer["Location"]).content.decode())
    assert secret
    assert secret[1] not in kept
    assert not SECRET.search(office.get(answer["Location"]).content.decode())


def test_the_query_password_of_an_anonymous_request_is_never_in_the_clear(
    cast: Cast, at_desk: Callable[[Actor], Client]
) -> None:
    clerk = at_desk(cast.clerk)
    form = {"channel": "counter", "anonymous": "on", "description": "村口的路灯坏了半个月", "idempotency_key": "k" * 16}
    answer = clerk.post(f"/console/{COUNTY}/new/", form)
    assert answer.status_code == 302
    kept = everything_kept()
    pin = PIN.search(clerk.get(answer["Location"]).content.decode())
    assert pin
    assert pin[1] not in kept
    assert not PIN.search(clerk.get(answer["Location"]).content.decode())


def test_what_is_sealed_opens_at_its_own_place_alone() -> None:
    text = sealed({"phone": "+8613800138000"}, "here")
    assert "138" not in text
    assert opened(text, "here") == {"phone": "+8613800138000"}
    for wrong in (text[:-8], "", None, "not sealed at all", 7):
        assert opened(wrong, "here") is None
    assert opened(text, "there") is None
