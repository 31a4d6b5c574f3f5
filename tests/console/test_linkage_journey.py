"""Linkage and outreach in a real browser: what is missing is put right, the matrix is read with a thumb, a visit is written down."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.cast import COUNTY, make_cast, staff
from tests.console.linkage_desk import asked, at, measure, media_leaves, plan, training, visit
from tests.service_requests.linked import handler_of, people_the_county, works_here
from tests.support.browser import accessibility_problems
from tests.support.people import sign_in, user_of
from wobangni.kernel.actors import Grant, Role
from wobangni.organisations.queries.outreach import outreach_rows
from wobangni.organisations.rules.kinds import UnitKind

REGION_ADMIN = staff(90, "区管理员", Grant(Role.COUNTY_ADMIN), Grant(Role.REGION_OBSERVER))


def fits(page: Page) -> None:
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url}: {wider} px too wide"
    assert accessibility_problems(page) == []


def every_page(page: Page, live: str) -> None:
    cast = make_cast()
    people_the_county(cast)
    plan()
    measure(COUNTY, "150102", "150502", days_ago=20)
    media_leaves()
    measure(COUNTY)
    record, wide = visit(), training()
    asked(record)
    sign_in(page, cast.admin, live)
    for address in ("linkage/", "outreach/", f"outreach/{record}/", "outreach/new/", f"outreach/{record}/edit/"):
        page.goto(at(address))
        fits(page)
    sign_in(page, REGION_ADMIN, live)
    for address in (
        "linkage/",
        "linkage/waves/1/",
        "linkage/helpers/1501/",
        "outreach/",
        f"outreach/{wide}/",
        "outreach/new/",
    ):
        page.goto(f"/console/region/{address}")
        fits(page)


def test_every_page_fits_a_desk_and_can_be_used_by_everybody(desk: Page, live: str) -> None:
    every_page(desk, live)


def test_every_page_fits_a_phone_and_can_be_used_by_everybody(phone: Page, live: str) -> None:
    every_page(phone, live)


def test_what_is_missing_is_put_right_and_the_county_is_linked(desk: Page, live: str) -> None:
    cast = make_cast()
    people_the_county(cast)
    gone = handler_of(UnitKind.CENTRE_MEDIA)
    media_leaves()
    sign_in(desk, cast.admin, live)
    desk.goto(at())
    desk.get_by_role("button", name="发测试件").click()
    expect(desk.get_by_role("status")).to_contain_text("还有欠缺")
    card = desk.locator(".centres .card").filter(has_text="融媒体中心")
    expect(card).to_contain_text("没有人：没有在岗的承办人。")
    card.get_by_role("link").click()
    expect(desk).to_have_url(f"{live}/console/admin/{COUNTY}/people/")
    user = user_of(gone)
    user.is_active = True
    user.save()
    works_here(gone)
    desk.goto(at())
    desk.get_by_role("button", name="发测试件").click()
    expect(desk.get_by_role("status")).to_contain_text("走通了四个中心并已返回")
    expect(desk.locator(".centres .card").filter(has_text="融媒体中心")).to_contain_text("已贯通")
    desk.get_by_text("共 19 步").click()
    expect(desk.locator(".link-way li")).to_have_count(19)


def test_the_matrix_is_read_league_by_league_with_a_thumb(phone: Page, live: str) -> None:
    people_the_county(make_cast())
    plan()
    measure(COUNTY)
    sign_in(phone, REGION_ADMIN, live)
    phone.goto("/console/region/linkage/")
    expect(phone.locator(".league")).to_have_count(12)
    phone.get_by_label("盟市", exact=True).select_option(label="呼和浩特市")
    expect(phone.locator(".league")).to_have_count(1)
    expect(phone.locator(".league-head")).to_contain_text("9 个中已贯通 1 个")
    expect(phone.locator(".league-head")).to_contain_text("那仁")
    phone.get_by_role("link", name="赛罕区").tap()
    expect(phone.locator("main")).to_contain_text("起已贯通")


def test_a_visit_is_written_down_with_what_was_asked_and_answered(phone: Page, live: str) -> None:
    cast = make_cast()
    people_the_county(cast)
    sign_in(phone, cast.admin, live)
    phone.goto(at("outreach/"))
    phone.get_by_role("link", name="新增记录").tap()
    phone.get_by_label("主题").fill("走访融媒体中心")
    phone.get_by_label("融媒体中心").check()
    phone.get_by_label("参加人数").fill("6")
    phone.get_by_label("诺敏").check()
    phone.get_by_label("材料").fill("操作手册 example.org")
    phone.get_by_role("button", name="保存").tap()
    expect(phone.locator(".field-error")).to_contain_text("第 1 行")
    expect(phone.get_by_label("主题")).to_have_value("走访融媒体中心")
    phone.get_by_label("材料").fill("操作手册 https://example.org/manual.pdf")
    phone.get_by_role("button", name="保存").tap()
    expect(phone.get_by_role("status")).to_contain_text("已保存")
    phone.get_by_role("textbox", name="提出的问题").fill("退回的件由谁改派？")
    phone.get_by_role("button", name="添加问题").tap()
    expect(phone.locator(".outreach-questions")).to_contain_text("待答")
    phone.get_by_role("textbox", name="答复").fill("由派单员改派。")
    phone.get_by_role("button", name="保存答复").tap()
    expect(phone.locator(".outreach-answer")).to_contain_text("由派单员改派。")
    [row] = outreach_rows(COUNTY)
    assert (row.attended, row.questions, row.open, row.materials[0].title) == (6, 1, 0, "操作手册")
