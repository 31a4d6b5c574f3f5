"""The bell and the pages of notices in a real browser, at a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.cast import COUNTY, make_cast
from tests.support.browser import accessibility_problems
from tests.support.people import sign_in, user_of
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM, Actor
from wobangni.notices.commands.notify import News, notify_staff
from wobangni.notices.commands.save_channel import save_channel
from wobangni.notices.commands.save_preferences import save_address
from wobangni.notices.models import NoticeDelivery
from wobangni.notices.rules.channels import Channel

LIST = "/console/me/notices/"


def tell(actor: Actor, about: str, kind: str = "order", urgent: bool = False, units: tuple[int, ...] = ()) -> None:
    data = {"code": "1501 0526 0914 1234", "unit": "住建局"}
    news = News(COUNTY, about, kind, code="1501052609141234", data=data, urgent=urgent)
    notify_staff(now=clock.now(), news=news, users=[int(actor.id)], units=units)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_the_bell_counts_by_itself_and_all_is_read_in_one_press(
    live: str, request: pytest.FixtureRequest, width: str
) -> None:
    page: Page = request.getfixturevalue(width)
    cast = make_cast()
    user_of(cast.housing_handler)
    for about, kind in (("one", "order"), ("two", "rework"), ("three", "info_added")):
        tell(cast.housing_handler, about, kind)
    tell(cast.housing_handler, "four", "supervised", urgent=True)
    sign_in(page, cast.housing_handler, live)
    page.goto(LIST)
    expect(page.locator(".bell-count")).to_have_text("4")
    assert accessibility_problems(page) == []
    page.get_by_role("button", name="全部标为已读").click()
    expect(page.locator(".unread")).to_have_count(0)
    expect(page.locator(".bell-count")).to_have_count(0)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_the_pages_of_wishes_ways_out_and_unsent_messages_can_be_used_by_everybody(
    live: str, request: pytest.FixtureRequest, width: str
) -> None:
    page: Page = request.getfixturevalue(width)
    cast = make_cast()
    user_of(cast.admin)
    now = clock.now()
    save_address(actor=cast.admin, now=now, channel=Channel.EMAIL, address="liuzhiqiang@example.cn")
    save_address(actor=cast.admin, now=now, channel=Channel.SMS, address="13812345678")
    given = {"webhook": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0f8fad5b"}
    save_channel(actor=SYSTEM, now=now, county=COUNTY, channel=Channel.WECOM, unit_id=cast.housing, given=given)
    tell(cast.admin, "one", "danger", urgent=True, units=(cast.housing,))
    NoticeDelivery.objects.update(state="failed", tries=14, answer="errcode 93000: invalid webhook url")
    sign_in(page, cast.admin, live)
    for path in (f"{LIST}settings/", f"/console/admin/{COUNTY}/channels/", f"/console/admin/{COUNTY}/messages/"):
        page.goto(path)
        assert accessibility_problems(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path
