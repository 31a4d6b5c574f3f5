"""The same submission twice at the same moment, over real connections: one request."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from tests.api.conftest import ROOT, TEXT
from tests.cast import COUNTY
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.organisations.commands.issue_token import issue_token
from wobangni.organisations.tokens import forget_bearers
from wobangni.service_requests.models import Event, ServiceRequest

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def secret(transactional_db: None, region: None) -> str:
    forget_bearers()
    scopes = ["requests:write", "requests:act", "role:clerk"]
    return issue_token(actor=SYSTEM, now=clock.now(), name="热线", county=COUNTY, scopes=scopes).secret


def at_once(secret: str, path: str, bodies: list[dict[str, Any]], key: str) -> list[Any]:
    """The answers to all bodies, sent together, each from a thread with a connection of its own."""
    from django.test import Client

    gate = threading.Barrier(len(bodies))
    answers: list[Any] = [None] * len(bodies)

    def send(number: int) -> None:
        try:
            gate.wait()
            answers[number] = Client().post(
                ROOT + path,
                bodies[number],
                content_type="application/json",
                headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": key},
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(len(bodies))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_the_same_submission_at_the_same_moment_is_one_request(secret: str) -> None:
    for _round in range(5):
        answers = at_once(secret, "/service-requests", [{"description": TEXT}] * 4, uuid4().hex)
        assert sorted(a.status_code for a in answers) == [200, 200, 200, 201]
        assert len({a.json()["code"] for a in answers}) == 1
    assert ServiceRequest.objects.count() == 5


def test_one_key_with_two_bodies_at_the_same_moment_is_one_request_and_one_conflict(secret: str) -> None:
    bodies = [{"description": TEXT}, {"description": TEXT + "另一件"}]
    answers = at_once(secret, "/service-requests", bodies, "k")
    assert sorted(a.status_code for a in answers) == [201, 409]
    assert ServiceRequest.objects.count() == 1


def test_the_same_action_at_the_same_moment_is_done_once(secret: str) -> None:
    (made,) = at_once(secret, "/service-requests", [{"description": TEXT}], "k")
    path = f"/service-requests/{made.json()['code']}/actions/note"
    answers = at_once(secret, path, [{"text": "已联系"}] * 4, "n")
    assert [a.status_code for a in answers] == [200] * 4
    assert sorted(a.json()["changed"] for a in answers) == [False, False, False, True]
    assert Event.objects.filter(action="note").count() == 1
