"""A draft in a real browser: it stands beside the box until somebody puts it there."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.console.pages import act_url, request_url
from tests.console.test_answer_check import working
from tests.exchange.test_draft import Helper
from tests.support.browser import DESK, PHONE, accessibility_problems, page_in
from tests.support.people import sign_in
from tests.support.server import running_server


@pytest.fixture
def helped(region_data: None, transactional_db: None, region: None) -> Iterator[str]:
    """Address of a platform that has a writing helper."""
    helper = Helper()
    with running_server(WOBANGNI_LLM_URL=helper.url, WOBANGNI_LLM_MODEL="steppe-1") as base:
        yield base
    helper.close()


@pytest.mark.parametrize("shape", ["desk", "phone"])
def test_a_draft_enters_the_box_only_by_a_press(shape: str, helped: str, chromium: Browser) -> None:
    cast: Cast = make_cast()
    story = working(cast)
    with page_in(chromium, helped, **(DESK if shape == "desk" else PHONE)) as page:
        sign_in(page, cast.housing_handler, helped)
        page.goto(act_url(story.code, "answer"))
        page.get_by_role("button", name="让助手起草答复").click()
        expect(page.locator(".draft-text")).to_contain_text("〔草稿")
        expect(page.locator("#do_answer")).to_have_value("")
        assert accessibility_problems(page) == []
        page.get_by_role("button", name="放进答复框").click()
        expect(page.locator("#do_answer")).to_have_value(
            "〔草稿：请逐句核实，填好待填之处，然后删去本行〕\n您好，暖气问题〔单位〕正在核实。"
        )
        expect(page.locator("#answer-findings")).to_contain_text("还有地方没有填")
        _picture(page, shape)


@pytest.mark.parametrize("shape", ["desk", "phone"])
def test_a_summary_stands_below_the_words_and_on_the_record(shape: str, helped: str, chromium: Browser) -> None:
    cast: Cast = make_cast()
    story = working(cast)
    frame = DESK if shape == "desk" else PHONE
    with page_in(chromium, helped, **frame) as page:
        sign_in(page, cast.dispatcher, helped)
        page.goto(request_url(story.code))
        page.get_by_role("button", name="让助手写摘要").click()
        expect(page.locator("#summary .draft")).to_contain_text("摘要草稿")
        expect(page.locator("#summary .draft-text")).not_to_be_empty()
        expect(page.locator(".request-text")).to_have_text(story.row.description)
        assert accessibility_problems(page) == []
        _picture(page, f"{shape}-summary")
    with page_in(chromium, helped, **frame) as page:
        sign_in(page, cast.supervisor, helped)
        page.goto(f"/console/admin/{COUNTY}/drafts/")
        expect(page.locator("tbody tr")).to_have_count(1)
        expect(page.locator("tbody tr")).to_contain_text("摘要")
        assert accessibility_problems(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= frame["viewport"]["width"]  # type: ignore[index]
        _picture(page, f"{shape}-record")


def _picture(page: Page, name: str) -> None:
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}-draft.png", full_page=True)
