"""Residents in a real browser: 390 and 1440 px wide, with and without scripts, with and without signal."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.signing import get_cookie_signer
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.resident.conftest import WORDS, last_code
from tests.service_requests.story import Story
from tests.support.browser import DESK, PHONE, accessibility_problems, page_in
from wobangni.kernel import clock
from wobangni.service_requests.models import Attachment, ServiceRequest
from wobangni.surfaces.resident.memory import MINE_COOKIE

GO_ON = "main form .btn-big"


def proper(page: Page) -> None:
    """Nothing on the page that axe objects to, and nothing that sticks out at the side."""
    assert accessibility_problems(page) == [], page.url
    width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1], f"{page.url} is {width[0]} px wide on a screen of {width[1]}"


def next_page(page: Page, step: str, button: str = GO_ON) -> None:
    page.click(button)
    page.wait_for_url(re.compile(rf"/{step}/$"))


def written(page: Page, words: str = WORDS) -> None:
    """What, where and photos answered."""
    page.goto(f"/{COUNTY}/ask/")
    page.fill("textarea", words)
    next_page(page, "where")
    page.fill("[name=place_text]", "村口小卖部旁边")
    next_page(page, "photos")
    next_page(page, "contact", "button[name=next]")


def picture(size: tuple[int, int] = (800, 600), colour: str = "seagreen", name: str = "a.jpg") -> dict[str, Any]:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def cast(live: str) -> Cast:
    return make_cast()


def owns(page: Page, live: str, code: str) -> None:
    value = get_cookie_signer(salt=MINE_COOKIE * 2).sign(code)
    host = urlsplit(live).hostname or ""
    page.context.add_cookies([{"name": MINE_COOKIE, "value": value, "domain": host, "path": "/"}])


def test_anonymous_from_the_choice_of_county_to_the_answer_on_a_phone(phone: Page, cast: Cast, live: str) -> None:
    phone.goto("/")
    proper(phone)
    phone.fill("#q", "shq")
    phone.keyboard.press("Enter")
    phone.click(f'a[href="/{COUNTY}/"]')
    proper(phone)
    phone.fill("#q", "暖气不热")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/search/**")
    proper(phone)
    phone.click(f'a[href="/{COUNTY}/ask/heating-cold/"]')
    proper(phone)
    phone.click(GO_ON)
    expect(phone.locator(".error-summary")).to_be_focused()
    proper(phone)
    phone.fill("textarea", WORDS)
    next_page(phone, "where")
    phone.click("button[name=nowhere]")
    phone.wait_for_url("**/photos/")
    proper(phone)
    next_page(phone, "contact", "button[name=next]")
    proper(phone)
    phone.check("input[value=anonymous]")
    proper(phone)
    next_page(phone, "check")
    proper(phone)
    next_page(phone, "done")
    proper(phone)
    code = "".join(phone.locator(".big-code").first.locator("span").all_text_contents())
    pin = phone.locator(".big-code").nth(1).text_content()
    phone.click(f'a[href="/r/{code}/"]')
    proper(phone)
    expect(phone.locator("details.card .keep-lines")).to_have_text(WORDS)

    told = Story(cast, now=clock.now())
    told.code = code
    told.do(cast.dispatcher, "dispatch", unit=cast.housing).do(cast.housing_handler, "sign")
    told.do(cast.housing_handler, "answer", answer="阀门已更换，室温恢复到二十度。").do(cast.reviewer, "approve")

    phone.context.clear_cookies()
    phone.goto("/track/")
    proper(phone)
    phone.fill("#id_code", f"{code[:4]} {code[4:8]} {code[8:12]} {code[12:]}")
    phone.click(GO_ON)
    phone.wait_for_url(f"**/r/{code}/")
    proper(phone)
    assert "阀门已更换" not in phone.content()
    phone.click(f'a[href="/r/{code}/prove/"]')
    proper(phone)
    phone.fill("#id_pin", pin or "")
    phone.locator("form", has=phone.locator("#id_pin")).locator("button").click()
    phone.wait_for_url(f"**/r/{code}/")
    expect(phone.get_by_text("阀门已更换")).to_be_visible()
    proper(phone)
    phone.click(f'a[href="/r/{code}/do/confirm/"]')
    proper(phone)
    phone.check("input[name=solved][value=true]")
    phone.check("input[name=satisfied][value='4']")
    phone.click(GO_ON)
    phone.wait_for_url(f"**/r/{code}/")
    proper(phone)
    row = ServiceRequest.objects.get(code=code)
    assert (row.state, row.solved, row.satisfied) == ("closed", True, 4)


def test_with_a_phone_number_at_a_desk(desk: Page) -> None:
    written(desk)
    desk.check("input[value=phone]")
    desk.fill("[name=phone]", "138 0013 8000")
    desk.fill("[name=name]", "孛儿只斤·额尔德尼巴雅尔")
    proper(desk)
    next_page(desk, "code")
    proper(desk)
    desk.fill("[name=digits]", last_code())
    next_page(desk, "check")
    proper(desk)
    next_page(desk, "done")
    proper(desk)
    desk.goto("/mine/")
    proper(desk)
    desk.click(".links a")
    proper(desk)
    assert ServiceRequest.objects.get().resident_id is not None


def test_the_core_path_needs_no_scripts(live: str, chromium: Browser) -> None:
    with page_in(chromium, live, java_script_enabled=False, **PHONE) as page:
        page.goto(f"/{COUNTY}/ask/")
        page.click(GO_ON)
        expect(page.locator(".error-summary")).to_be_visible()
        page.fill("textarea", WORDS)
        next_page(page, "where")
        page.select_option("[name=division]", index=2)
        next_page(page, "photos")
        page.set_input_files("#photos", [picture(), picture(colour="navy", name="b.jpg")])  # type: ignore[arg-type]
        page.click("noscript button, button[name=add]")
        expect(page.locator(".photos img")).to_have_count(2)
        next_page(page, "contact", "button[name=next]")
        page.check("input[value=anonymous]")
        next_page(page, "check")
        next_page(page, "done")
    row = ServiceRequest.objects.get()
    assert row.division_id
    assert Attachment.objects.filter(service_request_id=row.id).count() == 2


def test_lost_signal_is_waited_out_and_nothing_is_typed_twice(phone: Page) -> None:
    phone.goto(f"/{COUNTY}/ask/")
    phone.fill("textarea", WORDS)
    phone.context.set_offline(True)
    phone.click(GO_ON)
    expect(phone.locator(".sending")).to_contain_text("没有信号")
    expect(phone.locator("textarea")).to_have_value(WORDS)
    proper(phone)
    phone.context.set_offline(False)
    phone.wait_for_url("**/where/")


@pytest.fixture
def seen_phone(live: str, chromium: Browser) -> Iterator[Page]:
    """A phone all of whose requests pass through the test: those that a service worker takes over do not, and how soon it does is the browser's affair."""
    with page_in(chromium, live, service_workers="block", **PHONE) as page:
        yield page


def test_signal_lost_while_sending_makes_one_request(seen_phone: Page) -> None:
    phone = seen_phone
    written(phone)
    phone.check("input[value=anonymous]")
    next_page(phone, "check")
    arrived: list[str] = []

    def answer_gets_lost(route: Any) -> None:
        arrived.append(route.request.url)
        if len(arrived) == 1:
            route.fetch()  # the server does its work, the phone never hears of it
            route.abort("internetdisconnected")
        else:
            route.continue_()

    phone.route(
        "**/check/", lambda route: answer_gets_lost(route) if route.request.method == "POST" else route.continue_()
    )
    phone.click(GO_ON)
    # It sends again by itself after a while; on a busy machine that may come before we could press the button.
    phone.wait_for_url("**/done/", timeout=60_000)
    assert len(arrived) == 2
    assert ServiceRequest.objects.count() == 1


def test_a_double_click_sends_once(phone: Page) -> None:
    written(phone)
    phone.check("input[value=anonymous]")
    next_page(phone, "check")
    phone.dblclick(GO_ON)
    phone.wait_for_url("**/done/")
    assert ServiceRequest.objects.count() == 1
    expect(phone.locator(".big-code")).to_have_count(2)


def test_what_was_typed_is_there_again_after_the_tab_was_closed(phone: Page) -> None:
    phone.goto(f"/{COUNTY}/ask/")
    address = phone.url
    phone.fill("textarea", WORDS)
    phone.wait_for_timeout(600)  # it is kept a moment after the last key
    context: BrowserContext = phone.context
    again = context.new_page()
    again.goto(address)
    expect(again.locator("textarea")).to_have_value(WORDS)
    expect(again.get_by_role("status").first).to_be_visible()
    proper(again)
    next_page(again, "where")
    assert again.evaluate("Object.keys(localStorage).filter(key => key.includes('/what/')).length") == 0


def test_what_could_not_be_sent_before_the_tab_was_closed_goes_out_on_the_next_visit(phone: Page) -> None:
    phone.goto(f"/{COUNTY}/ask/")
    phone.fill("textarea", WORDS)
    phone.route(
        "**/what/",
        lambda route: route.abort("internetdisconnected") if route.request.method == "POST" else route.continue_(),
    )
    phone.click(GO_ON)
    expect(phone.locator(".sending")).to_be_visible()
    later = phone.context.new_page()
    later.goto(f"/{COUNTY}/")
    later.wait_for_url("**/where/")
    later.goto(f"/{COUNTY}/")
    expect(later.get_by_text(WORDS[:10])).to_be_visible()


def test_going_back_a_step_and_changing_the_words_works_as_often_as_one_likes(phone: Page) -> None:
    phone.goto(f"/{COUNTY}/ask/")
    for words in ("第一次这样写。", "改成这样写。", "最后这样写。"):
        phone.fill("textarea", words)
        next_page(phone, "where")
        phone.go_back()
        expect(phone.locator("textarea")).to_have_value(words)


def test_an_answer_that_is_no_page_of_the_form_does_not_cost_what_was_typed(phone: Page) -> None:
    phone.goto(f"/{COUNTY}/ask/")
    address = phone.url
    phone.fill("textarea", WORDS)
    phone.context.clear_cookies()  # the token of the page no longer fits
    phone.click(GO_ON)
    expect(phone.locator("h1")).to_have_text("请再提交一次")
    expect(phone.get_by_text(WORDS)).to_be_visible()
    proper(phone)
    phone.goto(address)
    expect(phone.locator("textarea")).to_have_value(WORDS)


def test_phone_numbers_are_not_kept_on_the_phone(phone: Page) -> None:
    written(phone)
    phone.check("input[value=phone]")
    phone.fill("[name=phone]", "13800138000")
    phone.fill("[name=name]", "其其格")
    phone.wait_for_timeout(500)
    assert "13800138000" not in phone.evaluate("JSON.stringify({...localStorage})")


def test_photos_are_made_smaller_on_the_phone_and_a_bad_one_costs_nothing(phone: Page) -> None:
    phone.goto(f"/{COUNTY}/ask/")
    phone.fill("textarea", WORDS)
    next_page(phone, "where")
    phone.click("button[name=nowhere]")
    phone.wait_for_url("**/photos/")
    sent: list[int] = []
    phone.on(
        "request",
        lambda request: sent.append(len(request.post_data_buffer or b"")) if request.method == "POST" else None,
    )
    noisy = io.BytesIO()
    Image.effect_noise((3000, 2000), 80).convert("RGB").save(noisy, "JPEG", quality=95)
    big = {"name": "big.jpg", "mimeType": "image/jpeg", "buffer": noisy.getvalue()}
    bad = {"name": "程序.jpg", "mimeType": "image/jpeg", "buffer": b"MZ\x90 no photo"}
    phone.set_input_files("#photos", [big, bad, picture()])  # type: ignore[list-item]
    expect(phone.locator(".photos img")).to_have_count(2)
    expect(phone.locator(".error-summary")).to_contain_text("程序.jpg")
    proper(phone)
    assert max(sent) < len(noisy.getvalue()) * 0.7
    phone.locator(".photos button").first.click()
    expect(phone.locator(".photos img")).to_have_count(1)
    assert Attachment.objects.count() == 1


def test_the_map_comes_only_when_it_is_opened_and_works_by_finger_and_by_key(phone: Page) -> None:
    fetched: list[str] = []
    phone.on("request", lambda request: fetched.append(request.url))
    phone.goto(f"/{COUNTY}/ask/")
    phone.fill("textarea", WORDS)
    next_page(phone, "where")
    assert not [url for url in fetched if "/map-" in url or "outline" in url]
    phone.click("[data-map-open]")
    box = phone.locator("[data-map-box]")
    expect(box.locator("path").first).to_be_visible()
    proper(phone)
    expect(box).to_be_focused()
    phone.keyboard.press("Enter")
    said = phone.locator("[data-map-said]")
    by_key = re.findall(r"\d+\.\d+", said.text_content() or "")
    assert len(by_key) == 2
    box.click(position={"x": 150, "y": 170})
    expect(said).not_to_contain_text(by_key[0])
    next_page(phone, "photos")


def test_a_point_from_the_phone_is_taken_when_it_is_asked_for(live: str, chromium: Browser) -> None:
    at = {"latitude": 40.79, "longitude": 111.80}
    with page_in(chromium, live, geolocation=at, permissions=["geolocation"], **PHONE) as page:
        page.goto("/")
        page.click("[data-locate]")
        page.wait_for_url(f"**/{COUNTY}/")
        page.goto(f"/{COUNTY}/ask/")
        page.fill("textarea", WORDS)
        next_page(page, "where")
        page.click("[data-map-here]")
        expect(page.locator("[data-map-said]")).to_contain_text("40.7900")
        next_page(page, "photos")


def test_a_village_is_chosen_by_its_township(phone: Page) -> None:
    phone.goto(f"/{COUNTY}/ask/")
    phone.fill("textarea", WORDS)
    next_page(phone, "where")
    expect(phone.locator("[name=division]")).to_be_hidden()
    phone.select_option("#id_division_township", index=2)
    expect(phone.locator("[name=division]")).to_be_visible()
    phone.select_option("[name=division]", index=1)
    chosen = phone.locator("[name=division]").input_value()
    assert len(chosen) == 12
    next_page(phone, "photos")
    phone.go_back()
    expect(phone.locator("[name=division]")).to_have_value(chosen)


def test_without_signal_the_site_says_what_to_do(phone: Page) -> None:
    phone.goto(f"/{COUNTY}/")
    phone.evaluate("navigator.serviceWorker.ready")
    phone.reload()
    phone.context.set_offline(True)
    phone.goto("/track/")
    expect(phone.locator("h1")).to_have_text("现在没有信号")
    proper(phone)
    phone.context.set_offline(False)


def test_english_and_large_type_fit_on_a_small_screen(live: str, chromium: Browser, cast: Cast) -> None:
    told = Story(cast, now=clock.now() - dt.timedelta(hours=2)).in_progress()
    told.do(cast.housing_handler, "echo", text="ᠮᠤᠩᠭᠤᠯ " * 30 + "https://example.com/" + "x" * 120)
    shape = {**PHONE, "viewport": {"width": 320, "height": 640}, "locale": "en-US"}
    with page_in(chromium, live, **shape) as page:
        owns(page, live, told.code)
        for address in (
            "/counties/",
            f"/{COUNTY}/",
            f"/{COUNTY}/ask/heating-cold/",
            f"/r/{told.code}/",
            "/mine/",
            "/privacy/",
        ):
            page.goto(address)
            proper(page)
            page.evaluate("document.documentElement.style.fontSize = '150%'")
            outside = page.evaluate(
                "[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > 321).map(e => e.outerHTML.slice(0, 80))"
            )
            assert outside == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_every_page_of_actions_is_in_order_at_a_desk_and_on_a_phone(live: str, chromium: Browser, cast: Cast) -> None:
    now = clock.now() - dt.timedelta(hours=2)
    asked = Story(cast, now=now).submitted().do(cast.clerk, "ask_info", question="请补充门牌号。")
    working = Story(cast, now=now).in_progress()
    answered = Story(cast, now=now).answered()
    stays = Story(cast, now=now).in_progress()
    merged = Story(cast, now=now).submitted(cast.wang_fang).merged_into(stays)
    stays.do(cast.housing_handler, "answer", answer="阀门已更换。").do(cast.reviewer, "approve")
    for shape in (PHONE, DESK):
        with page_in(chromium, live, **shape) as page:
            owns(page, live, ".".join((asked.code, working.code, answered.code, merged.code)))
            for story, actions in (
                (asked, ("supply_info", "add_info", "withdraw")),
                (working, ("remind",)),
                (answered, ("confirm", "rework")),
                (merged, ("rate", "unmerge")),
            ):
                page.goto(f"/r/{story.code}/")
                proper(page)
                for action in actions:
                    page.goto(f"/r/{story.code}/do/{action}/")
                    proper(page)
            page.goto("/no/such/page/")
            proper(page)
