"""A clerk takes a request down and sees what is known already."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import COUNTY, Cast
from tests.console.pages import request_url, text_of
from tests.service_requests.story import send
from tests.support.queries import at_most
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.service_requests.commands.index_search import index_search

Desk = Callable[[Actor], Client]
KNOWN = f"/console/{COUNTY}/new/known/"
NOISE = "牧歌苑小区旁边的锅炉房整夜轰鸣，噪音扰民，孩子睡不着。"
TYPED = {"description": "牧歌苑附近锅炉房昼夜不停，噪音太大", "division": f"{COUNTY}001001", "place_text": "牧歌苑"}


@pytest.fixture
def code(cast: Cast) -> str:
    made = send(cast.system, now=clock.now(), title="牧歌苑锅炉房噪音", description=NOISE, division=f"{COUNTY}001001")
    index_search(county=COUNTY, id=made.id)
    return made.code


def test_what_is_known_stands_beside_the_form_with_its_link(cast: Cast, at_desk: Desk, code: str) -> None:
    page = text_of(at_desk(cast.clerk).post(KNOWN, TYPED))
    assert request_url(code) in page
    assert "牧歌苑锅炉房噪音" in page
    assert "<html" not in page


def test_without_scripts_a_button_brings_it_and_nothing_typed_is_lost(cast: Cast, at_desk: Desk, code: str) -> None:
    page = text_of(at_desk(cast.clerk).post(f"/console/{COUNTY}/new/", TYPED | {"like": "1"}))
    assert request_url(code) in page
    assert TYPED["description"] in page


def test_another_matter_is_said_to_be_new(cast: Cast, at_desk: Desk, code: str) -> None:
    client = at_desk(cast.clerk)
    page = text_of(client.post(KNOWN, {"description": "想问一下城乡居民医保今年什么时候开始缴费"}))
    assert "没有找到同样的诉求" in page
    assert text_of(client.post(KNOWN, {"description": "噪音"})).strip() == ""


def test_it_is_for_clerks_of_the_county_and_by_post(cast: Cast, at_desk: Desk, code: str) -> None:
    assert at_desk(cast.clerk).get(KNOWN).status_code == 405
    assert at_desk(cast.housing_handler).post(KNOWN, TYPED).status_code == 403
    assert at_desk(cast.afar_dispatcher).post(KNOWN, TYPED).status_code == 404


def test_it_asks_little_of_the_database(cast: Cast, at_desk: Desk, code: str) -> None:
    client = at_desk(cast.clerk)
    client.post(KNOWN, TYPED)
    with at_most(10):
        client.post(KNOWN, TYPED)
