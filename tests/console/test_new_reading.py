"""A clerk takes a request down and sees beside the form what its words say: danger, service, place, what is known already."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import COUNTY, Cast
from tests.console.pages import forms_of, request_url, text_of
from tests.service_requests.story import send
from tests.support.queries import at_most
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.organisations.commands.save_county_settings import save_county_settings
from wobangni.service_requests.commands.index_search import index_search
from wobangni.service_requests.models import ServiceRequest

Desk = Callable[[Actor], Client]
NEW = f"/console/{COUNTY}/new/"
READING = f"{NEW}reading/"
NOISE = "牧歌苑小区旁边的锅炉房整夜轰鸣，噪音扰民，孩子睡不着。"
TYPED = {"description": "牧歌苑附近锅炉房昼夜不停，噪音太大", "division": f"{COUNTY}001001", "place_text": "牧歌苑"}
GAS = "金河镇八拜村我家厨房煤气泄漏，闻到很大的煤气味"
VILLAGE = f"{COUNTY}104242"  # 八拜村, in 金河镇
TWICE = "舍必崖村的路灯坏了半个月"  # a name in two townships of the county


@pytest.fixture
def code(cast: Cast) -> str:
    made = send(cast.system, now=clock.now(), title="牧歌苑锅炉房噪音", description=NOISE, division=f"{COUNTY}001001")
    index_search(county=COUNTY, id=made.id)
    return made.code


def read(client: Client, words: str, **more: str) -> str:
    return text_of(client.post(READING, {"description": words, **more}))


def test_danger_service_and_place_stand_there_with_the_words_that_decided(cast: Cast, at_desk: Desk) -> None:
    page = read(at_desk(cast.clerk), GAS)
    assert "note-stop" in page
    assert "煤气泄漏" in page
    assert 'name="take_service" value="gas-leak"' in page
    assert 'data-alt-key="l"' in page
    assert f'name="take_division" value="{VILLAGE}"' in page
    assert "<q>金河镇八拜村</q>" in page
    assert "<html" not in page


def test_danger_is_seen_in_the_first_few_characters(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    assert "note-stop" in read(client, "不想活了")
    few = read(client, "停水了")
    assert "note-time" in few
    assert "take_" not in few  # too little to name a service by
    assert "take_service" in read(client, "我们小区停水了")


def test_a_place_that_is_not_certain_is_never_chosen_for_anybody(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    page = read(client, TWICE)
    assert "有几个地方都说得通" in page
    assert page.count('name="take_division"') == 2
    assert 'data-alt-key="p" data-alt-focus' in page  # the key only leads there
    settled = read(client, GAS, division=VILLAGE)
    assert "take_division" not in settled


def test_places_that_all_lie_elsewhere_are_asked_about_and_not_offered(cast: Cast, at_desk: Desk) -> None:
    page = read(at_desk(cast.clerk), "白音花那边没水")  # in thirteen counties, not in this one
    assert "都不在本旗县区" in page
    assert "再选" not in page
    assert "take_division" not in page


@pytest.mark.parametrize(("percent", "certain"), [(50, True), (99, False)])
def test_how_sure_is_said_and_below_the_county_s_share_a_person_decides(
    percent: int, certain: bool, cast: Cast, at_desk: Desk
) -> None:
    save_county_settings(
        actor=cast.admin, now=clock.now(), county=COUNTY, review_required=True, hotline="", office_hours=None, sure_percent=percent
    )  # fmt: skip
    page = read(at_desk(cast.clerk), "家里燃气泄漏，闻到煤气味，天然气泄漏，煤气泄漏")
    assert '<span class="read-sure">58%</span>' in page
    assert ("没有把握" not in page) is certain


def test_what_is_chosen_already_is_changed_by_a_press_and_by_no_key(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    agreed = read(client, GAS, service="gas-leak")
    assert "take_service" not in agreed
    another = read(client, GAS, service="noise", division=f"{COUNTY}001001")
    assert another.count("take_service") == 1
    assert "改为这一项" in another
    assert "data-alt-key" not in another


def test_what_is_known_stands_there_with_its_link(cast: Cast, at_desk: Desk, code: str) -> None:
    page = text_of(at_desk(cast.clerk).post(READING, TYPED))
    assert request_url(code) in page
    assert "牧歌苑锅炉房噪音" in page


def test_another_matter_is_said_to_be_new(cast: Cast, at_desk: Desk, code: str) -> None:
    client = at_desk(cast.clerk)
    assert "没有找到同样的诉求" in read(client, "想问一下城乡居民医保今年什么时候开始缴费")
    assert "没有找到同样的诉求" not in read(client, "噪音")


@pytest.mark.parametrize(
    "words", ["", " ", "路", "ᠮᠣᠩᠭᠣᠯ", "<script>alert(1)</script>" * 9, "a" * 100_000, "\x00煤气\x00泄漏路灯"]
)
def test_anything_that_is_typed_has_a_reading(words: str, cast: Cast, at_desk: Desk) -> None:
    answer = at_desk(cast.clerk).post(READING, {"description": words, "division": "150502001", "service": "none"})
    assert answer.status_code == 200
    assert "<script>" not in text_of(answer)


def test_without_scripts_a_button_reads_and_another_takes_and_nothing_typed_is_lost(
    cast: Cast, at_desk: Desk, code: str
) -> None:
    client = at_desk(cast.clerk)
    typed = {"description": GAS, "place_text": "三号楼", "phone": "13812345678", "name": "其其格", "read": "1"}
    page = client.post(NEW, typed)
    [form] = [f for f in forms_of(page) if f.id == "new-form"]
    assert ("take_service", "gas-leak") in form.buttons
    assert "note-stop" in text_of(page)
    assert form.values["service"] == ""  # nothing enters by itself
    page = client.post(NEW, {**form.values, "take_service": "gas-leak"})
    [form] = [f for f in forms_of(page) if f.id == "new-form"]
    page = client.post(NEW, {**form.values, "take_division": VILLAGE})
    [form] = [f for f in forms_of(page) if f.id == "new-form"]
    assert (form.values["service"], form.values["division"]) == ("gas-leak", VILLAGE)
    for name in ("description", "place_text", "phone", "name"):
        assert form.values[name] == typed[name]
    assert not ServiceRequest.objects.filter(description=GAS).exists()
    assert client.post(NEW, form.values).status_code == 302
    row = ServiceRequest.objects.get(description=GAS)
    assert (row.division_id, row.urgent) == (VILLAGE, True)


def test_what_was_answered_for_another_service_is_kept_and_comes_back(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    first = client.post(NEW, {"description": NOISE, "service": "heating-cold", "ask": "1"})
    [form] = [f for f in forms_of(first) if f.id == "new-form"]
    box = next(name for name in form.names if name.startswith("answer_"))
    changed = client.post(f"{NEW}questions/", {**form.values, box: "说不清", "service": "noise"})
    assert "说不清" in text_of(changed)
    back = client.post(f"{NEW}questions/", {"service": "heating-cold", box: "说不清"})
    assert text_of(back).count('type="hidden"') == 0
    sent = client.post(NEW, {**form.values, box: "说不清", "service": "noise"})
    assert sent.status_code == 302  # and is not sent with the other


def test_it_is_for_clerks_of_the_county_and_by_post(cast: Cast, at_desk: Desk, code: str) -> None:
    assert at_desk(cast.clerk).get(READING).status_code == 405
    assert at_desk(cast.housing_handler).post(READING, TYPED).status_code == 403
    assert at_desk(cast.afar_dispatcher).post(READING, TYPED).status_code == 404


def test_it_asks_little_of_the_database(cast: Cast, at_desk: Desk, code: str) -> None:
    client = at_desk(cast.clerk)
    client.post(READING, TYPED)
    with at_most(8):
        client.post(READING, TYPED)
    client.post(NEW, TYPED | {"read": "1"})
    with at_most(12):
        client.post(NEW, TYPED | {"read": "1"})
