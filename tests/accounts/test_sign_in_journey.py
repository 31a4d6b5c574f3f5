"""Signing in with a real browser: the demo's names, the second step from the picture to the recovery code, the lock."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.test_sign_in import PASSWORD, new, one_time_code
from tests.cast import COUNTY
from tests.support.browser import accessibility_problems
from wobangni.accounts.rules.demo import PASSWORD as DEMO_PASSWORD
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM, Role
from wobangni.organisations.commands.create_staff import create_staff

DESK_ADDRESS = re.compile(r"/console/")


def fill_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def is_fine(page: Page) -> None:
    """Readable by everyone, and nothing runs out of the page at its side."""
    assert accessibility_problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("device", ["phone", "desk"])
def test_from_the_first_sign_in_to_a_recovery_code(device: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(device)
    new("clerk1", password=PASSWORD)
    page.goto("/accounts/2fa/totp/activate/")
    is_fine(page)
    fill_in(page, "clerk1", "wrong")
    expect(page.get_by_role("alert")).to_contain_text("登录名或密码不对")
    is_fine(page)
    fill_in(page, "clerk1", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("设置两步登录")
    expect(page.get_by_role("img", name="供应用扫描的密钥二维码")).to_be_visible()
    is_fine(page)
    page.get_by_text("扫不了码").click()
    secret = page.locator("details code").inner_text()
    page.get_by_label("应用当前显示的六位数字").fill(one_time_code(secret, -1))
    page.get_by_role("button", name="开启").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("恢复码")
    is_fine(page)
    recovery = page.locator("main li code").first.inner_text()
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="退出").click()

    fill_in(page, "clerk1", PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_have_text("动态码")
    is_fine(page)
    page.get_by_label("动态码").fill("000000")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("动态码不对")
    page.get_by_label("动态码").fill(recovery)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page).to_have_url(DESK_ADDRESS)
    page.goto("/accounts/")
    is_fine(page)


def test_in_a_demo_one_press_on_a_name_opens_the_desk(desk: Page) -> None:
    create_staff(
        actor=SYSTEM,
        now=clock.now(),
        username="dispatcher",
        name="巴特尔",
        role=Role.DISPATCHER,
        county=COUNTY,
        password=DEMO_PASSWORD,
        demo=True,
    )
    desk.goto("/accounts/login/")
    is_fine(desk)
    desk.get_by_role("button", name="巴特尔").click()
    expect(desk).to_have_url(DESK_ADDRESS)


def test_the_lock_says_what_is_safe_and_what_to_do(phone: Page) -> None:
    new("clerk1", password=PASSWORD)
    phone.goto("/accounts/login/")
    for _n in range(5):
        fill_in(phone, "clerk1", "wrong")
    expect(phone.get_by_role("heading", level=1)).to_have_text("暂时锁定")
    expect(phone.get_by_text("15 分钟内")).to_be_visible()
    is_fine(phone)


def test_a_first_password_is_changed_before_the_desk_opens(phone: Page) -> None:
    made = create_staff(actor=SYSTEM, now=clock.now(), username="new1", name="新人", role=Role.CLERK, county=COUNTY)
    phone.goto("/console/")
    fill_in(phone, "new1", made.password)
    expect(phone.get_by_role("heading", level=1)).to_have_text("修改密码")
    is_fine(phone)
    phone.get_by_label("当前密码").fill(made.password)
    phone.get_by_label("新密码", exact=True).fill(PASSWORD)
    phone.get_by_label("再输一次新密码").fill(PASSWORD)
    phone.get_by_role("button", name="修改密码").click()
    expect(phone).to_have_url(DESK_ADDRESS)


def test_the_outbox_of_the_demo_is_readable(phone: Page) -> None:
    phone.goto("/demo/sms/")
    expect(phone.get_by_text("还没有短信")).to_be_visible()
    is_fine(phone)
