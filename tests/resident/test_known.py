"""What neighbours have reported already: offered while writing, followed by choice, merged by a person."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.console.pages import forms_of
from tests.resident.conftest import Browser, last_code, owner_of, text_of
from tests.service_requests.story import Story, send
from tests.support.people import signed_in
from tests.support.queries import at_most
from wobangni.accounts.vault import ContactInput
from wobangni.kernel import clock
from wobangni.service_requests.commands.index_search import index_search
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.surfaces.resident import joining

NOISE = "牧歌苑小区旁边的锅炉房整夜轰鸣，噪音扰民，孩子睡不着。"
AGAIN = "牧歌苑附近锅炉房昼夜不停，噪音太大，老人休息不好。"
MINE = "牧歌苑的锅炉房噪音太大了，晚上睡不着"
VILLAGE = f"{COUNTY}001001"
OFFER = "位邻居反映过同样的事"
PHONE = "13800138000"


def told(cast: Cast, words: str, phone: str, **more: Any) -> str:
    more = {"service": "road-damage", "division": VILLAGE, "place_text": "三号楼二单元七零一"} | more
    made = send(cast.system, now=clock.now(), description=words, contact=ContactInput("王芳", phone), **more)
    index_search(county=COUNTY, id=made.id)
    return made.code


@pytest.fixture
def neighbours(cast: Cast) -> list[str]:
    """Two people who reported it; their codes, the first one first."""
    return [told(cast, NOISE, "13812345678"), told(cast, AGAIN, "13987654321")]


def at_the_check(browser: Browser, words: str = MINE, *, phone: str = "") -> HttpResponse:
    browser.post("what", description=words)
    browser.post("where", division=VILLAGE)
    browser.post("photos", next="1")
    if phone:
        browser.post("contact", how="phone", phone=phone, name="其其格")
        browser.post("contact/code", digits=last_code())
    else:
        browser.post("contact", how="anonymous")
    return browser.get("check")


def token_in(response: HttpResponse) -> str:
    found = re.search(r'name="join" value="([^"]+)"', text_of(response))
    assert found, text_of(response)
    return found.group(1)


def joins_of(code: str) -> object:
    return Event.objects.get(county=COUNTY, service_request_id=ServiceRequest.objects.get(code=code).id, seq=1).data.get("joins")  # fmt: skip


def test_the_check_offers_what_neighbours_have_reported(browser: Browser, neighbours: list[str]) -> None:
    page = text_of(at_the_check(browser))
    assert f"已有 2 {OFFER}" in page
    assert page.count(OFFER) == 1


def test_nothing_of_theirs_is_shown(browser: Browser, neighbours: list[str]) -> None:
    at_the_check(browser)
    typed = browser.client.post(browser.url("known"), {"description": MINE, "division": VILLAGE})
    for page in (text_of(browser.get("check")), text_of(typed)):
        assert OFFER in page
        ids = [str(row.id) for row in ServiceRequest.objects.all()]
        for theirs in (*neighbours, *ids, NOISE[:8], AGAIN[:8], "王芳", "三号楼", "7654321", "2345678"):
            assert theirs not in page, theirs


def test_while_typing_it_is_offered_and_nothing_is_kept(browser: Browser, neighbours: list[str]) -> None:
    answer = browser.client.post(browser.url("known"), {"description": MINE, "division": VILLAGE})
    assert f"已有 2 {OFFER}" in text_of(answer)
    assert "<html" not in text_of(answer)
    assert MINE not in text_of(browser.get("what"))
    assert browser.client.get(browser.url("known")).status_code == 405


@pytest.mark.parametrize(
    "typed",
    [{}, {"description": ""}, {"description": "噪音"}, {"description": "想问一下城乡居民医保今年什么时候开始缴费"},
     {"description": MINE, "division": f"{OTHER_COUNTY}001", "lat": "nan", "lng": "x"}, {"description": "啊" * 100_000}, {"description": "\x00" * 9}],
)  # fmt: skip
def test_odd_words_bring_no_error(typed: dict[str, str], browser: Browser, neighbours: list[str]) -> None:
    assert browser.client.post(browser.url("known"), typed).status_code == 200


def test_other_matters_are_not_offered(browser: Browser, neighbours: list[str]) -> None:
    assert OFFER not in text_of(at_the_check(browser, "想问一下城乡居民医保今年什么时候开始缴费，在哪里办理。"))


def test_whoever_asks_too_often_is_offered_nothing_and_may_still_send(
    browser: Browser, neighbours: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "LOOKS", 1)
    assert OFFER in text_of(at_the_check(browser))
    assert OFFER not in text_of(browser.get("check"))
    assert browser.sent()


def test_following_sends_the_resident_s_own_request_and_merges_nothing(browser: Browser, neighbours: list[str]) -> None:
    token = token_in(at_the_check(browser))
    assert browser.post("join", join=token).headers["Location"] == browser.url("check")
    assert "您已选择一起跟进" in text_of(browser.get("check"))
    code = browser.sent()
    row = ServiceRequest.objects.get(code=code)
    first = ServiceRequest.objects.get(code=neighbours[0])
    assert (row.description, row.state, row.merged_into) == (MINE, "submitted", None)
    assert joins_of(code) == str(first.id)


def test_following_while_typing_goes_on_with_the_form(browser: Browser, neighbours: list[str]) -> None:
    token = token_in(browser.client.post(browser.url("known"), {"description": MINE, "division": VILLAGE}))
    assert browser.post("what", description=MINE, join=token).headers["Location"] == browser.url("where")
    assert "您已选择一起跟进" in text_of(at_the_check(browser))
    assert joins_of(browser.sent())


def test_the_choice_can_be_taken_back(browser: Browser, neighbours: list[str]) -> None:
    browser.post("join", join=token_in(at_the_check(browser)))
    browser.post("join", join="")
    assert joins_of(browser.sent()) is None


def test_nobody_can_name_a_request_by_themselves(browser: Browser, neighbours: list[str]) -> None:
    other = Browser()
    foreign = token_in(at_the_check(other))
    at_the_check(browser)
    for forged in (str(ServiceRequest.objects.get(code=neighbours[0]).id), neighbours[0], foreign, "x", "1" * 5000):
        assert browser.post("join", join=forged).status_code == 302
    assert joins_of(browser.sent()) is None


def test_sending_twice_with_another_choice_is_still_one_request(browser: Browser, neighbours: list[str]) -> None:
    browser.post("join", join=token_in(at_the_check(browser)))
    code = browser.sent()
    assert browser.post("check").headers["Location"] == browser.url("done")
    assert ServiceRequest.objects.filter(description=MINE).count() == 1
    assert joins_of(code)


def test_who_repeats_themselves_is_told_and_led_to_their_own(browser: Browser, cast: Cast) -> None:
    code = told(cast, NOISE, PHONE)
    browser.client.cookies.update(owner_of(code).cookies)
    page = text_of(at_the_check(browser))
    assert "已经反映过这件事" in page
    assert f'href="/r/{code}/"' in page
    assert OFFER not in page


def test_a_proved_phone_is_known_but_its_code_is_not_given_away(browser: Browser, cast: Cast) -> None:
    code = told(cast, NOISE, PHONE)
    page = text_of(at_the_check(browser, phone=PHONE))
    assert "已经反映过这件事" in page
    assert code not in page
    assert 'href="/track/"' in page


def test_a_phone_that_was_only_typed_tells_nothing(browser: Browser, cast: Cast) -> None:
    told(cast, NOISE, PHONE)
    browser.post("what", description=MINE)
    browser.post("where", division=VILLAGE)
    browser.post("photos", next="1")
    browser.post("contact", how="phone", phone=PHONE, name="其其格")
    typed = text_of(browser.client.post(browser.url("known"), {"description": MINE, "division": VILLAGE}))
    assert "已经反映过这件事" not in typed
    assert f"已有 1 {OFFER}" in typed


def test_the_clerk_is_asked_and_one_press_leads_to_the_merge_form(
    browser: Browser, cast: Cast, neighbours: list[str]
) -> None:
    browser.post("join", join=token_in(at_the_check(browser)))
    code = browser.sent()
    clerk = signed_in(cast.clerk)
    link = f"/console/requests/{code}/do/merge/?lead_code={neighbours[0]}"
    for url in (f"/console/{COUNTY}/queue/?sort=new", f"/console/requests/{code}/"):
        assert link in text_of(clerk.get(url)), url
    [form] = [f for f in forms_of(clerk.get(link)) if "lead_code" in f.names]
    assert form.values["lead_code"] == neighbours[0]
    assert clerk.post(form.action, form.values).status_code == 302
    row = ServiceRequest.objects.get(code=code)
    assert row.state == "merged"
    assert link not in text_of(clerk.get(f"/console/requests/{code}/"))
    assert link not in text_of(clerk.get(f"/console/{COUNTY}/queue/?sort=new"))


def test_what_was_merged_meanwhile_is_joined_where_it_went(browser: Browser, cast: Cast, neighbours: list[str]) -> None:
    browser.post("join", join=token_in(at_the_check(browser)))
    code = browser.sent()
    first = Story(cast, now=clock.now())
    first.code = neighbours[0]
    first.do(cast.clerk, "merge", lead_code=neighbours[1])
    page = text_of(signed_in(cast.clerk).get(f"/console/requests/{code}/"))
    assert f"lead_code={neighbours[1]}" in page
    second = Story(cast, now=clock.now())
    second.code = neighbours[1]
    second.do(cast.clerk, "decline", reason_code="unclear", explanation="说不清")
    assert "lead_code=" not in text_of(signed_in(cast.clerk).get(f"/console/requests/{code}/"))


def test_what_is_closed_is_not_offered_to_follow(browser: Browser, cast: Cast, neighbours: list[str]) -> None:
    for code in neighbours:
        story = Story(cast, now=clock.now())
        story.code = code
        story.do(cast.dispatcher, "dispatch", unit=cast.housing).do(cast.housing_handler, "sign")
        story.do(cast.housing_handler, "answer", answer="锅炉房已加装隔音。").do(cast.reviewer, "approve")
        assert OFFER in text_of(at_the_check(browser)) or code == neighbours[1]
        story.do(cast.caller, "confirm", solved=True, satisfied=5)
    assert OFFER not in text_of(at_the_check(browser))


def test_who_may_not_merge_is_not_asked(browser: Browser, cast: Cast, neighbours: list[str]) -> None:
    browser.post("join", join=token_in(at_the_check(browser)))
    code = browser.sent()
    for actor in (cast.reviewer, cast.observer):
        for url in (f"/console/{COUNTY}/queue/?sort=new", f"/console/requests/{code}/"):
            page = text_of(signed_in(actor).get(url))
            assert "lead_code=" not in page
            assert "是同一件事" not in page


def test_it_is_said_in_english_too(neighbours: list[str]) -> None:
    page = text_of(at_the_check(Browser(language="en")))
    assert "2 neighbours have reported the same." in page
    assert "Follow it together" in page


def test_looking_asks_little_of_the_database(browser: Browser, neighbours: list[str]) -> None:
    at_the_check(browser)
    with at_most(12):
        browser.get("check")
    browser.client.post(browser.url("known"), {"description": MINE, "division": VILLAGE})
    with at_most(12):
        browser.client.post(browser.url("known"), {"description": MINE, "division": VILLAGE})
