"""The supervisor's day: every number leads to exactly its requests; the register of supervision; the league's view."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.console.pages import text_of
from tests.console.today_desk import busy_county
from tests.service_requests.story import Story
from tests.support.queries import at_most
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.service_requests.commands.fold_tallies import fold_tallies
from wobangni.service_requests.commands.sweep import sweep

Desk = Callable[[Actor], Client]
TODAY = f"/console/{COUNTY}/today/"
SUPERVISION = f"/console/{COUNTY}/supervision/"
REGION = "/console/today/"
FIGURE = re.compile(r'<li><a href="([^"]+)"[^>]*><strong>(\d+)</strong> ([^<]+)</a>')


def figures(page: str) -> dict[str, tuple[int, str]]:
    """(number, address) by words."""
    return {words.strip(): (int(n), html.unescape(url)) for url, n, words in FIGURE.findall(page)}


def codes(page: str) -> set[str]:
    return set(re.findall(r"/console/requests/(\d{16})/", page))


def test_every_number_leads_to_exactly_its_requests(cast: Cast, at_desk: Desk) -> None:
    stories = busy_county(cast)
    client = at_desk(cast.supervisor)
    found = figures(text_of(client.get(TODAY)))
    expected = {
        "超期": {"red", "quiet", "around"},
        "今晚将超期": {"tonight"},
        "待仲裁": {"arbitration"},
        "推来推去": {"around", "arbitration"},
        "问题工单": {"problem"},
        "正在督办": {"red", "quiet"},
        "已上报盟市": set(),
    }
    assert set(found) >= {name for name in expected if name != "超期"}, found
    overdue = next(words for words in found if words not in expected or words == "超期")
    expected[overdue] = expected.pop("超期")
    for words, names in expected.items():
        n, url = found[words]
        listed = {stories[name].code for name in names}
        behind = codes(text_of(client.get(url))) if n else set()
        # What must be answered by tonight by its own limit may be among them, too: it depends on the hour of the day.
        assert listed <= behind, words
        assert n == len(behind), words


def test_the_page_names_what_is_red_and_who_has_it(cast: Cast, at_desk: Desk) -> None:
    stories = busy_county(cast)
    page = text_of(at_desk(cast.supervisor).get(TODAY))
    assert {stories[name].code for name in ("red", "around", "tonight")} <= codes(page)
    assert "问题工单" in text_of(at_desk(cast.supervisor).get(f"/console/{COUNTY}/queue/?problem=on"))


def test_it_costs_the_same_however_much_there_is(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.supervisor)
    busy_county(cast)
    client.get(TODAY)
    for address in (TODAY, SUPERVISION, f"{SUPERVISION}?ended=on"):
        with at_most(13) as few:
            client.get(address)
        for _n in range(2):
            busy_county(cast)
        with at_most(len(few.captured_queries)):
            client.get(address)
        fold_tallies()


def test_a_unit_with_much_more_than_usual_stands_out(cast: Cast, at_desk: Desk) -> None:
    for _n in range(6):
        Story(cast, now=clock.now()).in_progress()
    page = text_of(at_desk(cast.supervisor).get(TODAY))
    assert "超负荷" in page
    assert f"unit={cast.housing}" in page


def test_an_empty_county_says_so(cast: Cast, at_desk: Desk) -> None:
    page = text_of(at_desk(cast.supervisor).get(TODAY))
    for words in ("没有超期", "今天没有到期的诉求", "没有单位在办工单"):
        assert words in page
    assert "没有" in text_of(at_desk(cast.supervisor).get(SUPERVISION))


def test_the_register_says_who_why_and_what_was_done_since(cast: Cast, at_desk: Desk) -> None:
    stories = busy_county(cast)
    page = text_of(at_desk(cast.supervisor).get(SUPERVISION))
    assert codes(page) == {stories["red"].code, stories["quiet"].code}
    for words in ("多次来电，家里有老人", "媒体关注", "白音", "李建国", "督办以来没有进展"):
        assert words in page, words
    ended = text_of(at_desk(cast.supervisor).get(f"{SUPERVISION}?ended=on"))
    assert codes(ended) == {stories["over"].code}
    assert "领导批示" in ended


def test_reminders_by_the_platform_are_nothing_done(cast: Cast, at_desk: Desk) -> None:
    stories = busy_county(cast)
    sweep(now=clock.now())
    assert any(e.action == "escalate" for e in stories["quiet"].events)
    assert "督办以来没有进展" in text_of(at_desk(cast.supervisor).get(SUPERVISION))


def test_the_league_sees_what_was_told_up_to_it(cast: Cast, at_desk: Desk) -> None:
    stories = busy_county(cast)
    sweep(now=clock.now())
    client = at_desk(cast.observer)
    page = text_of(client.get(REGION))
    assert "赛罕区" in page
    assert "科尔沁区" not in page
    raised = codes(text_of(client.get(f"/console/{COUNTY}/queue/?raised=league")))
    assert stories["red"].code in raised
    assert "呼和浩特" in page
    assert "赛罕区" in text_of(client.get(f"{REGION}?league=1501"))
    elsewhere = client.get(f"{REGION}?league=1505")
    assert (elsewhere.status_code, "赛罕区" in text_of(elsewhere)) == (200, False)
    assert client.get(f"{REGION}?league=9999").status_code == 404
    with at_most(10):
        client.get(REGION)


@pytest.mark.parametrize("who", ["clerk", "caller", "housing_handler"])
def test_others_have_no_such_page(cast: Cast, at_desk: Desk, who: str) -> None:
    for address in (TODAY, SUPERVISION, REGION):
        assert at_desk(cast.everybody[who]).get(address).status_code == 403


def test_another_county_is_not_looked_into(cast: Cast, at_desk: Desk) -> None:
    for page in ("today", "supervision"):
        assert at_desk(cast.supervisor).get(f"/console/{OTHER_COUNTY}/{page}/").status_code == 404
