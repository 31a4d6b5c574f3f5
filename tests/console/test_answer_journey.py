"""Writing an answer in a real browser: what stands out appears while one types, and hinders nobody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.cast import Cast, make_cast
from tests.console.pages import act_url, request_url
from tests.console.test_answer_check import GOOD, OTHER, working
from tests.support.browser import accessibility_problems
from tests.support.people import sign_in


@pytest.fixture
def cast(live: str) -> Cast:
    return make_cast()


def test_what_stands_out_appears_while_one_types(live: str, desk: Page, cast: Cast) -> None:
    story = working(cast)
    sign_in(desk, cast.housing_handler, live)
    desk.goto(act_url(story.code, "answer"))
    desk.locator("#do_answer").press_sequentially(OTHER)
    expect(desk.locator("#answer-findings .finding-grave")).to_contain_text("不是在回答这件诉求")
    assert accessibility_problems(desk) == []
    desk.locator("#do_answer").fill(GOOD)
    expect(desk.locator("#answer-findings .findings-clean")).to_be_visible()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".note")).to_be_visible()
    expect(desk).to_have_url(live + request_url(story.code))


def test_a_reviewer_on_the_phone_sees_the_answer_with_its_findings(live: str, phone: Page, cast: Cast) -> None:
    story = working(cast).do(cast.housing_handler, "answer", answer=OTHER + "有事请打13812345678找王小明女士。")
    sign_in(phone, cast.reviewer, live)
    phone.goto(request_url(story.code))
    expect(phone.locator(".findings")).to_contain_text("13812345678")
    assert accessibility_problems(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
