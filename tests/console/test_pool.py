"""The pages of the pool: what is offered, claiming, being second, and the county's rules."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.console.pages import forms_of, text_of
from tests.service_requests.story import Story
from tests.support.browser import accessibility_problems
from tests.support.people import sign_in, signed_in
from tests.support.queries import at_most
from wobangni.kernel import clock
from wobangni.service_requests.commands.pool import offer, set_pool_rules
from wobangni.service_requests.models import PoolSetting

URL, RULES = f"/console/{COUNTY}/pool/", f"/console/{COUNTY}/pool/rules/"


def offered(cast: Cast) -> Story:
    now = clock.now()
    set_pool_rules(actor=cast.admin, county=COUNTY, services_offered=["heating-cold"], skills={}, head_start_minutes=0)
    story = Story(cast, now=now).submitted(service="heating-cold").do(cast.clerk, "accept")
    offer(county=COUNTY, id=story.row.id, now=now)
    return story


def claim_form(client: Any) -> dict[str, Any]:
    return next(f.values for f in forms_of(client.get(URL)) if "code" in f.names)


def test_a_handler_claims_and_a_second_one_is_told_who_was_quicker(cast: Cast) -> None:
    story = offered(cast)
    first, second = signed_in(cast.housing_handler), signed_in(cast.water_handler)
    form, late = claim_form(first), claim_form(second)
    assert first.post(URL, form).headers["Location"] == f"/console/requests/{story.code}/"
    answer = second.post(URL, late)
    assert (answer.status_code, cast.housing_handler.name in text_of(answer)) == (409, True)
    assert first.post(URL, form).status_code == 302  # sent twice, done once
    assert [e.action for e in story.events].count("claim") == 1


def test_dispatchers_look_on_without_a_button(cast: Cast) -> None:
    story = offered(cast)
    page = signed_in(cast.dispatcher).get(URL)
    assert story.code in text_of(page)
    assert not any("code" in f.names for f in forms_of(page))


@pytest.mark.parametrize("code", ["", "150502", "15010500000000", "1501050000000000", "150105' OR 1", "\x00"])
def test_a_claim_of_nothing_says_so(cast: Cast, code: str) -> None:
    offered(cast)
    answer = signed_in(cast.housing_handler).post(URL, {"code": code, "unit": "x"})
    assert answer.status_code in (404, 422)
    assert 'role="alert"' in text_of(answer)


def test_the_page_takes_few_statements(cast: Cast) -> None:
    for _number in range(4):
        offered(cast)
    client = signed_in(cast.housing_handler)
    client.get(URL)
    with at_most(14):
        client.get(URL)


def test_the_administrator_sets_the_rules_and_nonsense_is_refused(cast: Cast) -> None:
    client = signed_in(cast.admin)
    numbers = {"wait_minutes": 45, "most_open": 5, "cooling_minutes": 60, "head_start_minutes": 5}
    sent = numbers | {"services": ["heating-cold"], f"unit_{cast.water}": ["heating-cold"]}
    assert client.post(RULES, sent).status_code == 302
    row = PoolSetting.objects.get()
    assert (row.wait_minutes, row.most_open, list(row.skills)) == (45, 5, [str(cast.water)])
    for bad in ({"wait_minutes": "soon"}, {"most_open": 0}, {"services": ["no-such"]}):
        answer = client.post(RULES, sent | bad)
        assert (answer.status_code, "error-summary" in text_of(answer)) == (422, True)
    assert signed_in(cast.dispatcher).get(RULES).status_code == 403


def test_the_pool_at_a_desk_is_in_order(desk: Page, live: str) -> None:
    cast = make_cast()
    story = offered(cast)
    sign_in(desk, cast.housing_handler, live)
    desk.goto(URL)
    assert accessibility_problems(desk) == []
    desk.click(".pool-claim button")
    desk.wait_for_url(f"**/requests/{story.code}/")
    sign_in(desk, cast.admin, live)
    desk.goto(RULES)
    expect(desk.locator("#pool-rules")).to_be_visible()
    assert accessibility_problems(desk) == []
