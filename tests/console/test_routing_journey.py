"""A rule from the administrator's idea to the dispatcher's press, in a real browser."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.cast import COUNTY, make_cast
from tests.console.pages import request_url
from tests.service_requests.story import Story
from tests.support.browser import accessibility_problems
from tests.support.people import sign_in
from wobangni.kernel import clock
from wobangni.organisations.queries import unit


def test_a_rule_is_tried_out_saved_and_taken_by_the_dispatcher(desk: Page, live: str) -> None:
    cast = make_cast()
    story = Story(cast, now=clock.now()).submitted(service="noise", description="楼上装修噪声大，夜里十点还在施工")
    water = unit(cast.water)
    assert water
    sign_in(desk, cast.admin, live)
    desk.goto(f"/console/admin/{COUNTY}/routing/")
    desk.get_by_role("link", name="新建规则").first.click()
    desk.get_by_role("combobox", name="服务事项").fill("噪声")
    desk.get_by_role("option", name="噪声扰民").click()
    desk.get_by_text("附加条件").click()
    desk.get_by_label("出现其中任意一个词").fill("装修 施工")
    desk.get_by_role("combobox", name="承办单位").fill(water.name)
    desk.get_by_role("option", name=water.name).click()
    desk.get_by_role("button", name="用上月诉求试算").click()
    expect(desk.locator("#dry-run")).to_contain_text(water.name)
    expect(desk.locator("#dry-run a")).to_have_attribute("href", request_url(story.code))
    assert accessibility_problems(desk) == []
    desk.get_by_role("button", name="保存").click()
    expect(desk.get_by_role("status")).to_contain_text("起适用")
    expect(desk.locator(".rule-table")).to_contain_text("提到“装修”或“施工”")

    desk.context.clear_cookies()
    sign_in(desk, cast.dispatcher, live)
    desk.goto(request_url(story.code))
    expect(desk.locator(".hint")).to_contain_text("规则 1：噪声扰民")
    desk.get_by_role("button", name="按建议派单").click()
    expect(desk.locator(".state-dispatched").first).to_be_visible()
    assert story.row.lead_unit_id == cast.water
