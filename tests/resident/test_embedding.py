"""In the county's own app: launched once by its signed word, in its look, framed by whom the county named."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.resident.conftest import owner_of, text_of
from tests.service_requests.story import PHONE, TEXT, Story
from tests.support.queries import at_most
from wobangni.accounts.models import Resident
from wobangni.exchange.commands.county_app import (
    NewAppSecret,
    change_app_secret,
    drop_former_app_secret,
    save_app,
    switch_app,
)
from wobangni.exchange.commands.launch import REMEMBERED, LaunchRefused, forget_launches, launch
from wobangni.exchange.models import LaunchUse
from wobangni.exchange.rules.launch_token import sign
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.service_requests.models import ServiceRequest
from wobangni.surfaces.resident.memory import MINE_COOKIE

DOC = Path(__file__).resolve().parents[2] / "docs" / "embed.md"
DOOR = f"/launch/{COUNTY}/"
HOST = "https://app.example.cn"


def make_app(county: str = COUNTY, **changed: Any) -> NewAppSecret:
    said = {"name": "爱赛罕", "colour": "#9c4221", "origins": HOST, **changed}
    made = save_app(actor=SYSTEM, now=clock.now(), county=county, **said)
    assert made
    return made


@pytest.fixture
def app(region: None) -> NewAppSecret:
    return make_app()


def token_of(app: NewAppSecret, **changed: Any) -> str:
    exp = int(clock.now().timestamp()) + 120
    claims = {"county": COUNTY, "jti": "one-token-1", "exp": exp, "phone": "13800138000", **changed}
    return sign(claims, key=app.key, secret=app.secret)


def launched(app: NewAppSecret, **changed: Any) -> Client:
    client = Client()
    answer = client.post(DOOR, {"token": token_of(app, **changed)})
    assert answer.status_code == 303, text_of(answer)
    return client


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_apps_word_stands_for_the_code(app: NewAppSecret, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(DOOR, {"token": token_of(app, next="/mine/")})
    assert (answer.status_code, answer["Location"]) == (303, "/mine/")
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert "138****8000" in text_of(client.get("/mine/"))
    assert LaunchUse.objects.get().resident_id == Resident.objects.get().id


def test_earlier_requests_of_the_phone_are_theirs(app: NewAppSecret, cast: Cast) -> None:
    story = Story(cast, now=clock.now()).in_progress()
    ServiceRequest.objects.update(resident_id=None)  # as a clerk takes it down
    assert story.code in text_of(launched(app, phone=PHONE).get("/mine/"))


def test_an_apps_word_opens_no_other_countys_requests(app: NewAppSecret, cast: Cast) -> None:
    here = Story(cast, now=clock.now()).in_progress()
    there = Story(cast, now=clock.now()).submitted(county=OTHER_COUNTY)
    ServiceRequest.objects.update(resident_id=None)
    client = launched(app, phone=PHONE)
    mine = text_of(client.get("/mine/"))
    assert here.code in mine
    assert there.code not in mine
    assert client.get(f"/r/{here.code}/").status_code == 200
    assert TEXT not in text_of(client.get(f"/r/{there.code}/", follow=True))


def test_a_token_opens_once_and_again_only_for_the_browser_that_it_opened(app: NewAppSecret) -> None:
    token = token_of(app)
    mine, thief = Client(), Client()
    assert mine.get(DOOR, {"token": token}).status_code == 303
    assert mine.get(DOOR, {"token": token}).status_code == 303
    answer = thief.get(DOOR, {"token": token})
    assert answer.status_code == 403
    assert "launch_used" in text_of(answer)
    assert "已经用过" in text_of(answer)
    assert "138****8000" not in text_of(thief.get("/mine/"))
    assert LaunchUse.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_four_launches_at_the_same_moment_one_comes_in(live: str) -> None:
    token = token_of(make_app())
    barrier = Barrier(4)

    def come() -> str:
        try:
            barrier.wait(20)
            launch(now=clock.now(), county=COUNTY, token=token, ip="192.0.2.1")
            return "in"
        except LaunchRefused as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        results = sorted(pool.map(lambda _number: come(), range(4)))
    assert results == ["in", *["launch_used"] * 3]


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"exp": 1_700_000_000}, "launch_expired", "已经过期"),
        ({"county": OTHER_COUNTY}, "launch_other_county", "另一个旗县"),
        ({"exp": 9_999_999_999}, "launch_too_long", "有效期"),
        ({"phone": "12"}, "launch_phone", "打不通"),
        ({"phone": ""}, "launch_claims", "没有说明"),
        ({"next": "https://elsewhere.example/"}, "launch_next", "这里没有"),
    ],
)
def test_a_refused_token_says_why_and_shows_a_way_on(
    app: NewAppSecret, changed: dict[str, Any], code: str, words: str
) -> None:
    client = Client()
    answer = client.get(DOOR, {"token": token_of(app, **changed)})
    page = text_of(answer)
    assert answer.status_code == 403
    assert code in page
    assert words in page
    assert f'href="/{COUNTY}/"' in page
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not LaunchUse.objects.exists()
    assert not Resident.objects.exists()
    assert "in-app" not in text_of(client.get(f"/{COUNTY}/"))


def test_a_key_of_another_county_opens_no_door_here(app: NewAppSecret) -> None:
    other = make_app(OTHER_COUNTY)
    for token in (token_of(other), token_of(other, county=OTHER_COUNTY)):
        assert "launch_other_county" in text_of(Client().get(DOOR, {"token": token}))


def test_a_key_that_there_is_not_or_no_longer_is_told_apart_by_nobody(app: NewAppSecret) -> None:
    unknown = NewAppSecret("app-000000000000", app.secret)
    wrong = NewAppSecret(app.key, "wrong")
    pages = [text_of(Client().get(DOOR, {"token": token_of(one)})) for one in (unknown, wrong)]
    switch_app(actor=SYSTEM, now=clock.now(), county=COUNTY, active=False)
    pages.append(text_of(Client().get(DOOR, {"token": token_of(app)})))
    assert all("launch_unknown_key" in page for page in pages)


def test_while_the_secret_changes_both_are_good_and_then_one(app: NewAppSecret) -> None:
    fresh = change_app_secret(actor=SYSTEM, now=clock.now(), county=COUNTY)
    launched(app, jti="by-the-old-one")
    launched(fresh, jti="by-the-new-one")
    drop_former_app_secret(actor=SYSTEM, now=clock.now(), county=COUNTY)
    assert "launch_unknown_key" in text_of(Client().get(DOOR, {"token": token_of(app, jti="late-as-it-is")}))
    launched(fresh, jti="still-the-new-one")


def test_without_a_token_or_with_nonsense_the_door_says_so(app: NewAppSecret) -> None:
    for token in ("", "x", "a.b.c", "\x00", "长" * 5000):
        assert "launch_malformed" in text_of(Client().post(DOOR, {"token": token}))


def test_another_person_on_the_phone_finds_nothing_of_the_one_before(app: NewAppSecret, cast: Cast) -> None:
    story = Story(cast, now=clock.now()).in_progress()
    ServiceRequest.objects.update(resident_id=None)  # as a clerk takes it down
    client = launched(app, phone=PHONE)
    assert story.code in text_of(client.get("/mine/"))
    client.post(DOOR, {"token": token_of(app, jti="somebody-else", phone="13900139000")})
    page = text_of(client.get("/mine/"))
    assert "139****9000" in page
    assert story.code not in page
    client.post(DOOR, {"token": token_of(app, jti="nobody-known", phone="", sub="reader-17")})
    assert "139****9000" not in text_of(client.get("/mine/"))
    assert "in-app" in text_of(client.get("/mine/"))


def test_neither_draft_nor_code_of_the_one_before_stays_on_the_phone(app: NewAppSecret, cast: Cast) -> None:
    story = Story(cast, now=clock.now()).in_progress()
    client = launched(app, phone=PHONE)
    client.cookies[MINE_COOKIE] = owner_of(story.code).cookies[MINE_COOKIE].value
    client.post(f"/{COUNTY}/new/00000000-0000-7000-8000-000000000009/what/", {"description": "路灯坏了半个月"})
    same = client.post(DOOR, {"token": token_of(app, jti="the-same-one", phone=PHONE)})
    assert same.status_code == 303
    assert "路灯坏了半个月" in text_of(client.get(f"/{COUNTY}/"))
    assert story.code in text_of(client.get("/mine/"))
    client.post(DOOR, {"token": token_of(app, jti="somebody-else", phone="13900139000")})
    assert "路灯坏了半个月" not in text_of(client.get(f"/{COUNTY}/"))
    assert story.code not in text_of(client.get("/mine/"))


def test_too_many_launches_of_a_phone_have_to_wait(app: NewAppSecret, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wobangni.exchange.commands.launch.PHONE_LAUNCHES", 2)
    for number in range(2):
        launched(app, jti=f"one-token-{number}")
    answer = Client().get(DOOR, {"token": token_of(app, jti="one-token-2")})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_the_look_is_the_apps_and_nothing_of_our_frame(app: NewAppSecret) -> None:
    inside, outside = launched(app), Client()
    page = text_of(inside.get(f"/{COUNTY}/"))
    assert f"/app/{COUNTY}/look.css?v=1" in page
    assert "爱赛罕" in page
    for ours in ('class="top"', 'class="foot"', "manifest"):
        assert ours not in page
        assert ours in text_of(outside.get(f"/{COUNTY}/"))
    css = outside.get(f"/app/{COUNTY}/look.css")
    assert css["Content-Type"].startswith("text/css")
    assert "--brand: #9c4221" in text_of(css)
    assert not re.search("--(green|amber|red)", text_of(css))  # what a light says is no matter of taste
    assert outside.get(f"/app/{COUNTY}/look.css", headers={"if-none-match": css["ETag"]}).status_code == 304
    save_app(actor=SYSTEM, now=clock.now(), county=COUNTY, name="爱赛罕", colour="#1c7448")
    assert outside.get(f"/app/{COUNTY}/look.css", headers={"if-none-match": css["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    ("path", "framed"),
    [(f"/{COUNTY}/", True), ("/mine/", True), (f"/s/{COUNTY}/no-such/", True), ("/accounts/login/", False), ("/demo/sms/", False)],
)  # fmt: skip
def test_only_the_named_site_frames_and_only_residents_pages(app: NewAppSecret, path: str, framed: bool) -> None:
    answer = launched(app).get(path)
    allowed = re.findall(r"frame-ancestors ([^;]+)", answer["Content-Security-Policy"])
    assert allowed == [HOST if framed else "'none'"]
    assert answer.has_header("X-Frame-Options") is not framed
    plain = Client().get(path)
    assert "frame-ancestors 'none'" in plain["Content-Security-Policy"]
    assert plain["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("cookie", ["150502", "999999", "x", "150105; x", ""])
def test_a_made_up_cookie_changes_nothing(app: NewAppSecret, cookie: str) -> None:
    client = Client()
    client.cookies["app"] = cookie
    assert "in-app" not in text_of(client.get(f"/{COUNTY}/"))


def test_an_app_that_is_switched_off_leaves_the_pages_as_they_are(app: NewAppSecret) -> None:
    client = launched(app)
    switch_app(actor=SYSTEM, now=clock.now(), county=COUNTY, active=False)
    answer = client.get(f"/{COUNTY}/")
    assert "in-app" not in text_of(answer)
    assert answer["X-Frame-Options"] == "DENY"
    assert client.get(f"/app/{COUNTY}/look.css").status_code == 404


def test_a_deep_link_leads_from_guide_to_form_without_scripts(region: None) -> None:
    client = Client()
    page = text_of(client.get(f"/s/{COUNTY}/heating-cold/"))
    assert f'href="/{COUNTY}/ask/heating-cold/"' in page
    form = client.get(f"/{COUNTY}/ask/heating-cold/", follow=True)
    assert form.status_code == 200
    assert "/what/" in form.redirect_chain[-1][0]
    assert client.get(f"/s/{COUNTY}/no-such-thing/").status_code == 404
    assert client.get("/s/159999/heating-cold/").status_code == 404


def test_the_name_that_the_app_told_stands_in_the_form(app: NewAppSecret) -> None:
    client = launched(app, name="其其格")
    draft = f"/{COUNTY}/new/00000000-0000-7000-8000-000000000009/"
    for step, said in (
        ("what", {"description": "路灯坏了半个月"}),
        ("where", {"nowhere": "1"}),
        ("photos", {"next": "1"}),
    ):
        assert client.post(f"{draft}{step}/", said).status_code == 302
    page = text_of(client.get(f"{draft}contact/"))
    assert 'value="其其格"' in page
    assert "13800138000" in page
    answer = client.post(f"{draft}contact/", {"how": "phone", "phone": "13800138000", "name": "其其格"})
    assert answer["Location"] == f"{draft}check/"  # no code: the app has vouched


def test_what_is_remembered_of_a_token_goes_after_a_month(app: NewAppSecret) -> None:
    launched(app)
    now = clock.now()
    assert forget_launches(now=now + REMEMBERED) == 0
    assert forget_launches(now=now + REMEMBERED + dt.timedelta(minutes=6)) == 1


def test_a_launch_and_an_embedded_page_cost_few_queries(app: NewAppSecret) -> None:
    client = Client()
    with at_most(24):
        client.post(DOOR, {"token": token_of(app)})
    client.get(f"/s/{COUNTY}/heating-cold/")
    with at_most(2):
        client.get(f"/s/{COUNTY}/heating-cold/")


def test_the_example_of_the_handbook_works_as_it_stands(app: NewAppSecret) -> None:
    found = re.search(r"```python\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found[1], names)
    client = Client()
    token = names["launch_token"](app.key, app.secret, COUNTY, "13800138000", f"/s/{COUNTY}/heating-cold/")
    answer = client.post(DOOR, {"token": token})
    assert (answer.status_code, answer["Location"]) == (303, f"/s/{COUNTY}/heating-cold/")
    faults = set(re.findall(r"launch_\w+", text_of(Client().get(DOOR)))) | {"launch_used"}
    assert all(one in DOC.read_text(encoding="utf-8") for one in faults)
