"""Whole stories in a real browser, desk and phone: done to the end, and looked at from the resident's side."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.console.pages import request_url
from tests.resident.conftest import owner_of, text_of
from tests.service_requests.story import Story
from tests.support.browser import DESK, accessibility_problems, page_in
from tests.support.people import sign_in
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor


@pytest.fixture
def cast(live: str) -> Cast:
    return make_cast()


def now_story(cast: Cast) -> Story:
    return Story(cast, now=clock.now())


def seen_by_resident(story: Story) -> str:
    """The page of the request in the browser of whose it is."""
    return text_of(owner_of(story.code).get(f"/r/{story.code}/"))


def at(page: Page, who: Actor, story: Story, live: str) -> Page:
    """``who`` with the request before them."""
    sign_in(page, who, live)
    page.goto(request_url(story.code))
    return page


def opens(page: Page, action: str) -> None:
    """Opens the form of an action by its name, at a desk or with a thumb."""
    page.locator("#act .act-item", has_text=action).first.click()
    expect(page.locator("#act-form")).to_be_visible()


def sends(page: Page) -> None:
    page.locator("#act-form button:visible, .page-actions button[form=act-form]:visible").last.click()


def done(page: Page) -> None:
    expect(page.locator(".note-good")).to_be_visible()


def test_a_duplicate_is_merged_out_of_the_list_of_similar_ones_and_let_go_again(
    desk: Page, cast: Cast, live: str, run_jobs
) -> None:
    first = now_story(cast).in_progress()
    second = now_story(cast).submitted(cast.wang_fang, description="小区暖气不热，室内只有十三度，孩子都感冒了。")
    run_jobs()  # what is similar is found by the index
    at(desk, cast.clerk, second, live)
    desk.get_by_role("link", name="合并到这一件").click()
    expect(desk.locator("#do_lead_code")).to_have_value(first.code)
    desk.locator("#do_lead_code").fill("1501 0500 0000 0000")
    sends(desk)
    expect(desk.locator("#act .field-error")).to_be_visible()
    desk.locator("#do_lead_code").fill(" ".join(first.code[n : n + 4] for n in range(0, 16, 4)))
    sends(desk)
    done(desk)
    expect(desk.locator(".state-merged").first).to_be_visible()
    assert accessibility_problems(desk) == []
    first.do(cast.housing_handler, "echo", text="换热站的阀门已经在换。")
    assert "换热站的阀门已经在换" in seen_by_resident(second)  # every complainant stays informed
    assert "孩子都感冒了" not in seen_by_resident(first)
    desk.goto(request_url(first.code))
    desk.locator(f'.facts a[href="{request_url(second.code)}"]').click()
    opens(desk, "取消合并")
    desk.locator("#do_reason").fill("不是同一个换热站，分开办理。")
    sends(desk)
    done(desk)
    assert second.row.state == "submitted"
    assert first.row.state == "in_progress"


def test_more_time_is_asked_for_with_a_thumb_and_granted_or_refused_at_the_desk(
    phone: Page, chromium: Browser, cast: Cast, live: str
) -> None:
    story, other = now_story(cast).in_progress(), now_story(cast).in_progress()
    before = story.clocks["answer"].due_at
    for one in (story, other):
        at(phone, cast.housing_handler, one, live)
        opens(phone, "申请延期")
        phone.locator("#do_days").fill("3")
        phone.locator("#do_reason").fill("等厂家配件，下周三到货。")
        sends(phone)
        done(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    with page_in(chromium, live, **DESK) as desk:
        sign_in(desk, cast.reviewer, live)
        desk.goto(f"/console/{COUNTY}/queue/?extension=on")
        expect(desk.locator("[data-row]")).to_have_count(2)
        at(desk, cast.reviewer, story, live)
        expect(desk.locator(".story-text", has_text="等厂家配件")).to_be_visible()
        opens(desk, "同意延期")
        desk.locator("#do_remark").fill("同意，请按时回复居民。")
        sends(desk)
        done(desk)
        at(desk, cast.reviewer, other, live)
        opens(desk, "不同意延期")
        desk.locator("#do_reason").fill("配件有库存，请先行更换。")
        sends(desk)
        done(desk)
    assert story.clocks["answer"].due_at > before
    assert other.clocks["answer"].due_at == before
    assert "同意，请按时回复居民" in seen_by_resident(story)
    assert "配件有库存" not in seen_by_resident(other)  # between reviewer and unit


def test_what_can_not_be_done_in_winter_is_suspended_until_a_day_and_taken_up_again(
    desk: Page, cast: Cast, live: str
) -> None:
    story = now_story(cast).in_progress()
    today = clock.local_date(clock.now())
    at(desk, cast.dispatcher, story, live)
    opens(desk, "挂起")
    desk.locator("#do_review_date").fill((today + dt.timedelta(days=400)).isoformat())
    desk.locator(".templates summary").click()
    with_blank = desk.locator(".templates li", has_text="〔").first
    with_blank.locator("[data-insert]").click()
    box = desk.locator("#do_explanation")
    marked = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
    assert box.evaluate(marked).startswith("〔")  # the first blank: what is typed takes its place
    expect(desk.locator(".blanks")).to_be_visible()
    sends(desk)
    expect(desk.locator("#act .field-error").first).to_contain_text("〔")
    assert story.row.state == "in_progress"
    expect(box).to_have_value(with_blank.locator("[data-text]").text_content() or "")
    box.focus()
    box.evaluate("e => e.setSelectionRange(0, 0)")
    while "〔" in box.input_value():
        desk.keyboard.press("Tab")
        assert box.evaluate(marked).startswith("〔")
        desk.keyboard.type("冬季土冻，四月化冻后")
    expect(desk.locator(".blanks")).to_be_hidden()
    sends(desk)
    expect(desk.locator("#act .field-error")).to_contain_text("一年")
    review = today + dt.timedelta(days=150)
    desk.locator("#do_review_date").fill(review.isoformat())
    sends(desk)
    done(desk)
    expect(desk.locator(".state-suspended").first).to_be_visible()
    expect(desk.locator(".facts", has_text=review.isoformat()).first).to_be_visible()
    page = seen_by_resident(story)
    assert "冬季土冻" in page
    assert review.isoformat() in page
    at(desk, cast.housing_handler, story, live)
    opens(desk, "恢复办理")
    desk.locator("#do_remark").fill("土已化冻，今天开工。")
    sends(desk)
    done(desk)
    assert story.row.state == "in_progress"
    assert "土已化冻" in seen_by_resident(story)


def test_five_at_once_go_out_and_the_one_that_somebody_took_is_named(desk: Page, cast: Cast, live: str) -> None:
    stories = [now_story(cast).accepted() for _ in range(5)]
    sign_in(desk, cast.dispatcher, live)
    desk.goto(f"/console/{COUNTY}/queue/?state=accepted")
    expect(desk.locator("[data-bulk]")).to_be_hidden()
    desk.locator("[data-tick-all]").check()
    expect(desk.locator("[data-ticked]")).to_contain_text("5")
    desk.get_by_role("combobox", name="承办单位").last.fill("住房")
    desk.get_by_role("option", name="赛罕区住房和城乡建设局").last.click()
    desk.locator("#bulk_instruction").fill("请两日内上门")
    stories[2].do(cast.water_handler, "claim")
    desk.get_by_role("button", name="派单", exact=True).dblclick()
    expect(desk.locator(".result .bad")).to_have_count(1)
    expect(desk.locator(".result tr", has=desk.locator(".bad"))).to_contain_text(cast.water_handler.name)
    assert [s.row.state for s in stories].count("dispatched") == 4
    assert {s.assignments[-1].instruction for s in stories if s.row.state == "dispatched"} == {"请两日内上门"}
    assert accessibility_problems(desk) == []
    desk.get_by_role("link", name="回到列表").click()
    expect(desk.locator("[data-row]")).to_have_count(0)
    assert "住房和城乡建设局" in seen_by_resident(stories[0])
    assert "请两日内上门" not in seen_by_resident(stories[0])


def test_a_suggestion_is_taken_with_one_key_and_many_with_one_press(
    phone: Page, chromium: Browser, cast: Cast, live: str
) -> None:
    one, more, unclear = (
        now_story(cast).submitted(description=words)
        for words in ("家里暖气不热", "楼下水管爆裂，一直流水", "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ")
    )
    with page_in(chromium, live, **DESK) as desk:
        at(desk, cast.dispatcher, one, live)
        expect(desk.locator(".hint")).to_contain_text("暖气")
        desk.keyboard.press("l")
        done(desk)
    assert one.row.state == "dispatched"
    sign_in(phone, cast.dispatcher, live)
    phone.goto(f"/console/{COUNTY}/queue/?state=submitted")
    for tick in phone.locator("[data-tick]").all():
        tick.check()
    phone.get_by_role("button", name="按建议派单").tap()
    expect(phone.locator(".result .bad")).to_contain_text("没有建议")
    assert (more.row.state, unclear.row.state) == ("dispatched", "submitted")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert accessibility_problems(phone) == []
