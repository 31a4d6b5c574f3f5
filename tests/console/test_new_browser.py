"""Taking a request down in a real browser, with what its words say beside it: by keyboard at 1440, by thumb at 390."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.console.test_new_reading import GAS, NEW, TWICE, VILLAGE
from tests.support.browser import PHONE, accessibility_problems, page_in
from tests.support.people import sign_in
from wobangni.catalogue.queries import services
from wobangni.catalogue.rules.questions import QuestionKind
from wobangni.service_requests.models import ServiceRequest


@pytest.fixture
def cast(live: str) -> Cast:
    return make_cast()


def test_suggestions_are_taken_by_keys_while_the_clerk_types_on(desk: Page, cast: Cast, live: str) -> None:
    sign_in(desk, cast.clerk, live)
    desk.goto(NEW)
    words = desk.locator("#new_description")
    words.fill(GAS)
    expect(desk.locator("#reading .note-stop")).to_contain_text("煤气泄漏")
    expect(desk.locator("select[name=service]")).to_have_value("")
    picture(desk, "new-desk")
    assert accessibility_problems(desk) == []
    words.press("Alt+l")
    expect(desk.locator("select[name=service]")).to_have_value("gas-leak")
    expect(desk.locator("#new_service")).not_to_have_value("")
    words.press("Alt+p")
    expect(desk.locator("select[name=division]")).to_have_value(VILLAGE)
    expect(words).to_be_focused()
    words.press("End")
    words.type("，请快来")
    expect(words).to_have_value(f"{GAS}，请快来")
    expect(desk.locator("#reading [data-take]")).to_have_count(0)
    picture(desk, "new-taken-desk")
    words.press("Control+Enter")
    desk.wait_for_url("**/taken/")
    row = ServiceRequest.objects.get(county=COUNTY)
    assert (row.description, row.division_id, row.urgent) == (f"{GAS}，请快来", VILLAGE, True)


def test_a_choice_that_was_made_is_kept_from_keys_and_changed_by_a_press(desk: Page, cast: Cast, live: str) -> None:
    sign_in(desk, cast.clerk, live)
    desk.goto(NEW)
    service = desk.locator("select[name=service]")
    asking = next(s for s in services(COUNTY) if s.questions and s.questions[0].kind is QuestionKind.TEXT)
    desk.locator("#new_service").fill(asking.label)
    expect(desk.locator(".picker-menu:visible [aria-selected=true]")).to_be_visible()
    desk.keyboard.press("Enter")
    expect(service).to_have_value(asking.code)
    box = desk.locator("#questions input[type=text]").first
    box.fill("说不清")
    words = desk.locator("#new_description")
    words.fill(GAS)
    expect(desk.locator("#reading")).to_contain_text("改为这一项")
    words.press("Alt+l")
    expect(service).to_have_value(asking.code)
    expect(box).to_have_value("说不清")
    desk.locator("#take-service").click()
    expect(service).to_have_value("gas-leak")
    expect(desk.locator("#questions")).to_contain_text("说不清")
    expect(words).to_have_value(GAS)


def test_of_several_places_the_key_leads_to_the_first_and_enter_sends_none(desk: Page, cast: Cast, live: str) -> None:
    sign_in(desk, cast.clerk, live)
    desk.goto(NEW)
    words = desk.locator("#new_description")
    words.fill(TWICE)
    expect(desk.locator("[data-take=division]")).to_have_count(2)
    picture(desk, "new-several-desk")
    words.press("Alt+p")
    expect(desk.locator("#take-division-1")).to_be_focused()
    expect(desk.locator("select[name=division]")).to_have_value("")
    desk.locator("#new_place_text").press("Enter")  # sends the form as it is; never presses a suggestion
    desk.wait_for_url("**/taken/")
    assert ServiceRequest.objects.get(county=COUNTY).division_id is None


def test_on_a_narrow_screen_what_the_words_say_stands_below_them(chromium: Browser, cast: Cast, live: str) -> None:
    with page_in(chromium, live, **PHONE) as page:
        sign_in(page, cast.clerk, live)
        page.goto(NEW)
        page.locator("#new_description").fill(TWICE + GAS)
        expect(page.locator("#reading .note-stop")).to_be_visible()
        tops = [page.locator(f".new-{part}").bounding_box() for part in ("what", "read", "which")]
        assert [top["y"] for top in tops if top] == sorted(top["y"] for top in tops if top)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert accessibility_problems(page) == []
        picture(page, "new-phone")
        page.locator("#take-service").tap()
        expect(page.locator("select[name=service]")).to_have_value("gas-leak")


def picture(page: Page, name: str) -> None:
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
