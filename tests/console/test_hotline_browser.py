"""A call in a real browser, by keyboard at 1440 and by thumb at 390: it rings, the card opens by itself, the answer closes it."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.console.test_hotline import DESK, call_url, write_article
from tests.exchange.calling import CALLER, Switch
from tests.service_requests.story import Story
from tests.support.browser import accessibility_problems
from tests.support.people import sign_in
from wobangni.accounts.vault import ContactInput
from wobangni.exchange.models import Call
from wobangni.kernel import clock
from wobangni.service_requests.models import ServiceRequest
from wobangni.surfaces.api.rates import forget_leases


@pytest.fixture
def cast(live: str) -> Cast:
    forget_leases()
    return make_cast()


@pytest.fixture
def switch(cast: Cast) -> Switch:
    write_article()
    write_article("小区物业费该不该交？", "按合同交，服务不到位可以要求整改。", service="property")
    return Switch(cast)


def pick_up(desk: Page, switch: Switch) -> Call:
    """The telephone rings; the desk shows it; the clerk picks up; the card is there."""
    call = switch.rings("c1")
    expect(desk.locator(".call-rings")).to_contain_text("138****5678")
    switch.answered("c1")
    desk.wait_for_url(f"**{call_url(call)}")
    return call


def test_a_question_is_answered_and_closed_without_the_mouse(desk: Page, switch: Switch, cast: Cast, live: str) -> None:
    earlier = Story(cast, now=clock.now()).submitted(contact=ContactInput("其其格", CALLER, ""))
    sign_in(desk, cast.clerk, live)
    desk.goto(DESK)
    expect(desk.locator("[data-idle]")).to_be_visible()
    assert accessibility_problems(desk) == []
    call = pick_up(desk, switch)
    expect(desk.locator(".caller .code").first).to_contain_text(earlier.code[:4])
    assert accessibility_problems(desk) == []
    desk.keyboard.press("Alt+k")
    desk.keyboard.type("暖气")
    expect(desk.locator(".article")).to_have_count(1)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Space")
    expect(desk.locator(".article-text")).to_contain_text("18℃")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Space")
    desk.keyboard.press("Tab")
    desk.keyboard.press("ArrowUp")
    expect(desk.locator("#told_satisfied_4")).to_be_checked()
    desk.keyboard.press("Control+Shift+Enter")
    desk.wait_for_url(f"**{DESK}")
    expect(desk.locator(".note-good")).to_be_visible()
    row = ServiceRequest.objects.get(code=Call.objects.get(id=call.id).request_code)
    assert (row.state, row.solved, row.satisfied) == ("closed", True, 5)


def test_what_is_typed_during_a_call_is_never_taken_away(desk: Page, switch: Switch, cast: Cast, live: str) -> None:
    sign_in(desk, cast.clerk, live)
    desk.goto(DESK)
    pick_up(desk, switch)
    expect(desk.locator("#new_description")).to_be_focused()
    desk.keyboard.type("三号楼暖气一点不热，家里有老人和孩子")
    switch.tells("c1", "ended")
    second = switch.rings("c2", caller="13900001111")
    expect(desk.locator(".call-rings")).to_contain_text("139****1111")
    switch.answered("c2")
    expect(desk.locator(".call-mine a")).to_have_attribute("href", call_url(second))
    expect(desk.locator("#new_description")).to_have_value("三号楼暖气一点不热，家里有老人和孩子")
    desk.keyboard.press("Control+Enter")
    desk.wait_for_url("**/taken/")
    assert ServiceRequest.objects.get().code == Call.objects.get(external_id="c1").request_code


def test_a_missed_call_is_returned_by_thumb(phone: Page, switch: Switch, cast: Cast, live: str) -> None:
    switch.tells("c1", "missed", caller=CALLER, at=clock.now() - dt.timedelta(minutes=20))
    sign_in(phone, cast.clerk, live)
    phone.goto(DESK)
    assert accessibility_problems(phone) == []
    phone.get_by_role("button", name="回拨").tap()
    expect(phone.locator(".big-code")).to_contain_text("138")
    assert accessibility_problems(phone) == []
    phone.get_by_role("button", name="接通了").tap()
    phone.wait_for_url("**/calls/*/")
    expect(phone.locator("h1")).to_have_text("138****5678")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert accessibility_problems(phone) == []
    phone.goto(DESK)
    expect(phone.locator("form[action$='/take/']")).to_have_count(0)


def test_figures_knowledge_base_and_telephones_can_be_read_by_everybody(
    phone: Page, desk: Page, switch: Switch, cast: Cast, live: str
) -> None:
    switch.rings("c1")
    switch.answered("c1")
    switch.tells("c1", "ended")
    for page in (phone, desk):
        sign_in(page, cast.clerk, live)
        for address in (f"{DESK}figures/", f"/console/{COUNTY}/knowledge/?words=物业费"):
            page.goto(address)
            assert accessibility_problems(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        page.locator(".text-list a").first.click()
        expect(page.locator("h1")).to_have_text("小区物业费该不该交？")
        sign_in(page, cast.admin, live)
        for address in ("telephones/", "knowledge/", "knowledge/new/"):
            page.goto(f"/console/admin/{COUNTY}/{address}")
            assert accessibility_problems(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
