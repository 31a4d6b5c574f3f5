"""Following a request: what the code alone shows, what it takes to see the rest, and that guessing does not pay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import COUNTY, Cast
from tests.resident.conftest import WORDS, Browser, last_code, owner_of, text_of
from tests.service_requests.story import Story, send
from tests.support.queries import at_most
from wobangni.accounts.models import PhoneCode
from wobangni.accounts.vault import ContactInput
from wobangni.kernel import clock
from wobangni.service_requests.rules.tracking_code import new_code, spoken
from wobangni.surfaces.resident.views import track

pytestmark = pytest.mark.usefixtures("region")


def story(cast: Cast) -> Story:
    return Story(cast, now=clock.now() - dt.timedelta(hours=3))


@pytest.mark.parametrize("written", ["{}", " {} ", "{spaced}", "{dashed}", "{wide}"])
def test_a_code_is_taken_as_people_write_it(browser: Browser, written: str) -> None:
    code = browser.anonymous().sent()
    wide = code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    typed = written.format(code, spaced=spoken(code), dashed=spoken(code).replace(" ", "-"), wide=wide)
    assert Client().post("/track/", {"code": typed}).headers["Location"] == f"/r/{code}/"


def test_what_is_no_code_is_told_plainly() -> None:
    reader = Client(headers={"accept-language": "en"})
    code = new_code(COUNTY)
    wrong_digit = code[:-1] + str((int(code[-1]) + 1) % 10)
    for typed, words in (
        (wrong_digit, "There is a wrong digit"),
        (code[:-2], "has 16 digits"),
        ("hello", "has only digits"),
        ("", "Please enter the tracking code"),
        (code, "There is no request with this tracking code"),
    ):
        response = reader.post("/track/", {"code": typed})
        assert response.status_code == 422
        assert words in text_of(response), typed


def test_the_code_alone_shows_where_it_stands_and_no_word_of_the_residents(cast: Cast) -> None:
    told = story(cast).submitted(description="我叫张三，住在三号楼。", place_text="三号楼", county=COUNTY)
    told.do(cast.clerk, "ask_info", question="张三您好，请补充门牌号。")
    page = text_of(Client(headers={"accept-language": "en"}).get(f"/r/{told.code}/"))
    assert "We need something from you" in page
    for secret in ("张三", "三号楼", "138", "门牌号"):
        assert secret not in page


def test_whoever_sent_it_from_this_browser_sees_everything(browser: Browser) -> None:
    code = browser.anonymous().sent()
    page = text_of(browser.client.get(f"/r/{code}/"))
    assert WORDS in page
    assert f"/r/{code}/do/withdraw/" in page


def test_the_query_password_opens_an_anonymous_request_and_a_wrong_one_does_not(browser: Browser) -> None:
    code = browser.anonymous().sent()
    pin = browser.pin()
    other = Client(headers={"accept-language": "en"})
    wrong = f"{(int(pin) + 1) % 10**6:06d}"
    refused = other.post(f"/r/{code}/prove/", {"pin": wrong})
    assert refused.status_code == 422
    assert WORDS not in text_of(other.get(f"/r/{code}/"))
    assert other.post(f"/r/{code}/prove/", {"pin": pin}).headers["Location"] == f"/r/{code}/"
    assert WORDS in text_of(other.get(f"/r/{code}/"))


def test_guessing_the_query_password_is_stopped(browser: Browser) -> None:
    code = browser.anonymous().sent()
    pin = browser.pin()
    guesser = Client(headers={"accept-language": "en"})
    for guess in range(10):
        guesser.post(f"/r/{code}/prove/", {"pin": f"{(int(pin) + 1 + guess) % 10**6:06d}"})
    response = guesser.post(f"/r/{code}/prove/", {"pin": pin})
    assert response.status_code == 422
    assert "too many tries" in text_of(response)
    assert WORDS not in text_of(guesser.get(f"/r/{code}/"))


def test_the_phone_of_the_request_opens_it_and_another_phone_does_not(browser: Browser) -> None:
    code = browser.with_phone("13800138000").sent()
    other = Client(headers={"accept-language": "en"})
    assert other.post(f"/r/{code}/prove/", {"phone": "13900139000"}).headers["Location"] == f"/r/{code}/prove/code/"
    refused = other.post(f"/r/{code}/prove/code/", {"digits": last_code()})
    assert refused.status_code == 422
    assert "not the phone" in text_of(refused)
    assert WORDS not in text_of(other.get(f"/r/{code}/"))


def test_the_owner_finds_everything_again_on_a_new_phone(browser: Browser) -> None:
    code = browser.with_phone("13800138000").sent()
    PhoneCode.objects.all().delete()  # a minute later, another code may be sent
    new_phone = Client()
    assert new_phone.post("/mine/sign-in/", {"phone": "13800138000"}).headers["Location"] == "/mine/sign-in/code/"
    assert new_phone.post("/mine/sign-in/code/", {"digits": last_code()}).headers["Location"] == "/mine/"
    assert spoken(code) in text_of(new_phone.get("/mine/"))
    assert WORDS in text_of(new_phone.get(f"/r/{code}/"))


def test_whose_phone_it_is_finds_what_a_clerk_took_down_before_and_after(
    cast: Cast, browser: Browser, run_jobs: Callable[[], object]
) -> None:
    """A herdsman who rang the hotline: his phone shows what the clerk wrote."""
    theirs = {"now": clock.now(), "contact": ContactInput(phone="13800138002")}
    before = send(cast.clerk, **theirs)
    browser.client.post("/mine/sign-in/", {"phone": "13800138002"})
    browser.client.post("/mine/sign-in/code/", {"digits": last_code()})
    assert spoken(before.code) in text_of(browser.client.get("/mine/"))
    after = send(cast.clerk, **theirs)
    other = send(cast.clerk, contact=ContactInput(phone="13800138001"))
    run_jobs()
    page = text_of(browser.client.get("/mine/"))
    assert spoken(after.code) in page
    assert spoken(other.code) not in page


def test_forgetting_leaves_nothing_on_a_borrowed_phone(browser: Browser) -> None:
    code = browser.with_phone().sent()
    browser.client.post("/mine/forget/")
    assert spoken(code) not in text_of(browser.client.get("/mine/"))
    assert WORDS not in text_of(browser.client.get(f"/r/{code}/"))


def test_looking_up_codes_of_others_is_limited(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    code = browser.anonymous().sent()
    monkeypatch.setattr(track, "LOOKUPS", 5)
    guesser = Client(headers={"accept-language": "en"})
    for _guess in range(5):
        assert guesser.get(f"/r/{new_code(COUNTY)}/").status_code == 404
    response = guesser.get(f"/r/{code}/")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0
    assert browser.client.get(f"/r/{code}/").status_code == 200, "the owner is not slowed down"


def test_pages_about_a_request_are_kept_by_no_cache_and_named_to_no_other_site(browser: Browser) -> None:
    code = browser.anonymous().sent()
    response = browser.client.get(f"/r/{code}/")
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_the_timeline_names_units_and_never_people(cast: Cast) -> None:
    told = story(cast).in_progress()
    told.do(cast.housing_handler, "echo", text="已派人查看。").do(cast.clerk, "note", text="内部备注不外传。")
    page = text_of(owner_of(told.code).get(f"/r/{told.code}/"))
    assert "已派人查看" in page
    for name in (cast.housing_handler.name, cast.dispatcher.name, "内部备注"):
        assert name not in page


def test_an_answer_is_not_shown_before_it_was_approved(cast: Cast) -> None:
    told = story(cast).in_review()
    owner = owner_of(told.code)
    assert "已更换阀门" not in text_of(owner.get(f"/r/{told.code}/"))
    told.do(cast.reviewer, "approve")
    assert "已更换阀门" in text_of(owner.get(f"/r/{told.code}/"))


def test_a_page_of_ones_own_request_costs_few_queries(browser: Browser) -> None:
    code = browser.anonymous().sent()
    browser.client.get(f"/r/{code}/")
    with at_most(8):
        browser.client.get(f"/r/{code}/")
    with at_most(4):
        browser.client.get("/mine/")
