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
    assert at_desk(cast.observer).get("/console/region/", {"league": nasty, "sort": nasty}).status_code == 200


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


def test_a_county_that_is_none_is_not_found(cast: Cast, at_desk: Desk) -> None:
    for county in ("000000", "999999", "150100"):
        assert at_desk(cast.observer).get(f"/console/{county}/queue/").status_code == 404
