"""The suite's own machinery: what other tests rely on without looking."""

from __future__ import annotations

import urllib.request
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from tests.cast import COUNTY, make_cast
from tests.support.browser import accessibility_problems, page_in
from tests.support.people import signed_in
from tests.support.queries import at_most
from wobangni.kernel.models import OutboxEvent
from wobangni.organisations.models import Division, Unit
from wobangni.organisations.queries import units_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def write() -> None:
    from wobangni.kernel import clock

    OutboxEvent.objects.create(county=COUNTY, type="test", payload={}, occurred_at=clock.now())


@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_commits_is_gone_for_the_next(turn: int, transactional_db: None) -> None:
    assert not OutboxEvent.objects.exists()
    write()
    assert not connection.in_atomic_block


@pytest.mark.parametrize("turn", [1, 2])
def test_the_region_outlives_tests_that_commit(turn: int, transactional_db: None, region: None) -> None:
    assert Division.objects.filter(level="county").count() == 103
    write()


@pytest.mark.parametrize("turn", [1, 2])
def test_a_change_of_the_region_does_not_leak_into_the_next_test(
    turn: int, transactional_db: None, region: None
) -> None:
    assert not Unit.objects.filter(name="changed").exists()
    Unit.objects.filter(code=f"{COUNTY}-housing").update(name="changed")


def test_too_many_queries_are_listed(db: None) -> None:
    with pytest.raises(AssertionError, match="2 statements, at most 1"), at_most(1):
        list(OutboxEvent.objects.all()), list(OutboxEvent.objects.all())


def test_the_cast_can_sign_in(region: None) -> None:
    client = signed_in(make_cast().dispatcher)
    assert client.session["_auth_user_id"] == make_cast().dispatcher.id


def test_the_live_server_runs_on_the_database_of_the_test(live: str) -> None:
    assert units_of(COUNTY)
    with urllib.request.urlopen(f"{live}/healthz") as answer:
        assert answer.status == 200


def test_the_phone_shows_a_page_of_the_live_server_that_axe_accepts(phone: Page) -> None:
    answer = phone.goto("/offline/")
    assert answer is not None
    assert answer.status == 200
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert accessibility_problems(phone) == []


def test_a_script_that_the_content_policy_refuses_fails_the_test(chromium: Browser, live: str) -> None:
    def visit() -> None:
        with page_in(chromium, live) as page:
            page.goto("/offline/")
            page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">')")
            page.evaluate("() => new Promise(done => setTimeout(done, 200))")

    with pytest.raises(AssertionError, match="Content Security Policy"):
        visit()
