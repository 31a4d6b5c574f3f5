"""Danger in a real browser, with and without scripts: what to ring stands there, and the form is sent as ever."""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import COUNTY
from tests.resident.test_journeys import next_page, proper, written
from tests.support.browser import DESK, PHONE, page_in

WORDS = "家里煤气泄漏，闻到很大的煤气味，孩子说头晕"


@pytest.mark.parametrize(
    ("name", "shape"),
    [("phone", PHONE), ("desk", DESK), ("plain", {**PHONE, "java_script_enabled": False})],
)
def test_whom_to_ring_stands_before_and_after_sending(
    name: str, shape: dict[str, Any], region_data: None, live: str, chromium: Browser
) -> None:
    with page_in(chromium, live, **shape) as page:
        page.goto(f"/{COUNTY}/ask/")
        page.fill("textarea", WORDS)
        if name != "plain":
            expect(page.locator(".danger a[href='tel:119']")).to_be_visible(
                timeout=60_000
            )  # a new process reads its words first
            look(page, f"typed-{name}", scripts=True)
        next_page(page, "where")
        expect(page.locator(".danger a[href='tel:119']")).to_have_count(1)
        look(page, f"where-{name}", scripts=name != "plain")
        written(page, WORDS)
        page.check("[name=how][value=anonymous]")
        next_page(page, "check")
        expect(page.locator(".danger a[href='tel:119']")).to_be_visible()
        look(page, f"check-{name}", scripts=name != "plain")
        next_page(page, "done", "main form .btn-big")
        expect(page.locator(".danger a[href='tel:119']")).to_be_visible()
        expect(page.locator(".big-code").first).to_be_visible()
        look(page, f"done-{name}", scripts=name != "plain")


def look(page: Page, name: str, *, scripts: bool) -> None:
    if scripts:
        proper(page)
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
