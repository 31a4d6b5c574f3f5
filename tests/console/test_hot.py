"""Hot issues at the desk: why something is hot, whose it is to see, and one press for all of its requests."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.console.hot_desk import hot_county
from tests.console.pages import forms_of, request_url, text_of
from tests.service_requests.story import Story
from tests.support.queries import at_most
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.service_requests.models import Event, HotIssue, ServiceRequest
from wobangni.service_requests.rules.states import State

Desk = Callable[[Actor], Client]
HOT = f"/console/{COUNTY}/hot/"
REGION = "/console/hot/"


def page_of(issue: HotIssue) -> str:
    return f"{HOT}{issue.id}/"


def of_code(cast: Cast, code: str) -> Story:
    story = Story(cast, now=clock.now())
    story.code = code
    return story


def numbers(page: str) -> list[float]:
    """The parts of the heat and their sum, as the page gives them."""
    return [float(n) for n in re.findall(r'class="number">([\d.]+)</td>', page.split('class="hot-sum"')[1])[:6]]


def test_the_list_says_what_where_when_how_many_and_how_hot(cast: Cast, at_desk: Desk) -> None:
    issue, _codes = hot_county(cast)
    page = text_of(at_desk(cast.supervisor).get(HOT))
    for shown in (issue.title, issue.place, "6 人", "6 件", page_of(issue), "<rect"):
        assert shown in page, shown


def test_the_heat_can_be_worked_out_from_its_parts(cast: Cast, at_desk: Desk) -> None:
    issue, _codes = hot_county(cast)
    found = numbers(text_of(at_desk(cast.supervisor).get(page_of(issue))))
    total = found[found.index(issue.heat, 1)]
    assert total == issue.heat
    assert sum(found[: found.index(issue.heat, 1)]) == pytest.approx(total)


def test_a_hot_issue_that_grows_unusually_says_so_in_words(cast: Cast, at_desk: Desk) -> None:
    issue, _codes = hot_county(cast)
    client = at_desk(cast.supervisor)
    assert issue.alarm is not None
    words = f"异常增长：3 天 {issue.alarm['people']} 人，预期 {issue.alarm['expected']:.1f} 人"
    assert words in text_of(client.get(HOT))
    assert words in text_of(client.get(page_of(issue)))
    HotIssue.objects.update(alarm=None)
    assert "异常增长" not in text_of(client.get(HOT))


def test_nothing_hot_says_what_that_means(cast: Cast, at_desk: Desk) -> None:
    page = text_of(at_desk(cast.dispatcher).get(HOT))
    assert "60 天" in page
    assert "3 人" in page


@pytest.mark.parametrize("who", ["clerk", "dispatcher", "reviewer", "caller", "supervisor", "admin", "observer"])
def test_whoever_looks_over_the_county_sees_it(who: str, cast: Cast, at_desk: Desk) -> None:
    issue, _codes = hot_county(cast)
    client = at_desk(getattr(cast, who))
    assert issue.title in text_of(client.get(HOT))
    assert client.get(page_of(issue)).status_code == 200


def test_nobody_else_does(cast: Cast, at_desk: Desk) -> None:
    issue, _codes = hot_county(cast)
    for who in (cast.housing_handler, cast.afar_dispatcher, cast.afar_handler):
        for url in (HOT, page_of(issue), REGION):
            answer = at_desk(who).get(url)
            assert answer.status_code in (403, 404)
            assert issue.title not in text_of(answer)
    assert at_desk(cast.supervisor).get(REGION).status_code == 403
    assert at_desk(cast.afar_dispatcher).get(HOT).status_code == 404


def test_an_issue_is_found_in_its_own_county_alone(cast: Cast, at_desk: Desk) -> None:
    issue, _codes = hot_county(cast)
    assert at_desk(cast.observer).get(f"/console/{OTHER_COUNTY}/hot/{issue.id}/").status_code == 404
    HotIssue.objects.update(current=False)
    assert at_desk(cast.observer).get(page_of(issue)).status_code == 404


def test_the_region_s_observer_sees_all_counties_and_changes_nothing(cast: Cast, at_desk: Desk) -> None:
    issue, codes = hot_county(cast)
    client = at_desk(cast.observer)
    page = text_of(client.get(REGION))
    assert issue.title in page
    assert "赛罕区" in page
    shown = text_of(client.get(page_of(issue)))
    assert request_url(codes[0]) in shown
    assert "supervise/" not in shown
    assert client.post(page_of(issue) + "supervise/").status_code == 403


@pytest.mark.parametrize(("who", "listed"), [("supervisor", True), ("dispatcher", True), ("admin", True), ("caller", False)])  # fmt: skip
def test_the_menu_leads_there(who: str, listed: bool, cast: Cast, at_desk: Desk) -> None:
    page = text_of(at_desk(getattr(cast, who)).get("/console/keys/"))
    assert (f'href="{HOT}"' in page) is listed


def test_the_observer_s_menu_leads_to_all_counties(cast: Cast, at_desk: Desk) -> None:
    assert f'href="{REGION}"' in text_of(at_desk(cast.observer).get("/console/region/"))


def test_one_press_puts_every_request_under_supervision(cast: Cast, at_desk: Desk) -> None:
    issue, codes = hot_county(cast)
    of_code(cast, codes[0]).do(cast.supervisor, "supervise", reason="领导批示")
    of_code(cast, codes[1]).do(cast.clerk, "decline", reason_code="unclear", explanation="说不清")
    client = at_desk(cast.supervisor)
    [form] = [f for f in forms_of(client.get(page_of(issue))) if f.action.endswith("/supervise/")]
    answer = client.post(form.action, form.values, follow=True)
    said = text_of(answer)
    for words in ("已督办 4 件", "1 件此前已督办", "1 件已结束"):
        assert words in said, words
    supervised = ServiceRequest.objects.filter(code__in=codes, supervised=True)
    assert {r.code for r in supervised} == set(codes) - {codes[1]}
    events = Event.objects.filter(action="supervise").exclude(data__reason="领导批示")
    assert [e.data["reason"] for e in events] == [issue.title] * 4

    before = Event.objects.count()
    again = text_of(client.post(form.action, form.values, follow=True))
    assert "5 件此前已督办" in again
    assert Event.objects.count() == before


def test_only_a_supervisor_of_the_county_may_press(cast: Cast, at_desk: Desk) -> None:
    issue, codes = hot_county(cast)
    for who in (cast.dispatcher, cast.admin, cast.clerk):
        client = at_desk(who)
        assert "supervise/" not in text_of(client.get(page_of(issue)))
        assert client.post(page_of(issue) + "supervise/").status_code == 403
    assert not ServiceRequest.objects.filter(code__in=codes, supervised=True).exists()


def test_merging_is_proposed_with_the_earliest_as_the_one_that_stays(cast: Cast, at_desk: Desk) -> None:
    issue, codes = hot_county(cast)
    client = at_desk(cast.dispatcher)
    page = text_of(client.get(page_of(issue)))
    link = f"/console/requests/{codes[3]}/do/merge/?lead_code={codes[0]}"
    assert link in page
    assert f"/console/requests/{codes[0]}/do/merge/" not in page
    assert codes[0] in text_of(client.get(link))
    assert of_code(cast, codes[3]).state is State.SUBMITTED
    assert "/do/merge/" not in text_of(at_desk(cast.supervisor).get(page_of(issue)))


def test_the_pages_ask_little_of_the_database(cast: Cast, at_desk: Desk) -> None:
    issue, _codes = hot_county(cast, 12)
    for client, urls in ((at_desk(cast.supervisor), (HOT, page_of(issue))), (at_desk(cast.observer), (REGION,))):
        for url in urls:
            client.get(url)
            with at_most(10):  # BEGIN and COMMIT come on top: twelve
                client.get(url)
