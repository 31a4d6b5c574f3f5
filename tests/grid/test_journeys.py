"""A grid worker's round in a real browser at 390 px: with signal, without, with a closed tab, on a shared phone."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.grid.conftest import asked_in
from tests.grid_work import Grids, make_grids
from tests.resident.test_journeys import picture, proper
from tests.support.people import sign_in
from wobangni.service_requests.models import Attachment, Event, ServiceRequest
from wobangni.service_requests.rules.states import State

MINE, REPORT = f"/grid/{COUNTY}/", f"/grid/{COUNTY}/report/"
BIG = "main form .btn-big"


@pytest.fixture
def cast(live: str) -> Cast:
    return make_cast()


@pytest.fixture
def grids(cast: Cast) -> Grids:
    return make_grids()


@pytest.fixture
def round_(phone: Page, grids: Grids, live: str) -> Page:
    """The grid worker's phone, signed in, the form for reporting kept on it."""
    sign_in(phone, grids.worker, live)
    phone.goto(MINE)
    phone.wait_for_function("async (url) => !!(await caches.match(url))", arg=REPORT, timeout=20_000)
    for _try in range(20):  # how soon its worker takes a page over is Chromium's affair, and a busy machine's
        if phone.evaluate("() => navigator.serviceWorker.controller?.state") == "activated":
            break
        phone.wait_for_timeout(500)
        phone.reload()
    return phone


def open_without_signal(page: Page) -> None:
    """The form for reporting, without signal. A busy machine's Chromium now and then starts the phone's worker too late for the first load."""
    page.context.set_offline(True)
    for _try in range(5):
        page.goto(REPORT)
        if page.locator("textarea").count():
            return
        page.wait_for_timeout(500)
    expect(page.locator("textarea")).to_be_visible()


def arrive(page: Page, count: int) -> None:
    """Waits until so many requests have come in."""
    for _try in range(200):
        if ServiceRequest.objects.count() == count:
            return
        page.wait_for_timeout(100)
    assert ServiceRequest.objects.count() == count


def waiting(page: Page) -> Any:
    return page.locator("#outbox .waiting li")


def test_from_the_list_to_the_answer_with_a_photo_of_after(cast: Cast, grids: Grids, round_: Page) -> None:
    story = asked_in(cast, grids)
    round_.goto(MINE)
    proper(round_)
    round_.click(f'a[href="/grid/requests/{story.code}/"]')
    proper(round_)
    round_.click(BIG)
    expect(round_.get_by_role("status").get_by_text("已由您办理")).to_be_visible()
    round_.click("main p .btn-big")
    round_.wait_for_url("**/do/answer/")
    proper(round_)
    round_.fill("textarea", "已换新灯，晚上试过能亮。")
    round_.set_input_files("input[type=file]", [picture(colour="gold")])
    round_.click(BIG)
    round_.wait_for_url(f"**/grid/requests/{story.code}/")
    proper(round_)
    expect(round_.locator(".pairs img")).to_have_count(1)
    assert story.state is State.IN_REVIEW


def test_calling_units_from_the_phone(cast: Cast, grids: Grids, round_: Page) -> None:
    story = asked_in(cast, grids)
    round_.goto(f"/grid/requests/{story.code}/")
    round_.click(BIG)
    round_.click('a[href$="/do/whistle/"]')
    proper(round_)
    round_.click(f'label:has(input[name=units][value="{cast.water}"])')
    round_.fill("textarea", "主管道爆裂，需要停水抢修。")
    round_.click(BIG)
    round_.wait_for_url(f"**/grid/requests/{story.code}/")
    expect(round_.locator(".calls li")).to_have_count(1)
    proper(round_)


def test_without_signal_a_report_with_its_photo_waits_and_goes_out_once(grids: Grids, round_: Page) -> None:
    open_without_signal(round_)  # from the phone itself
    round_.fill("textarea", "井盖缺失，有人险些踩空。")
    round_.set_input_files("input[type=file]", [picture()])
    round_.click(BIG)
    expect(waiting(round_)).to_have_count(1)
    expect(waiting(round_)).to_contain_text("有信号后自动发出")
    expect(round_.locator("textarea")).to_have_value("")
    proper(round_)
    assert not ServiceRequest.objects.exists()
    round_.context.set_offline(False)
    expect(waiting(round_)).to_have_count(0)
    row = ServiceRequest.objects.get()
    assert row.description == "井盖缺失，有人险些踩空。"
    assert Attachment.objects.filter(service_request_id=row.id).count() == 1


def test_what_waits_survives_a_closed_tab(grids: Grids, round_: Page) -> None:
    open_without_signal(round_)
    for words in ("井盖缺失。", "路灯不亮。"):
        round_.fill("textarea", words)
        round_.click(BIG)
        expect(waiting(round_).filter(has_text=words)).to_have_count(1)
    other = round_.context.new_page()
    round_.close()
    other.context.set_offline(False)
    other.goto(MINE)
    arrive(other, 2)
    assert sorted(ServiceRequest.objects.values_list("description", flat=True)) == ["井盖缺失。", "路灯不亮。"]


def test_without_signal_a_request_that_is_open_can_be_taken(cast: Cast, grids: Grids, round_: Page) -> None:
    story = asked_in(cast, grids)
    round_.goto(f"/grid/requests/{story.code}/")
    round_.context.set_offline(True)
    round_.click(BIG)
    expect(waiting(round_)).to_have_count(1)
    round_.context.set_offline(False)
    expect(waiting(round_)).to_have_count(0)
    assert story.state is State.IN_PROGRESS


def test_what_was_taken_by_another_meanwhile_is_said_and_kept_until_thrown_away(
    cast: Cast, grids: Grids, round_: Page
) -> None:
    story = asked_in(cast, grids)
    round_.goto(f"/grid/requests/{story.code}/")
    round_.context.set_offline(True)
    round_.click(BIG)
    expect(waiting(round_)).to_have_count(1)
    story.do(cast.dispatcher, "dispatch", unit=cast.housing)
    round_.context.set_offline(False)
    expect(waiting(round_).locator(".field-error")).to_contain_text("未被接收")
    round_.get_by_role("button", name="扔掉").click()
    round_.get_by_role("button", name="再按一次就扔掉").click()
    expect(waiting(round_)).to_have_count(0)


def test_an_answer_that_got_lost_on_the_way_back_is_given_once(cast: Cast, grids: Grids, round_: Page) -> None:
    story = asked_in(cast, grids)
    round_.goto(f"/grid/requests/{story.code}/")
    arrived: list[str] = []

    def answer_gets_lost(route: Any) -> None:
        arrived.append(route.request.url)
        if len(arrived) == 1:
            route.fetch()  # the server does its work, the phone never hears of it
            route.abort("internetdisconnected")
        else:
            route.continue_()

    round_.route("**/take/", answer_gets_lost)
    round_.click(BIG)
    expect(waiting(round_)).to_have_count(1)
    round_.get_by_role("button", name="现在发送").click()
    expect(waiting(round_)).to_have_count(0)
    assert len(arrived) == 2
    assert Event.objects.filter(action="claim").count() == 1
    assert story.state is State.IN_PROGRESS


def test_nobody_sends_what_somebody_else_left_on_the_phone(grids: Grids, round_: Page, live: str) -> None:
    open_without_signal(round_)
    round_.fill("textarea", "井盖缺失。")
    round_.click(BIG)
    expect(waiting(round_)).to_have_count(1)
    round_.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    round_.context.set_offline(False)
    expect(round_.locator("#outbox")).to_contain_text("您已退出登录")
    sign_in(round_, grids.second_worker, live)
    round_.goto(MINE)
    expect(waiting(round_)).to_contain_text("别人留在这部手机上的")
    assert not ServiceRequest.objects.exists()
    round_.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    sign_in(round_, grids.worker, live)
    round_.goto(MINE)
    arrive(round_, 1)
    expect(waiting(round_)).to_have_count(0)


def test_what_is_refused_stays_in_the_form(grids: Grids, round_: Page) -> None:
    round_.goto(REPORT)
    round_.fill("textarea", "井盖缺失。")
    round_.set_input_files("input[type=file]", [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}])
    round_.click(BIG)
    expect(round_.get_by_role("alert")).to_be_visible()
    expect(round_.locator("textarea")).to_have_value("井盖缺失。")
    expect(waiting(round_)).to_have_count(0)
