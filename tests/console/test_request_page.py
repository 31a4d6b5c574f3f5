"""The page of one request: what it shows, to whom, and at what cost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client, override_settings

from tests.cast import Cast
from tests.console.pages import forms_of, request_url, text_of
from tests.service_requests.story import PHONE, Story
from tests.support.queries import at_most
from wobangni.accounts.models import Reveal
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.service_requests.rules.tracking_code import new_code

Desk = Callable[[Actor], Client]


def now_story(cast: Cast) -> Story:
    return Story(cast, now=clock.now())


def test_the_page_tells_the_whole_story(cast: Cast, at_desk: Desk) -> None:
    story = now_story(cast).submitted(lat=40.79, lng=111.7, place_text="三号楼二单元")
    story.do(cast.dispatcher, "dispatch", unit=cast.housing, instruction="请两小时内联系居民")
    story.do(cast.housing_handler, "sign").do(cast.dispatcher, "add_helper", unit=cast.water)
    page = text_of(at_desk(cast.dispatcher).get(request_url(story.code)))
    for words in (
        story.row.description,
        "三号楼二单元",
        "请两小时内联系居民",
        cast.dispatcher.name,
        cast.housing_handler.name,
        'class="locator"',
        "138****5678",
        "其**",
    ):
        assert words in page, words
    assert PHONE not in page
    assert "其其格" not in page


@pytest.mark.parametrize("who", ["dispatcher", "housing_handler", "observer"])
def test_the_page_asks_little_of_the_database(who: str, cast: Cast, at_desk: Desk) -> None:
    story = now_story(cast).in_progress().do(cast.dispatcher, "add_helper", unit=cast.water)
    client = at_desk(getattr(cast, who))
    client.get(request_url(story.code))
    with at_most(10):  # BEGIN and COMMIT come on top: twelve
        assert client.get(request_url(story.code)).status_code == 200


def test_the_form_of_an_action_costs_no_more_than_the_page(cast: Cast, at_desk: Desk) -> None:
    story = now_story(cast).accepted()
    client = at_desk(cast.dispatcher)
    client.get(f"{request_url(story.code)}do/dispatch/")
    with at_most(10):  # BEGIN and COMMIT come on top: twelve
        client.get(f"{request_url(story.code)}do/dispatch/")


def test_what_somebody_wrote_is_shown_as_text(cast: Cast, at_desk: Desk) -> None:
    wild = "<script>alert(1)</script> ᠮᠣᠩᠭᠣᠯ 👍 <b>粗</b>"
    story = now_story(cast).submitted(description=wild, title="<i>标题</i>")
    page = text_of(at_desk(cast.clerk).get(request_url(story.code)))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; ᠮᠣᠩᠭᠣᠯ 👍" in page
    assert "<i>标题</i>" not in page


def test_requests_with_like_words_are_found_besides_it(
    cast: Cast, at_desk: Desk, run_jobs: Callable[[], list[str]]
) -> None:
    first, second = now_story(cast).submitted(), now_story(cast).submitted(cast.wang_fang)
    run_jobs()
    client = at_desk(cast.clerk)
    for headers in ({}, {"HX-Request": "true"}):
        page = text_of(client.get(f"{request_url(first.code)}similar/", headers=headers))
        assert request_url(second.code) in page
        assert ("<html" in page) is not headers


def test_like_words_lead_a_unit_to_nothing_that_it_may_not_see(
    cast: Cast, at_desk: Desk, run_jobs: Callable[[], list[str]]
) -> None:
    own = now_story(cast).in_progress()
    hidden = now_story(cast).submitted(cast.wang_fang)
    run_jobs()
    page = text_of(at_desk(cast.housing_handler).get(f"{request_url(own.code)}similar/"))
    assert request_url(own.code) in page
    assert request_url(hidden.code) not in page


def test_no_browser_keeps_a_page_of_the_desk(cast: Cast, at_desk: Desk) -> None:
    story = now_story(cast).submitted()
    assert "no-store" in at_desk(cast.clerk).get(request_url(story.code)).headers["Cache-Control"]
    assert "no-store" in at_desk(cast.afar_handler).get(request_url(story.code)).headers["Cache-Control"]


def test_a_merged_request_leads_to_the_one_that_stays(cast: Cast, at_desk: Desk) -> None:
    stays, gone = now_story(cast).submitted(), now_story(cast).submitted(cast.wang_fang)
    gone.merged_into(stays)
    client = at_desk(cast.clerk)
    assert request_url(stays.code) in text_of(client.get(request_url(gone.code)))
    assert request_url(gone.code) in text_of(client.get(request_url(stays.code)))


@pytest.mark.parametrize("who", ["afar_dispatcher", "afar_handler", "water_handler"])
def test_what_is_none_of_somebodys_business_does_not_exist_for_them(who: str, cast: Cast, at_desk: Desk) -> None:
    story = now_story(cast).in_progress()
    answer = at_desk(getattr(cast, who)).get(request_url(story.code))
    assert answer.status_code == 404
    assert story.row.description not in text_of(answer)


def test_a_unit_of_another_county_sees_what_was_handed_to_it(cast: Cast, at_desk: Desk) -> None:
    story = now_story(cast).dispatched().do(cast.dispatcher, "transfer", unit=cast.afar, reason="居民已迁居")
    page = at_desk(cast.afar_handler).get(request_url(story.code))
    assert page.status_code == 200
    assert f"{request_url(story.code)}do/sign/" in text_of(page)


def test_unknown_and_mistyped_codes_are_told_apart(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    assert client.get(request_url(new_code("150105"))).status_code == 404
    good = new_code("150105")
    wrong = good[:-1] + str((int(good[-1]) + 1) % 10)
    assert client.get(request_url(wrong)).status_code == 422


# -- contact data ----------------------------------------------------------------------------------------------------


def test_contact_data_are_shown_for_a_purpose_which_is_kept(cast: Cast, at_desk: Desk) -> None:
    story = now_story(cast).in_progress()
    client = at_desk(cast.housing_handler)
    [form] = [f for f in forms_of(client.get(f"{request_url(story.code)}contact/")) if f.action.endswith("/contact/")]
    answer = client.post(form.action, {**form.values, "purpose": "上门前电话联系"})
    page = text_of(answer)
    assert answer.status_code == 200
    assert PHONE in page
    assert "其其格" in page
    assert "no-store" in answer["Cache-Control"]
    [reveal] = Reveal.objects.all()
    assert (reveal.request_code, reveal.actor_name, reveal.purpose) == (
        story.code,
        cast.housing_handler.name,
        "上门前电话联系",
    )
    assert PHONE not in text_of(client.get(request_url(story.code)))


@pytest.mark.parametrize("purpose", ["", "  ", "看", "。。"])
def test_without_a_purpose_nothing_is_shown(purpose: str, cast: Cast, at_desk: Desk) -> None:
    story = now_story(cast).in_progress()
    answer = at_desk(cast.housing_handler).post(f"{request_url(story.code)}contact/", {"purpose": purpose})
    assert PHONE not in text_of(answer)
    assert not Reveal.objects.exists()


@override_settings(DEMO=False)
def test_without_a_second_step_at_sign_in_contact_data_stay_hidden(cast: Cast, at_desk: Desk) -> None:
    story = now_story(cast).in_progress()
    answer = at_desk(cast.housing_handler).post(f"{request_url(story.code)}contact/", {"purpose": "上门前电话联系"})
    assert answer.status_code == 403
    assert PHONE not in text_of(answer)
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("who", ["observer", "admin"])
def test_who_has_no_need_to_call_is_refused(who: str, cast: Cast, at_desk: Desk) -> None:
    story = now_story(cast).in_progress()
    client = at_desk(getattr(cast, who))
    assert "/contact/" not in text_of(client.get(request_url(story.code)))
    answer = client.post(f"{request_url(story.code)}contact/", {"purpose": "上门前电话联系"})
    assert answer.status_code == 403
    assert PHONE not in text_of(answer)


def test_an_anonymous_request_has_nobody_to_call(cast: Cast, at_desk: Desk) -> None:
    story = now_story(cast).submitted(anonymous=True)
    answer = at_desk(cast.clerk).post(f"{request_url(story.code)}contact/", {"purpose": "上门前电话联系"})
    assert answer.status_code == 404
