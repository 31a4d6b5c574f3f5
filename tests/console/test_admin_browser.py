"""Administration in a real browser: nothing sticks out, nothing is out of reach, and a day's work with a thumb."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.cast import COUNTY, make_cast
from tests.support.browser import accessibility_problems
from tests.support.people import sign_in
from wobangni.catalogue.queries import service
from wobangni.organisations import reference
from wobangni.organisations.queries import unit, unit_by_code

PAGES = ["", "people/", "people/new/", "units/", "units/new/", "places/", "places/new/", "services/", "services/heating-cold/", "services/new/", "limits/", "ladder/", "ladder/?kind=info", "ladder/",
         "routing/", "routing/new/?service=heating-cold", "routing/auto/", "templates/", "templates/new/", "calendar/", "calendar/2027/", "settings/", "tokens/", "messages/", "reveals/",
         "history/"]  # fmt: skip


def open_all(page: Page, live: str) -> None:
    sign_in(page, make_cast().admin, live)
    troubles: list[str] = []
    for name in PAGES:
        answer = page.goto(f"/console/admin/{COUNTY}/{name}")
        assert answer
        assert answer.status == 200, name
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{name}: {wider} px too wide"
        troubles += [f"{name}: {problem}" for problem in accessibility_problems(page)]
    assert troubles == []


def test_every_page_fits_a_desk_and_can_be_used_by_everybody(desk, live):
    open_all(desk, live)


def test_every_page_fits_a_phone_and_can_be_used_by_everybody(phone, live):
    open_all(phone, live)


def test_a_telephone_number_is_put_right_with_a_thumb(phone, live):
    sign_in(phone, make_cast().admin, live)
    phone.goto(f"/console/admin/{COUNTY}/units/")
    phone.get_by_role("link", name="赛罕区水利局").tap()
    phone.get_by_label("办公电话").fill("0471-6609999")
    phone.get_by_role("button", name="保存").tap()
    expect(phone.get_by_role("status")).to_contain_text("已保存")
    reference.recheck()
    assert unit(unit_by_code("150105-water").id).phone == "0471-6609999"


def test_a_question_is_added_to_a_service(desk, live):
    sign_in(desk, make_cast().admin, live)
    desk.goto(f"/console/admin/{COUNTY}/services/noise/")
    desk.get_by_text("再加一个问题").click()
    last = desk.locator("details.question").last
    last.get_by_label("问题", exact=False).first.fill("多久了？")
    last.get_by_label("怎么回答").select_option(label="单选")
    last.get_by_label("选项").fill("几天\n几个月")
    # By keyboard: the press of a mouse between two scroll positions is no click, as happened here on a busy machine.
    desk.keyboard.press("Control+Enter")
    expect(desk.get_by_role("status")).to_contain_text("已保存")
    reference.recheck()
    assert [q.label for q in service("noise", COUNTY).questions][-1] == "多久了？"
