"""Hot issues in a real browser: at 1440 and at 390."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.console.hot_desk import hot_county
from tests.support.browser import accessibility_problems
from tests.support.people import sign_in
from wobangni.service_requests.models import ServiceRequest

HOT = f"/console/{COUNTY}/hot/"


@pytest.fixture
def cast(live: str) -> Cast:
    return make_cast()


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_a_supervisor_opens_a_case_from_the_list(
    width: str, request: pytest.FixtureRequest, cast: Cast, live: str
) -> None:
    page: Page = request.getfixturevalue(width)
    issue, codes = hot_county(cast)
    sign_in(page, cast.supervisor, live)
    page.goto(HOT)
    page.locator(".hot-heat summary").click()
    expect(page.locator(".hot-sum")).to_be_visible()
    assert accessibility_problems(page) == []
    page.get_by_role("link", name=issue.title).click()
    expect(page.locator("[data-row]")).to_have_count(len(codes))
    assert accessibility_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="督办").click()
    expect(page.locator(".note-good")).to_be_visible()
    assert ServiceRequest.objects.filter(code__in=codes, supervised=True).count() == len(codes)
