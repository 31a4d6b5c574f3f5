"""The offer to follow in a real browser, while somebody types on a phone."""

from __future__ import annotations

import uuid

from playwright.sync_api import Page, expect

from tests.cast import COUNTY, make_cast
from tests.resident.test_known import AGAIN, MINE, NOISE, OFFER, told
from tests.support.browser import accessibility_problems


def test_the_offer_appears_while_typing_and_following_goes_on(phone: Page, live: str) -> None:
    cast = make_cast()
    for words, number in ((NOISE, "13812345678"), (AGAIN, "13987654321")):
        told(cast, words, number)
    start = f"/{COUNTY}/new/{uuid.uuid4()}"
    phone.goto(f"{start}/what/")
    phone.get_by_role("textbox").first.fill("牧歌苑小区牧歌苑的锅炉房")
    phone.get_by_role("textbox").first.fill(MINE)
    expect(phone.locator(".known")).to_contain_text(OFFER, timeout=30_000)
    assert accessibility_problems(phone) == []
    phone.get_by_role("button", name="一起跟进").click()
    phone.wait_for_url("**/where/")
    expect(phone.locator(".known")).to_contain_text("您已选择一起跟进")
    phone.locator("[name=place_text]").fill("牧歌苑东门")
    phone.locator("[name=place_text]").press("Enter")  # never presses what a script has put in
    phone.wait_for_url("**/photos/")
    phone.goto(f"{start}/where/")
    expect(phone.locator(".known")).to_contain_text("您已选择一起跟进")
