"""The supervisor's pages in a real browser: at 1440 and at 390."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.console.today_desk import busy_county
from tests.support.browser import accessibility_problems
from tests.support.people import sign_in
from wobangni.kernel import clock
from wobangni.service_requests.commands.sweep import sweep


@pytest.fixture
def cast(live: str) -> Cast:
    return make_cast()


def looked_at(page: Page, name: str) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    assert accessibility_problems(page) == [], name
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_supervisor_goes_from_a_number_to_its_requests(
    width: str, request: pytest.FixtureRequest, cast: Cast, live: str
) -> None:
    page: Page = request.getfixturevalue(width)
    stories = busy_county(cast)
    sweep(now=clock.now())
    sign_in(page, cast.supervisor, live)
    page.goto(f"/console/{COUNTY}/today/")
    looked_at(page, f"today-{width}")
    page.locator(".today-figures a", has_text="待仲裁").click()
    expect(page.locator("[data-row]")).to_have_count(1)
    expect(page.locator("[data-row]")).to_have_attribute("data-code", stories["arbitration"].code)
    for name in ("ladder", "settings"):
        if os.environ.get("PICTURES"):
            sign_in(page, cast.admin, live)
            page.goto(f"/console/admin/{COUNTY}/{name}/")
            looked_at(page, f"{name}-{width}")
            sign_in(page, cast.supervisor, live)
    page.goto(f"/console/{COUNTY}/supervision/")
    looked_at(page, f"supervision-{width}")
    expect(page.locator("[data-row]")).to_have_count(2)
    sign_in(page, cast.observer, live)
    page.goto("/console/today/")
    looked_at(page, f"region-today-{width}")
    page.get_by_role("link", name="赛罕区").first.click()
    expect(page.get_by_role("heading", name="今日督看")).to_be_visible()
