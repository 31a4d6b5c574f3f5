"""A day at the desk in a real browser: by keyboard at 1440, by thumb at 390, and with scripts switched off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.console.pages import act_url, request_url
from tests.service_requests.story import PHONE, Story
from tests.support.browser import PHONE as PHONE_SHAPE
from tests.support.browser import accessibility_problems, page_in
from tests.support.people import sign_in
from wobangni.kernel import clock
from wobangni.service_requests.models import ServiceRequest

QUEUE = f"/console/{COUNTY}/queue/"


@pytest.fixture
def cast(live: str) -> Cast:
    return make_cast()


@pytest.fixture
def plain(live: str, chromium: Browser) -> Iterator[Page]:
    """A desk whose browser runs no scripts."""
    with page_in(chromium, live, viewport={"width": 1440, "height": 900}, java_script_enabled=False) as page:
        yield page


def now_story(cast: Cast) -> Story:
    return Story(cast, now=clock.now())


def test_a_dispatcher_empties_the_list_by_keyboard(desk: Page, cast: Cast, live: str) -> None:
    stories = [now_story(cast).accepted() for _ in range(3)]
    sign_in(desk, cast.dispatcher, live)
    desk.goto("/console/")
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    desk.keyboard.press("j")
    desk.keyboard.press("x")
    expect(desk.locator("[data-ticked]")).to_contain_text("2")
    desk.keyboard.press("d")
    desk.keyboard.type("水利")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    desk.keyboard.type("请速办")
    desk.keyboard.press("Enter")
    expect(desk.locator(".note-good")).to_be_visible()
    expect(desk.locator("[data-row]")).to_have_count(1)
    assert sorted(s.row.state for s in stories) == ["accepted", "dispatched", "dispatched"]
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-request]")).to_be_visible()
    desk.keyboard.press("d")
    expect(desk.locator("#do_unit")).to_be_focused()
    desk.keyboard.type("住房")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".note-good")).to_be_visible()
    assert {s.row.state for s in stories} == {"dispatched"}


def test_a_clerk_takes_a_call_down_without_the_mouse(desk: Page, cast: Cast, live: str) -> None:
    earlier = now_story(cast).submitted()
    sign_in(desk, cast.clerk, live)
    desk.goto(QUEUE)
    desk.keyboard.press("n")
    expect(desk.locator("#new_phone")).to_be_focused()
    desk.keyboard.type(PHONE)
    desk.keyboard.press("Tab")
    expect(desk.locator("#earlier a")).to_have_attribute("href", request_url(earlier.code))
    desk.keyboard.type("其其格")
    desk.locator("#new_description").focus()
    desk.keyboard.type("三号楼暖气一点不热，家里有老人和孩子")
    desk.keyboard.press("Tab")
    desk.keyboard.type("家里暖气")
    expect(desk.locator(".picker-menu:visible [role=option]").first).to_contain_text("暖气")
    desk.keyboard.press("Enter")
    expect(desk.locator("#questions .field").first).to_be_visible()
    desk.locator("#new_division").focus()
    desk.keyboard.type("bayan")
    expect(desk.locator(".picker-menu:visible [role=option]").first).to_contain_text("巴彦")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".big-code span")).to_have_count(4)
    row = ServiceRequest.objects.get(county=COUNTY, channel="hotline")
    assert row.service_id is not None
    assert row.division_id is not None
    desk.keyboard.press("n")
    expect(desk.locator("#new_phone")).to_be_focused()


def test_a_handler_signs_and_answers_with_a_thumb(phone: Page, cast: Cast, live: str) -> None:
    story = now_story(cast).dispatched()
    sign_in(phone, cast.housing_handler, live)
    phone.goto("/console/")
    phone.locator("[data-open]").first.tap()
    phone.locator(".page-actions button:visible").tap()
    expect(phone.locator(".note-good")).to_be_visible()
    phone.locator(".page-actions a:visible").tap()
    phone.locator("#do_answer").fill("阀门已更换，温度恢复到二十度。")
    phone.locator(".page-actions button:visible").tap()
    expect(phone.locator(".state-in_review")).to_be_visible()
    assert [e.action for e in story.events[-2:]] == ["sign", "answer"]


def test_keys_do_nothing_while_somebody_is_typing(desk: Page, cast: Cast, live: str) -> None:
    story = now_story(cast).submitted()
    sign_in(desk, cast.clerk, live)
    desk.goto(act_url(story.code, "note"))
    desk.locator("#do_text").focus()
    desk.keyboard.type("anjkxdg q/?")
    expect(desk.locator("#do_text")).to_have_value("anjkxdg q/?")
    assert desk.url.endswith(act_url(story.code, "note"))
    assert story.row.version == 1


def test_the_help_opens_over_the_page_and_closes_again(desk: Page, cast: Cast, live: str) -> None:
    sign_in(desk, cast.clerk, live)
    desk.goto(QUEUE)
    desk.keyboard.press("?")
    expect(desk.locator("dialog.keys-box")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(desk.locator("dialog.keys-box")).to_be_hidden()
    desk.keyboard.press("/")
    expect(desk.locator("#desk-q")).to_be_focused()
    desk.keyboard.press("Escape")
    desk.keyboard.press("g")
    desk.keyboard.press("q")
    desk.wait_for_url("**/queue/?state=submitted")


def test_j_and_k_lead_from_request_to_request_of_the_list(desk: Page, cast: Cast, live: str) -> None:
    now = clock.now()
    first, second = (Story(cast, now=now - dt.timedelta(days=d)).submitted() for d in (20, 10))
    sign_in(desk, cast.clerk, live)
    desk.goto(f"{QUEUE}?state=submitted")
    desk.locator("[data-open]").first.click()
    desk.wait_for_url(f"**{request_url(first.code)}")
    desk.keyboard.press("j")
    desk.wait_for_url(f"**{request_url(second.code)}")
    desk.keyboard.press("k")
    desk.wait_for_url(f"**{request_url(first.code)}")


def test_a_stale_form_in_the_corner_tells_who_was_faster_and_keeps_the_words(desk: Page, cast: Cast, live: str) -> None:
    story = now_story(cast).submitted()
    sign_in(desk, cast.clerk, live)
    desk.goto(request_url(story.code))
    desk.keyboard.press("v")
    desk.locator("[name=reason_code]").first.check()
    desk.locator("#do_explanation").fill("请等待法院判决。")
    story.do(cast.dispatcher, "dispatch", unit=cast.housing).do(cast.housing_handler, "sign")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#act .note-stop")).to_contain_text(cast.housing_handler.name)
    expect(desk.locator("#kept-text")).to_have_value("请等待法院判决。")
    desk.locator("#act .act-open button").click()
    expect(desk.locator(".note-good")).to_be_visible()
    assert story.events[-1].data["text"] == "请等待法院判决。"


def test_a_double_click_answers_once(desk: Page, cast: Cast, live: str) -> None:
    story = now_story(cast).in_progress()
    sign_in(desk, cast.housing_handler, live)
    desk.goto(act_url(story.code, "echo"))
    desk.locator("#do_text").fill("已到现场。")
    desk.locator("#act-form .act-foot button").dblclick()
    expect(desk.locator(".note-good")).to_be_visible()
    assert [e.action for e in story.events].count("echo") == 1


def test_a_ready_text_goes_where_the_cursor_is(desk: Page, cast: Cast, live: str) -> None:
    story = now_story(cast).in_progress()
    sign_in(desk, cast.housing_handler, live)
    desk.goto(request_url(story.code))
    desk.keyboard.press("w")
    desk.locator("#do_answer").fill("您好。")
    desk.locator(".templates summary").click()
    text = desk.locator("[data-text]").first.text_content() or ""
    desk.locator("[data-insert]").first.click()
    expect(desk.locator("#do_answer")).to_have_value(f"您好。\n{text}")


def test_contact_data_are_shown_in_place_for_a_purpose(desk: Page, cast: Cast, live: str) -> None:
    story = now_story(cast).in_progress()
    sign_in(desk, cast.housing_handler, live)
    desk.goto(request_url(story.code))
    desk.locator("#contact a.btn").click()
    desk.locator("#id_purpose").fill("上门前电话联系")
    desk.keyboard.press("Enter")
    expect(desk.locator("#contact")).to_contain_text(PHONE)
    assert desk.url.endswith(request_url(story.code))


def test_units_of_another_county_come_when_it_is_chosen(desk: Page, cast: Cast, live: str) -> None:
    story = now_story(cast).dispatched()
    sign_in(desk, cast.dispatcher, live)
    desk.goto(request_url(story.code))
    desk.keyboard.press("y")
    desk.locator("#do_reason").fill("居民已迁居通辽。")
    desk.locator("#do_unit_county").fill("科尔沁区")
    desk.keyboard.press("Enter")
    expect(desk.locator("#do_unit")).to_be_focused()
    desk.keyboard.press("ArrowDown")
    expect(desk.locator(".picker-menu:visible")).to_contain_text("科尔沁区")
    desk.keyboard.type("住房")
    desk.keyboard.press("Enter")
    expect(desk.locator("#do_reason")).to_have_value("居民已迁居通辽。")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".note-good")).to_be_visible()
    assert story.row.lead_unit_id == cast.afar


def test_everything_works_without_scripts(plain: Page, cast: Cast, live: str) -> None:
    story = now_story(cast).accepted()
    sign_in(plain, cast.dispatcher, live)
    plain.goto("/console/")
    plain.locator("[data-open]").click()
    plain.locator(".page-actions a").first.click()
    plain.locator("#do_unit").select_option(str(cast.housing))
    plain.locator("#act-form .act-foot button").click()
    plain.wait_for_url(f"**{request_url(story.code)}")
    assert story.row.state == "dispatched"
    plain.locator(".act-item", has_text="转办").click()
    plain.locator("#do_unit_county").select_option("150502")
    plain.locator("noscript button, [name=show_units]").first.click()
    plain.locator("#do_unit").select_option(str(cast.afar))
    plain.locator("#do_reason").fill("居民已迁居")
    plain.locator("#act-form .act-foot button").click()
    assert story.row.lead_unit_id == cast.afar


@pytest.mark.parametrize("width", [1440, 390])
def test_every_page_is_accessible_and_fits(width: int, chromium: Browser, cast: Cast, live: str) -> None:
    story = now_story(cast).submitted(
        title="请求修复新巴尔虎右旗贝尔苏木莫农塔拉嘎查通往牧点的砂石路及两座涵洞" * 2,
        description="ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ " + "很长的一段话" * 200,
        lat=40.79,
        lng=111.7,
    )
    moving = now_story(cast).in_progress().do(cast.dispatcher, "add_helper", unit=cast.water)
    pages = [
        (cast.dispatcher, QUEUE),
        (cast.dispatcher, f"{QUEUE}?q=zzz&urgent=on"),
        (cast.dispatcher, request_url(moving.code)),
        (cast.dispatcher, act_url(moving.code, "transfer")),
        (cast.clerk, request_url(story.code)),
        (cast.clerk, act_url(story.code, "decline")),
        (cast.clerk, f"/console/{COUNTY}/new/"),
        (cast.clerk, f"/console/requests/{story.code}/taken/"),
        (cast.clerk, "/console/keys/"),
        (cast.housing_handler, f"{request_url(moving.code)}contact/"),
        (cast.observer, "/console/region/"),
        (cast.clerk, "/console/requests/1501050000000000/"),
    ]
    shape = PHONE_SHAPE if width == 390 else {"viewport": {"width": 1440, "height": 900}}
    problems = []
    for who, url in pages:
        with page_in(chromium, live, **shape) as page:
            sign_in(page, who, live)
            page.goto(url)
            page.wait_for_load_state("networkidle")
            problems += [f"{url}: {found}" for found in accessibility_problems(page)]
            if page.evaluate("document.documentElement.scrollWidth") > width:
                problems.append(f"{url}: wider than {width}")
    assert problems == []
