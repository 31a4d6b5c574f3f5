"""The command page of the grids: who is responsible, how each stands, the three promises, the map's data; and nobody's whereabouts."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.cast import COUNTY, Cast, make_cast
from tests.console.pages import text_of
from tests.grid.conftest import asked_in
from tests.grid_work import Grids, make_grids
from tests.support.browser import accessibility_problems
from tests.support.people import sign_in, signed_in, user_of
from tests.support.queries import at_most
from wobangni.kernel import clock
from wobangni.service_requests.commands.work_in_grid import take_in_grid, whistle

URL = f"/console/{COUNTY}/grids/"


@pytest.fixture
def grids(cast: Cast) -> Grids:
    found = make_grids()
    for worker in (found.worker, found.second_worker, found.far_worker):
        user_of(worker)
    return found


def page_of(cast: Cast, query: str = "") -> str:
    return text_of(signed_in(cast.supervisor).get(URL + query))


def map_data(page: str) -> Any:
    found = re.search(r'data-map-data="([^"]*)"', page)
    assert found is not None
    return json.loads(html.unescape(found[1]))


def test_each_grid_says_who_is_responsible_and_how_it_stands(cast: Cast, grids: Grids) -> None:
    asked_in(cast, grids)
    page = page_of(cast)
    for words in ("第一网格", "其木格", "远村网格", "哈斯", "党群服务中心"):
        assert words in page


def test_the_open_requests_stand_with_their_promises_and_calls(cast: Cast, grids: Grids) -> None:
    story = asked_in(cast, grids)
    take_in_grid(actor=grids.worker, now=clock.now(), code=story.code, key="k")
    whistle(actor=grids.worker, now=clock.now(), code=story.code, units=[cast.water], reason="水管爆裂", key="w")
    page = page_of(cast)
    for words in (story.code, "有回应", "有回音", "有回答", "grid-call"):
        assert words in page


def test_the_map_knows_requests_and_outlines_and_no_person(cast: Cast, grids: Grids) -> None:
    story = asked_in(cast, grids)
    data = map_data(page_of(cast))
    assert [point["code"] for point in data["points"]] == [story.code]
    assert {"code", "at", "light"} == set(data["points"][0])
    assert {grid["name"] for grid in data["grids"]} == {"第一网格", "第二网格"}
    assert grids.worker.name not in json.dumps(data, ensure_ascii=False)


def test_a_township_sees_its_own_grids(cast: Cast, grids: Grids) -> None:
    page = page_of(cast, f"?township={grids.far.code[:9]}")
    assert "远村网格" in page
    assert "第一网格" not in page


@pytest.mark.parametrize("query", ["?township=999999999", "?township=150", "?township=%27%3B--", "?township=%00"])
def test_a_township_that_is_none_shows_all(cast: Cast, grids: Grids, query: str) -> None:
    assert "第一网格" in page_of(cast, query)


def test_a_county_without_grids_is_told_what_to_do(cast: Cast) -> None:
    assert "还没有网格" in page_of(cast)


def test_asked_for_again_it_is_only_what_changes(cast: Cast, grids: Grids) -> None:
    part = text_of(signed_in(cast.supervisor).get(URL, headers={"HX-Request": "true"}))
    assert part.lstrip().startswith('<div id="grids-live"')


def test_it_takes_few_statements_however_much_is_open(cast: Cast, grids: Grids) -> None:
    for number in range(4):
        asked_in(cast, grids, f"第{number}件：路灯不亮。")
    client = signed_in(cast.supervisor)
    client.get(URL)
    with at_most(16):
        client.get(URL)


def test_units_and_grid_workers_do_not_command(cast: Cast, grids: Grids) -> None:
    for actor in (cast.housing_handler, grids.worker):
        assert signed_in(actor).get(URL).status_code == 403


def test_the_resident_sees_the_three_promises_too(cast: Cast, grids: Grids) -> None:
    from django.test import Client

    story = asked_in(cast, grids)
    page = text_of(Client(headers={"accept-language": "zh-hans"}).get(f"/r/{story.code}/"))
    for words in ("我们对您的承诺", "有回应", "有回音", "有回答"):
        assert words in page


def test_the_command_page_at_a_desk_is_live_and_in_order(desk: Page, live: str) -> None:
    cast = make_cast()
    grids = make_grids()
    user_of(grids.worker)
    first = asked_in(cast, grids)
    sign_in(desk, cast.supervisor, live)
    desk.goto(URL)
    expect(desk.locator(".grid-point")).to_have_count(1)
    expect(desk.locator(f"#order-{first.code}")).to_be_visible()
    assert accessibility_problems(desk) == []
    asked_in(cast, grids, "东门垃圾桶满了三天没人清。")
    desk.evaluate("() => document.body.dispatchEvent(new Event('refresh'))")  # what else comes every 20 seconds
    expect(desk.locator(".grid-point")).to_have_count(2)
