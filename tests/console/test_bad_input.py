"""What nobody should send, sent to every form and address of the desk: never an error of ours, nothing half done."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client

from tests.cast import COUNTY, Cast
from tests.console.pages import act_url, form_for, request_url, text_of
from tests.service_requests.story import Story
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor

Desk = Callable[[Actor], Client]
NASTY = {
    "empty": "",
    "null": "a\x00b",
    "only null": "\x00",
    "zero width": "\u200b\u200b",
    "right to left": "\u202egnp.exe",
    "emoji": "👨‍👩‍👧‍👦🔥",
    "mongolian": "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ\u180e",
    "markup": '"><script>alert(1)</script>',
    "sql": "'; DROP TABLE service_request; --",
    "template": "{{ 7*7 }}{% debug %}",
    "long": "长" * 33_000,
    "surrogate": "%ED%A0%80",
}


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_nothing_typed_into_a_form_breaks_it(nasty: str, cast: Cast, at_desk: Desk) -> None:
    story = Story(cast, now=clock.now()).in_progress()
    handler, clerk = at_desk(cast.housing_handler), at_desk(cast.clerk)
    form = form_for(handler, story.code, "request_extension")
    sent = [
        handler.post(form.action, {**form.values, name: nasty}) for name in form.names if name != "csrfmiddlewaretoken"
    ]
    sent += [
        handler.post(act_url(story.code, "return"), {"reason": nasty, "basis": nasty, "expected_version": nasty}),
        handler.post(f"{request_url(story.code)}contact/", {"purpose": nasty}),
        clerk.post(act_url(story.code, "merge"), {"lead_code": nasty}),
        clerk.post(f"/console/{COUNTY}/new/earlier/", {"phone": nasty}),
        clerk.post(f"/console/{COUNTY}/new/questions/", {"service": nasty}),
        clerk.post(f"/console/{COUNTY}/views/", {"name": nasty, "query": nasty}),
        clerk.post(f"/console/{COUNTY}/bulk/", {"code": nasty, "action": nasty, "unit": nasty, "back": nasty}),
    ]
    for field in (
        "channel",
        "phone",
        "name",
        "address",
        "description",
        "service",
        "division",
        "place_text",
        "idempotency_key",
    ):
        sent.append(clerk.post(f"/console/{COUNTY}/new/", {"description": "灯坏了", field: nasty}))
    assert {a.status_code for a in sent} <= {200, 302, 403, 404, 409, 422}
    for answer in sent:
        assert "<script>alert(1)" not in text_of(answer)


@pytest.mark.parametrize(
    "nasty", [n for n in NASTY.values() if len(n) < 1000], ids=[k for k, n in NASTY.items() if len(n) < 1000]
)
def test_nothing_put_into_an_address_breaks_the_queue(nasty: str, cast: Cast, at_desk: Desk) -> None:
    Story(cast, now=clock.now()).submitted()
    client = at_desk(cast.clerk)
    for name in (
        "q",
        "state",
        "light",
        "category",
        "service",
        "unit",
        "division",
        "channel",
        "since",
        "until",
        "sort",
        "cursor",
    ):
        answer = client.get(f"/console/{COUNTY}/queue/?{name}={quote(nasty)}")
        assert answer.status_code in (200, 422), f"{name}: {answer.status_code}"
        assert "<script>alert(1)" not in text_of(answer)
    for name in ("places", "services"):
        assert client.get(f"/console/{COUNTY}/find/{name}/", {"q": nasty}).status_code == 200
    assert at_desk(cast.observer).get("/console/region/", {"sort": nasty}).status_code == 200
    assert at_desk(cast.observer).get("/console/region/", {"league": nasty}).status_code == (404 if nasty else 200)


@pytest.mark.parametrize("day", ["1900-01-01", "2099-12-31", "9999-12-31", "0001-01-01", "2026-02-30"])
def test_days_far_away_are_refused_or_find_nothing(day: str, cast: Cast, at_desk: Desk) -> None:
    story = Story(cast, now=clock.now()).in_progress()
    client = at_desk(cast.dispatcher)
    assert client.get(f"/console/{COUNTY}/queue/?since={day}&until={day}").status_code == 200
    answer = client.post(act_url(story.code, "suspend"), {"review_date": day, "explanation": "冬季无法施工"})
    assert answer.status_code in (409, 422)
    assert story.row.state == "in_progress"


def test_forms_from_elsewhere_are_refused(cast: Cast) -> None:
    from tests.support.people import user_of

    story = Story(cast, now=clock.now()).submitted()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user_of(cast.clerk), backend="django.contrib.auth.backends.ModelBackend")
    assert strict.post(act_url(story.code, "accept")).status_code == 403
    assert story.row.state == "submitted"


@pytest.mark.parametrize("county", ["000000", "999999", "150100"])
def test_a_county_that_is_none_is_not_found_and_its_observer_is_led_to_those_there_are(
    county: str, cast: Cast, at_desk: Desk
) -> None:
    answer = at_desk(cast.observer).get(f"/console/{county}/queue/")
    assert answer.status_code == 404
    assert f"没有代码为 {county} 的旗县" in text_of(answer)
    assert 'href="/console/region/"' in text_of(answer).split('id="main"')[1]
    told = at_desk(cast.clerk).get(f"/console/{county}/queue/")
    assert told.status_code == 404
    assert county not in text_of(told).split('id="main"')[1]  # others hear the same of every county that is not theirs


def test_a_league_that_is_none_is_not_shown_as_the_whole_region(cast: Cast, at_desk: Desk) -> None:
    answer = at_desk(cast.observer).get("/console/region/?league=1599")
    assert answer.status_code == 404
    assert 'href="/console/region/"' in text_of(answer).split('id="main"')[1]


def test_an_unknown_filter_is_said_in_our_words_and_never_repeated(cast: Cast, at_desk: Desk) -> None:
    Story(cast, now=clock.now()).submitted()
    wrong = {
        "state": "exploded",
        "light": "purple",
        "category": "nonsense",
        "service": "no-such",
        "unit": "99999999",
        "division": "990000",
        "channel": "pigeon",
        "sort": "upwards",
        "since": "someday",
        "until": "1900-01-01",
    }
    for language, words in (("zh-hans", "没有这一项"), ("en", "there is no such choice here")):
        answer = at_desk(cast.clerk).get(f"/console/{COUNTY}/queue/", wrong, headers={"accept-language": language})
        assert answer.status_code == 200
        summary = text_of(answer).split("error-summary")[1].split("</div>")[0]
        assert summary.count("<li>") == len(wrong)
        assert summary.count(words) == len(wrong) - 2
        assert summary.count("2000") == 1
        for value in wrong.values():
            assert value not in summary
        assert "data-row data-code" in text_of(answer)  # the other filters still count


def test_a_form_of_more_than_two_megabytes_is_told_how_large_it_may_be(cast: Cast, at_desk: Desk) -> None:
    story = Story(cast, now=clock.now()).in_progress()
    url, huge = act_url(story.code, "echo"), {"text": "长" * 800_000}
    whole = at_desk(cast.housing_handler).post(url, huge)
    assert whole.status_code == 413
    assert "2 MB" in text_of(whole)
    assert "error-summary" not in text_of(whole)
    corner = at_desk(cast.housing_handler).post(url, huge, headers={"HX-Request": "true"})
    assert corner.status_code == 413
    assert "<html" not in text_of(corner)
    assert corner["HX-Retarget"] == "#notice"  # what was typed stays in its box
    plain = Client().post("/track/", huge)
    assert (plain.status_code, "2 MB" in text_of(plain)) == (413, True)
    assert story.events[-1].action == "sign"
