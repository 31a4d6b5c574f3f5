"""What a request is probably about, and who usually does that: shown with the words that decided, taken with one press."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client

from tests.cast import COUNTY, Cast
from tests.console.pages import Form, act_url, form_for, forms_of, request_url, text_of
from tests.service_requests.story import Story
from tests.support.queries import at_most
from wobangni.catalogue.queries import default_unit, service
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.organisations.queries import unit

Desk = Callable[[Actor], Client]
HEATING = "家里暖气不热，室内只有十四度。"
NOTHING = "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ"  # no word of the catalogue
LIST = f"/console/{COUNTY}/queue/?state=submitted"


def told(cast: Cast, words: str = HEATING, **more: str) -> Story:
    return Story(cast, now=clock.now()).submitted(description=words, **more)


def take_url(story: Story) -> str:
    return f"{request_url(story.code)}take/"


def offered(client: Client, story: Story) -> Form | None:
    page = client.get(request_url(story.code))
    return next((f for f in forms_of(page) if f.action == take_url(story)), None)


def in_bulk(client: Client, *stories: Story, **more: str) -> HttpResponse:
    bar = next(f for f in forms_of(client.get(LIST)) if f.id == "bulk")
    assert ("action", "suggested") in bar.buttons
    sent = {**bar.values, "action": "suggested", "code": [s.code for s in stories], **more}
    return client.post(bar.action, sent)


def heating_unit() -> str:
    found = service("heating-cold", COUNTY)
    usual = default_unit(COUNTY, found.id) if found else None
    assert usual
    return usual.name


def test_own_words_get_a_service_and_its_unit_with_one_press(cast: Cast, at_desk: Desk) -> None:
    story = told(cast)
    client = at_desk(cast.dispatcher)
    page = text_of(client.get(request_url(story.code)))
    assert "<q>家里暖气不热</q>" in page
    assert "<q>暖气</q>" not in page  # lies within it, and tells nothing new
    assert heating_unit() in page
    form = offered(client, story)
    assert form
    answer = client.post(form.action, form.values)
    assert answer["Location"] == request_url(story.code)
    row = story.row
    assert row.state == "dispatched"
    assert row.service_id == service("heating-cold", COUNTY).id  # type: ignore[union-attr]
    assert unit(row.lead_unit_id or 0).name == heating_unit()  # type: ignore[union-attr]
    assert [e.action for e in story.events] == ["submit", "amend", "dispatch"]
    assert client.post(form.action, form.values).status_code == 302  # a second click
    assert len(story.events) == 3


def test_a_clerk_takes_the_service_alone(cast: Cast, at_desk: Desk) -> None:
    story = told(cast)
    form = offered(at_desk(cast.clerk), story)
    assert form
    assert "unit" not in form.values
    at_desk(cast.clerk).post(form.action, form.values)
    assert [e.action for e in story.events] == ["submit", "amend"]
    assert offered(at_desk(cast.clerk), story) is None


def test_a_chosen_service_is_dispatched_to_its_usual_unit_and_left_as_it_is(cast: Cast, at_desk: Desk) -> None:
    story = told(cast, HEATING, service="water-burst")
    form = offered(at_desk(cast.dispatcher), story)
    assert form
    assert "service" not in form.values
    at_desk(cast.dispatcher).post(form.action, form.values)
    assert [e.action for e in story.events] == ["submit", "dispatch"]


def test_where_nothing_is_suggested_nothing_stands_there(cast: Cast, at_desk: Desk) -> None:
    assert offered(at_desk(cast.dispatcher), told(cast, NOTHING)) is None
    taken = told(cast).do(cast.dispatcher, "dispatch", unit=cast.water)
    for who in (cast.dispatcher, cast.water_handler, cast.observer):
        assert offered(at_desk(who), taken) is None


def test_the_form_for_dispatching_begins_with_the_suggested_unit(cast: Cast, at_desk: Desk) -> None:
    story = told(cast)
    begun = form_for(at_desk(cast.dispatcher), story.code, "dispatch").values["unit"]
    assert unit(int(begun)).name == heating_unit()  # type: ignore[union-attr]


def test_a_suggestion_on_a_stale_page_is_refused_in_words(cast: Cast, at_desk: Desk) -> None:
    story = told(cast)
    client = at_desk(cast.dispatcher)
    form = offered(client, story)
    assert form
    story.do(cast.second_dispatcher, "dispatch", unit=cast.water)
    answer = client.post(form.action, form.values)
    assert answer.status_code == 409
    assert 'role="alert"' in text_of(answer)
    assert story.row.lead_unit_id == cast.water
    assert story.row.service_id is None


def test_only_who_dispatches_may_take_it(cast: Cast, at_desk: Desk) -> None:
    story = told(cast)
    sent = {"service": "heating-cold", "unit": str(cast.water)}
    assert at_desk(cast.clerk).post(take_url(story), sent).status_code == 403
    assert at_desk(cast.housing_handler).post(take_url(story), sent).status_code == 403
    assert at_desk(cast.afar_dispatcher).post(take_url(story), sent).status_code == 404
    assert at_desk(cast.dispatcher).post(take_url(story), {}).status_code == 422
    assert at_desk(cast.dispatcher).post(take_url(story), {"service": "x", "unit": "y"}).status_code == 422
    assert len(story.events) == 1


def test_many_go_each_to_its_own_unit_and_those_without_a_suggestion_are_named(cast: Cast, at_desk: Desk) -> None:
    heating, burst, unclear = told(cast), told(cast, "水管爆裂，一直流水", service="water-burst"), told(cast, NOTHING)
    client = at_desk(cast.dispatcher)
    assert text_of(client.get(LIST)).count("建议：") == 2
    answer = in_bulk(client, heating, burst, unclear, instruction="请速办")
    page = text_of(answer)
    assert answer.status_code == 200
    assert [s.row.state for s in (heating, burst, unclear)] == ["dispatched", "dispatched", "submitted"]
    assert heating_unit() in page
    assert page.index(f"requests/{unclear.code}/") < page.index(
        f"requests/{heating.code}/"
    )  # what is left to do comes first
    assert "没有建议" in page
    assert {s.assignments[-1].instruction for s in (heating, burst)} == {"请速办"}


def test_a_double_click_on_many_does_each_once(cast: Cast, at_desk: Desk) -> None:
    story = told(cast)
    client = at_desk(cast.dispatcher)
    bar = next(f for f in forms_of(client.get(LIST)) if f.id == "bulk")
    sent = {**bar.values, "action": "suggested", "code": [story.code]}
    assert [client.post(bar.action, sent).status_code for _ in range(2)] == [200, 200]
    assert [e.action for e in story.events] == ["submit", "amend", "dispatch"]


def test_suggestions_ask_little_of_the_database(cast: Cast, at_desk: Desk) -> None:
    [story, *_others] = [told(cast) for _ in range(5)]
    client = at_desk(cast.dispatcher)
    for url in (LIST, request_url(story.code), act_url(story.code, "dispatch")):
        client.get(url)
        with at_most(10):  # BEGIN and COMMIT come on top: twelve
            client.get(url)
