"""The queue: what each role sees first, filters, search, pages, saved views, many at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.cast import Cast, staff
from tests.console.pages import forms_of, text_of
from tests.service_requests.story import Story
from tests.support.queries import at_most
from wobangni.catalogue.queries import service
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor, Grant, Role
from wobangni.organisations.queries import places_of
from wobangni.service_requests.rules.states import Channel

Desk = Callable[[Actor], Client]
QUEUE = "/console/150105/queue/"


def now_story(cast: Cast) -> Story:
    return Story(cast, now=clock.now())


def shown(client: Client, query: str = "") -> list[str]:
    """Codes of the rows, in their order."""
    page = client.get(f"{QUEUE}?{query}")
    assert page.status_code == 200
    return [part.split('"')[0] for part in text_of(page).split('data-code="')[1:]]


@pytest.mark.parametrize(
    ("who", "query"),
    [
        ("clerk", "state=submitted"),
        ("dispatcher", "state=accepted"),
        ("housing_handler", "state=dispatched&state=in_progress&mine=on"),
        ("reviewer", "state=in_review"),
        ("caller", "state=answered"),
        ("supervisor", "light=red"),
        ("admin", "light=red"),
    ],
)
def test_each_role_begins_with_the_list_it_works_from(who: str, query: str, cast: Cast, at_desk: Desk) -> None:
    answer = at_desk(getattr(cast, who)).get("/console/")
    assert answer.status_code == 302
    address = urlsplit(answer["Location"])
    assert address.path == QUEUE
    assert parse_qs(address.query) == parse_qs(query)


def test_an_observer_begins_with_the_region(cast: Cast, at_desk: Desk) -> None:
    assert at_desk(cast.observer).get("/console/")["Location"] == "/console/region/"


def test_a_handler_of_another_county_begins_at_home(cast: Cast, at_desk: Desk) -> None:
    assert at_desk(cast.afar_handler).get("/console/")["Location"].startswith("/console/150502/queue/")


def test_an_administrator_of_the_region_begins_with_its_settings(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(staff(90, "区级管理员", Grant(Role.COUNTY_ADMIN)))
    assert client.get("/console/")["Location"] == "/console/admin/region/"
    assert client.get("/console/admin/region/").status_code == 200
    assert client.get(QUEUE).status_code == 404


def test_who_works_in_two_counties_finds_the_other_one(cast: Cast, at_desk: Desk) -> None:
    both = staff(91, "两地派单", Grant(Role.DISPATCHER, "150105"), Grant(Role.CLERK, "150502"))
    page = text_of(at_desk(both).get(QUEUE))
    assert 'href="/console/150502/queue/?state=submitted"' in page
    assert "/console/150105/new/" not in page
    assert "/console/150502/new/" in text_of(at_desk(both).get("/console/150502/queue/"))


def test_supervisors_and_administrators_find_their_pages(cast: Cast, at_desk: Desk) -> None:
    assert 'href="/console/admin/150105/"' in text_of(at_desk(cast.admin).get(QUEUE))
    assert 'href="/console/admin/150105/reveals/"' in text_of(at_desk(cast.supervisor).get(QUEUE))
    assert "/console/admin/" not in text_of(at_desk(cast.clerk).get(QUEUE))


def test_handlers_see_what_their_units_have_and_the_pool(cast: Cast, at_desk: Desk) -> None:
    own = now_story(cast).in_progress().code
    pool = now_story(cast).accepted().code
    now_story(cast).submitted()
    others = now_story(cast).submitted().do(cast.dispatcher, "dispatch", unit=cast.water).code
    assert set(shown(at_desk(cast.housing_handler))) == {own, pool}
    assert shown(at_desk(cast.housing_handler), "state=dispatched&state=in_progress&mine=on") == [own]
    assert set(shown(at_desk(cast.water_handler))) == {others, pool}


def test_the_most_urgent_deadline_stands_first(cast: Cast, at_desk: Desk) -> None:
    fresh = now_story(cast).submitted().code
    old = Story(cast, now=clock.now() - dt.timedelta(days=30)).submitted().code
    assert shown(at_desk(cast.clerk)) == [old, fresh]
    assert shown(at_desk(cast.clerk), "sort=new") == [fresh, old]
    assert shown(at_desk(cast.clerk), "light=red") == [old]


def test_every_filter_narrows_the_list(cast: Cast, at_desk: Desk) -> None:
    heating = service("heating-cold")
    assert heating is not None
    [town, *_others] = [row for row in places_of("150105") if row.villages]
    village = town.villages[0].code
    wanted = now_story(cast).submitted(service=heating.code, division=village, channel=Channel.HOTLINE)
    wanted.do(cast.clerk, "amend", urgent=True).do(cast.dispatcher, "dispatch", unit=cast.housing)
    wanted.do(cast.supervisor, "supervise", reason="多次反映").do(cast.housing_handler, "sign")
    wanted.do(cast.housing_handler, "request_extension", days=2, reason="等配件")
    now_story(cast).submitted(description="村口的路灯坏了半个月")  # nothing urgent in any season
    client = at_desk(cast.dispatcher)
    today = clock.local_date(clock.now())
    assert len(shown(client)) == 2
    for query in (
        "state=in_progress",
        f"category={heating.category.code}",
        f"service={heating.code}",
        f"unit={cast.housing}",
        f"division={village}",
        f"division={town.ref.code}",
        "channel=hotline",
        "urgent=on",
        "supervised=on",
        "extension=on",
        f"state=in_progress&state=dispatched&since={today}&until={today}",
    ):
        assert shown(client, query) == [wanted.code], query
    assert shown(client, f"until={today - dt.timedelta(days=1)}") == []
    assert shown(client, f"since={today + dt.timedelta(days=1)}") == []


def test_a_filter_that_cannot_be_used_is_said_and_the_others_count(cast: Cast, at_desk: Desk) -> None:
    code = now_story(cast).submitted().code
    now_story(cast).accepted()
    client = at_desk(cast.clerk)
    assert shown(client, "state=submitted&since=gestern&unit=abc&light=purple") == [code]
    assert "error-summary" in text_of(client.get(f"{QUEUE}?since=gestern"))


def test_what_is_filtered_stands_beside_the_list_and_can_be_taken_away(cast: Cast, at_desk: Desk) -> None:
    page = text_of(at_desk(cast.clerk).get(f"{QUEUE}?state=submitted&urgent=on&q=暖气"))
    assert 'class="chip" href="?state=submitted&amp;urgent=on"' in page
    assert 'class="chip" href="?q=%E6%9A%96%E6%B0%94&amp;state=submitted"' in page


@pytest.mark.parametrize(("words", "found"), [("暖气", True), ("老人 暖气", True), ("自来水", False), ("!!!", False)])
def test_chinese_words_find_their_requests(
    words: str, found: bool, cast: Cast, at_desk: Desk, run_jobs: Callable[[], list[str]]
) -> None:
    code = now_story(cast).submitted().code
    run_jobs()
    assert (code in shown(at_desk(cast.clerk), f"q={words}")) is found


def test_a_tracking_code_as_people_write_it_finds_its_request(cast: Cast, at_desk: Desk) -> None:
    code = now_story(cast).closed().code
    now_story(cast).submitted()
    spaced = "+".join(code[i : i + 4] for i in range(0, 16, 4))
    assert shown(at_desk(cast.clerk), f"q={spaced}") == [code]


def test_a_long_list_is_read_page_by_page_without_gaps(cast: Cast, at_desk: Desk) -> None:
    codes = {now_story(cast).submitted().code for _ in range(53)}
    client = at_desk(cast.clerk)
    first = client.get(f"{QUEUE}?state=submitted")
    link = next(part.split('"')[0] for part in text_of(first).split('href="') if "cursor=" in part.split('"')[0])
    rest = shown(client, link.replace("&amp;", "&").removeprefix("?"))
    seen = shown(client, "state=submitted") + rest
    assert (len(rest), len(seen), set(seen)) == (3, 53, codes)


def test_a_cursor_that_is_none_is_refused_in_words(cast: Cast, at_desk: Desk) -> None:
    assert at_desk(cast.clerk).get(f"{QUEUE}?cursor=xyz").status_code == 422


def test_states_are_counted_from_the_tallies(cast: Cast, at_desk: Desk) -> None:
    for _ in range(3):
        now_story(cast).submitted()
    now_story(cast).accepted()
    page = text_of(at_desk(cast.dispatcher).get(QUEUE))
    tabs = dict(re.findall(r'\?state=(\w+)"[^>]*>[^<]+<span class="tab-count">(\d+)<', page))
    assert (tabs["submitted"], tabs["accepted"], tabs["closed"]) == ("3", "1", "0")


@pytest.mark.parametrize("who", ["dispatcher", "reviewer"])
def test_the_menu_counts_the_suspended_whose_date_of_review_has_come(who: str, cast: Cast, at_desk: Desk) -> None:
    old = Story(cast, now=clock.now() - dt.timedelta(days=10)).in_progress()
    day = (old.now + dt.timedelta(days=5)).date()
    old.do(cast.dispatcher, "suspend", review_date=day, explanation="等材料")
    now_story(cast).in_progress().do(
        cast.dispatcher, "suspend", review_date=day.replace(year=day.year + 1), explanation="等"
    )
    client = at_desk(getattr(cast, who))
    page = text_of(client.get(f"{QUEUE}?review=on"))
    assert f"/console/requests/{old.code}/" in page
    item = page[page.index('href="/console/150105/queue/?review=on"') :]
    assert re.search(r">\s*1\s*<", item[: item.index("</a>")])


@pytest.mark.parametrize("who", ["dispatcher", "housing_handler", "observer"])
def test_the_queue_asks_little_of_the_database(who: str, cast: Cast, at_desk: Desk) -> None:
    for _ in range(5):
        now_story(cast).in_progress()
    client = at_desk(getattr(cast, who))
    client.get(QUEUE)  # warm: region and catalogue are kept in the process
    with at_most(10):  # BEGIN and COMMIT come on top: twelve
        client.get(f"{QUEUE}?light=green&q=暖气")


def test_an_empty_list_says_what_that_means(cast: Cast, at_desk: Desk) -> None:
    assert 'class="nothing"' in text_of(at_desk(cast.clerk).get(f"{QUEUE}?state=submitted"))
    assert "/console/150105/queue/" in text_of(at_desk(cast.clerk).get(f"{QUEUE}?q=zzz"))


# -- saved views -----------------------------------------------------------------------------------------------------


def save(client: Client, name: str, query: str) -> None:
    assert client.post("/console/150105/views/", {"name": name, "query": query}).status_code == 302


def test_filters_are_kept_under_a_name_and_found_again(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    save(client, "今天的急件", "urgent=on&state=submitted&cursor=abc&junk=1")
    page = text_of(client.get(QUEUE))
    assert "今天的急件" in page
    assert f'href="{QUEUE}?state=submitted&amp;urgent=on"' in page
    assert "今天的急件" not in text_of(at_desk(cast.second_dispatcher).get(QUEUE))


def test_the_same_name_again_replaces_the_view(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    save(client, "急件", "urgent=on")
    save(client, "急件", "urgent=on&light=red")
    page = text_of(client.get(QUEUE))
    assert page.count("急件</a>") == 1
    assert "light=red&amp;urgent=on" in page


@pytest.mark.parametrize("name", ["", "   ", "长" * 31, "\u200b"])
def test_a_view_needs_a_name_that_can_be_read(name: str, cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    answer = client.post("/console/150105/views/", {"name": name, "query": "urgent=on"}, follow=True)
    assert "note-stop" in text_of(answer)
    assert "view-list" not in text_of(client.get(QUEUE))


def test_a_twenty_first_view_is_refused(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    for n in range(20):
        save(client, f"视图{n}", "urgent=on")
    answer = client.post("/console/150105/views/", {"name": "多一个", "query": ""}, follow=True)
    assert "note-stop" in text_of(answer)


def test_only_ones_own_views_can_be_deleted(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    save(client, "急件", "urgent=on")
    delete = next(f for f in forms_of(client.get(QUEUE)) if f.action.endswith("/delete/"))
    at_desk(cast.dispatcher).post(delete.action, {})
    assert "急件</a>" in text_of(client.get(QUEUE))
    client.post(delete.action, delete.values)
    assert "急件</a>" not in text_of(client.get(QUEUE))


# -- many at once ----------------------------------------------------------------------------------------------------


def test_ticked_requests_are_dispatched_together(cast: Cast, at_desk: Desk) -> None:
    stories = [now_story(cast).accepted() for _ in range(3)]
    client = at_desk(cast.dispatcher)
    bulk = next(f for f in forms_of(client.get(f"{QUEUE}?state=accepted")) if f.id == "bulk")
    sent = {
        **bulk.values,
        "code": [s.code for s in stories],
        "unit": cast.water,
        "action": "dispatch",
        "instruction": "请速办",
    }
    answer = client.post(bulk.action, sent)
    assert (answer.status_code, answer["Location"]) == (302, f"{QUEUE}?state=accepted")
    assert {s.row.lead_unit_id for s in stories} == {cast.water}
    client.post(bulk.action, sent)  # a double click
    assert {s.row.version for s in stories} == {3}


def test_a_row_that_cannot_be_done_is_named_with_its_reason_and_the_others_go_on(cast: Cast, at_desk: Desk) -> None:
    good, gone = now_story(cast).accepted(), now_story(cast).accepted()
    gone.do(cast.clerk, "withdraw_for", explanation="重复来电")
    answer = at_desk(cast.dispatcher).post(
        "/console/150105/bulk/", {"code": [good.code, gone.code], "unit": cast.water, "action": "dispatch"}
    )
    page = text_of(answer)
    assert answer.status_code == 200
    assert page.index(gone.code) < page.index(good.code)
    assert (good.row.state, gone.row.state) == ("dispatched", "withdrawn")


@pytest.mark.parametrize(
    "data", [{}, {"action": "dispatch"}, {"code": "x", "action": "dispatch"}, {"action": "explode"}]
)
def test_a_bulk_form_without_rows_or_sense_changes_nothing(data: dict[str, str], cast: Cast, at_desk: Desk) -> None:
    story = now_story(cast).accepted()
    answer = at_desk(cast.dispatcher).post("/console/150105/bulk/", data)
    assert answer.status_code in (302, 409)
    assert story.row.version == 2


def test_requests_of_another_county_are_left_out_of_a_bulk(cast: Cast, at_desk: Desk) -> None:
    afar = now_story(cast).submitted(county="150502")
    answer = at_desk(cast.dispatcher).post(
        "/console/150105/bulk/", {"code": [afar.code], "unit": cast.water, "action": "dispatch"}
    )
    assert answer.status_code in (302, 409)
    assert afar.row.version == 1


def test_only_those_who_may_act_on_many_see_the_ticks(cast: Cast, at_desk: Desk) -> None:
    now_story(cast).accepted()
    assert 'id="bulk"' in text_of(at_desk(cast.dispatcher).get(QUEUE))
    assert 'id="bulk"' not in text_of(at_desk(cast.supervisor).get(QUEUE))
    assert at_desk(cast.observer).post("/console/150105/bulk/", {}).status_code == 403


@pytest.mark.parametrize("day", ["0001-01-01", "2099-01-01", "9999-12-31"])
def test_no_date_breaks_the_filters(day: str, cast: Cast, at_desk: Desk) -> None:
    assert at_desk(cast.dispatcher).get(QUEUE, {"since": day, "until": day}).status_code == 200
