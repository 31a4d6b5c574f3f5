"""A county sets itself up in a real browser: every page of administration saves, and what it saves is there where it matters."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.console.admin_desk import at, soon
from tests.console.pages import act_url, form_for
from tests.resident.conftest import text_of
from tests.service_requests.story import Story
from tests.support.browser import DESK, accessibility_problems, page_in
from tests.support.people import sign_in, signed_in
from wobangni.accounts.commands.send_sms import send_sms
from wobangni.accounts.models import SmsMessage, User
from wobangni.accounts.sms.delivery import try_to_deliver
from wobangni.kernel import clock
from wobangni.organisations import reference
from wobangni.organisations.queries import unit
from wobangni.organisations.tokens import bearer

LONG_NAME = "阿拉坦乌日图那顺巴雅尔其木格"
LONG_UNIT = "鄂尔多斯市鄂托克前旗昂素镇哈日根图嘎查便民服务联络站（原供水管理所）"


@pytest.fixture
def cast(live: str) -> Cast:
    return make_cast()


def saves(page: Page, button: str = "") -> None:
    """Presses the button of the page, and waits until it says that it has done so."""
    (
        page.get_by_role("button", name=button, exact=True) if button else page.locator(".page-actions button")
    ).last.click()
    expect(page.locator(".note-good").first).to_be_visible()
    reference.recheck()


def picks(page: Page, label: str, words: str, option: str) -> None:
    """Types into a box that finds, and takes what it offers."""
    box = page.get_by_role("combobox", name=label).last
    box.fill(words)
    page.get_by_role("option", name=option, exact=True).last.click()


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, page.url


def test_a_service_with_its_question_unit_limit_and_reply_text_reaches_residents_and_handlers(
    desk: Page, cast: Cast, live: str
) -> None:
    sign_in(desk, cast.admin, live)
    desk.goto(at("units/new/"))
    desk.get_by_label("是哪一类单位？").select_option(index=5)
    desk.get_by_label("全称").fill(LONG_UNIT)
    desk.get_by_label("办公电话").fill("0477-7620000")
    saves(desk)
    fits(desk)

    desk.goto(at("services/new/"))
    desk.get_by_label("名称", exact=True).fill("牧点停水")
    desk.get_by_label("用途说明").fill("牧点的机井、水车停了水。")
    desk.get_by_label("搜索词").fill("牧点停水 水车没来")
    desk.get_by_text("再加一个问题").click()
    question = desk.locator("details.question").last
    question.get_by_label("问题", exact=False).first.fill("停了几天？")
    question.get_by_label("怎么回答").select_option(label="单选")
    question.get_by_label("选项").fill("一两天\n一周以上")
    saves(desk)
    desk.get_by_role("link", name="牧点停水").click()
    code = desk.url.rstrip("/").rsplit("/", 1)[1]

    desk.goto(at(f"routing/new/?service={code}"))
    picks(desk, "承办单位", "昂素镇", LONG_UNIT)
    saves(desk, "保存")
    desk.goto(at("limits/"))
    picks(desk, "适用范围", "牧点停水", "牧点停水")
    desk.get_by_label("哪个时限").select_option(value="answer")
    desk.get_by_label("多长").fill("2")
    saves(desk, "设定时限")
    row = desk.locator("tr", has_text="牧点停水")
    expect(row).to_contain_text("待生效")
    row.get_by_role("button", name="收回").click()
    expect(desk.locator("tr", has_text="牧点停水")).to_have_count(0)

    desk.goto(at("templates/new/"))
    desk.get_by_label("用在哪个环节").select_option(label="答复")
    desk.get_by_label("标题").fill("送水安排")
    desk.get_by_label("内容").fill("您好，水车〔日期〕到您的牧点。")
    saves(desk)

    resident = Client()
    asked = resident.get(f"/{COUNTY}/ask/{code}/", follow=True)
    assert "停了几天？" in text_of(asked)
    story = Story(cast, now=clock.now()).submitted(description="水车没来，牧点停水五天了")
    form = form_for(signed_in(cast.dispatcher), story.code, "dispatch")
    chosen = unit(int(form.values["unit"]))
    assert chosen
    assert chosen.name == LONG_UNIT
    other = Story(cast, now=clock.now()).in_progress()
    assert "送水安排" in text_of(signed_in(cast.housing_handler).get(act_url(other.code, "answer")))


@pytest.mark.usefixtures("free_keys")
def test_a_new_colleague_signs_in_with_the_password_that_was_shown_and_is_switched_off(
    phone: Page, chromium: Browser, cast: Cast, live: str
) -> None:
    sign_in(phone, cast.admin, live)
    phone.goto(at("people/new/"))
    phone.get_by_label("姓名").fill(LONG_NAME)
    phone.get_by_label("登录名").fill("alatan")
    phone.get_by_label(re.compile("^承办人")).check()
    phone.locator(".page-actions button").tap()
    expect(phone.locator(".error-summary")).to_be_visible()  # a handler of no unit
    expect(phone.get_by_label("姓名")).to_have_value(LONG_NAME)
    picks(phone, "承办单位", "水利", "赛罕区水利局")
    phone.locator(".page-actions button").tap()
    secret = phone.locator(".secret-words")
    expect(secret).to_be_visible()
    fits(phone)
    password = secret.text_content() or ""
    phone.reload()
    expect(secret).to_have_count(0)
    with page_in(chromium, live, **DESK) as theirs:
        theirs.goto("/console/")
        theirs.locator("[name=login]").fill("alatan")
        theirs.locator("[name=password]").fill(password)
        theirs.keyboard.press("Enter")
        expect(
            theirs.locator("[name=password1], [name=new_password1]").first
        ).to_be_visible()  # a first password is changed
    phone.get_by_text("添加角色").tap()
    phone.get_by_label(re.compile("^审核员")).check()
    saves(phone, "添加")
    expect(phone.locator(".grant-list li")).to_have_count(2)
    phone.locator(".grant-list li", has_text="审核员").get_by_role("button").tap()
    expect(phone.locator(".grant-list li")).to_have_count(1)
    phone.get_by_text("重置密码").first.tap()
    phone.get_by_role("button", name="生成新密码").tap()
    expect(secret).to_be_visible()
    phone.get_by_text("停用账号").first.tap()
    phone.locator("button.btn-stop:visible").tap()
    expect(phone.get_by_role("button", name="恢复账号")).to_be_visible()
    fits(phone)
    assert not User.objects.get(username="alatan").is_active


def test_hotline_calendar_keys_and_failed_messages_are_looked_after(
    desk: Page, cast: Cast, live: str, settings: Any
) -> None:
    settings.SMS = settings.SMS | {"gateway": ""}
    failed = [send_sms(now=clock.now(), phone=f"+861381234567{n}", text="已办结", county=COUNTY) for n in range(3)]
    for one in failed:
        try_to_deliver(one, now=clock.now())
    sign_in(desk, cast.admin, live)
    desk.goto(at("settings/"))
    desk.get_by_label("热线").fill("0471-6600000")
    desk.get_by_label(re.compile("^答复先审核")).uncheck()
    saves(desk)
    assert "0471-6600000" in text_of(Client().get(f"/{COUNTY}/"))
    answered = Story(cast, now=clock.now()).in_progress().do(cast.housing_handler, "answer", answer="阀门已更换。")
    assert answered.row.state == "answered"  # nobody reviews it here any more

    day = soon(40)
    desk.goto(at(f"calendar/{day[:4]}/"))
    desk.get_by_label("开始日期").fill(day)
    desk.get_by_label("事由").fill("那达慕")
    saves(desk, "保存到日历")
    kept = desk.locator(".month li", has_text="那达慕")
    expect(kept).to_contain_text(day[5:])
    kept.get_by_role("button", name="收回").click()
    expect(desk.locator(".month li", has_text="那达慕")).to_have_count(0)

    desk.goto(at("tokens/"))
    desk.get_by_label("哪个系统").fill("12345 热线平台")
    desk.get_by_label("读取本旗县全部诉求").check()
    desk.get_by_role("button", name="建立令牌").click()
    secret = desk.locator(".secret-words")
    expect(secret).to_be_visible()
    words = (secret.text_content() or "").strip()
    assert bearer(words)
    row = desk.locator("tr", has_text="12345 热线平台")
    row.locator("summary").click()
    row.get_by_role("button", name="收回").click()
    expect(desk.locator("tr.out", has_text="12345 热线平台")).to_be_visible()
    expect(secret).to_have_count(0)

    desk.goto(at(""))
    desk.get_by_role("link", name="查看原因").click()
    expect(desk.locator("tbody tr")).to_have_count(3)
    assert accessibility_problems(desk) == []
    first = desk.locator("tbody tr").first
    first.locator("summary").click()
    first.get_by_label("不再发送的原因").fill("空号，居民已换号")
    first.locator("button.btn-stop").click()
    expect(desk.locator("tbody tr")).to_have_count(2)
    saves(desk, "全部重新发送")
    expect(desk.locator(".nothing, .empty").first).to_be_visible()
    states = set(SmsMessage.objects.filter(id__in=failed).values_list("state", flat=True))
    assert "given_up" in states
    assert "failed" not in states
