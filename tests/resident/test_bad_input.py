"""Everything that people, machines and mischief send to the residents' form (issue 2, section 8)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from tests.cast import COUNTY, OTHER_COUNTY
from tests.resident.conftest import WORDS, Browser, last_code, text_of
from wobangni.accounts.models import PhoneCode
from wobangni.kernel import clock
from wobangni.organisations.queries import places_of
from wobangni.service_requests.models import ServiceRequest

pytestmark = pytest.mark.usefixtures("region")


@pytest.mark.parametrize("words", ["", "   \n\t ", "\u200b\u200b", "\x00", "\u202e", "\u3164\u3164"])
def test_a_text_without_anything_to_see_is_asked_for_again(browser: Browser, words: str) -> None:
    response = browser.post("what", description=words)
    assert response.status_code == 422
    assert 'href="#id_description"' in text_of(response)


def test_a_text_of_100_kb_is_told_its_length_and_kept(browser: Browser) -> None:
    long = "风" * 34_000
    response = browser.post("what", description=long)
    page = text_of(response)
    assert response.status_code == 422
    assert "34000" in page
    assert long in page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("路灯坏了😀👨‍👩‍👧", "路灯坏了😀👨‍👩‍👧"),
        ("ᠮᠤᠩᠭᠤᠯ ᠬᠡᠯᠡ", "ᠮᠤᠩᠭᠤᠯ ᠬᠡᠯᠡ"),
        ("路灯\x00坏了", "路灯坏了"),
        ("路\u200b灯\u202e坏了", "路灯坏了"),
        ("  路灯坏了\r\n第二行  ", "路灯坏了\n第二行"),
    ],
)
def test_every_script_is_kept_and_what_nobody_can_see_is_not(browser: Browser, typed: str, kept: str) -> None:
    code = browser.anonymous(typed).sent()
    assert ServiceRequest.objects.get(code=code).description == kept


def test_markup_is_shown_as_it_was_typed_and_never_run(browser: Browser) -> None:
    browser.anonymous("<script>alert(1)</script><img src=x onerror=alert(2)>")
    page = text_of(browser.get("check"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("phone", ["", "123", "abc", "1380013800", "010-12345678", "１３", "138001380001"])
def test_a_phone_that_no_message_can_reach_is_refused_beside_its_box(browser: Browser, phone: str) -> None:
    browser.written()
    response = browser.post("contact", how="phone", phone=phone, name="其其格")
    page = text_of(response)
    assert response.status_code == 422
    assert 'href="#id_phone"' in page
    assert "其其格" in page
    assert not PhoneCode.objects.exists()


def test_choosing_neither_phone_nor_anonymous_is_asked_again(browser: Browser) -> None:
    browser.written()
    assert browser.post("contact").status_code == 422
    assert browser.post("contact", how="carrier pigeon").status_code == 422


def test_a_village_of_another_county_is_refused(browser: Browser) -> None:
    browser.post("what", description=WORDS)
    foreign = places_of(OTHER_COUNTY)[0].villages[0].code
    assert browser.post("where", division=foreign).status_code == 422
    assert browser.post("where", division="' OR 1=1").status_code == 422


@pytest.mark.parametrize("place", [{"lat": "91", "lng": "0"}, {"lat": "40.8"}, {"lat": "inf", "lng": "nan"}])
def test_a_point_that_is_none_does_not_count_as_a_place(browser: Browser, place: dict[str, str]) -> None:
    browser.post("what", description=WORDS)
    assert browser.post("where", **place).status_code == 422


def test_answers_that_the_service_does_not_know_are_refused(browser: Browser) -> None:
    form = text_of(browser.client.get(browser.url("what"), {"service": "heating-cold"}))
    wrong: dict[str, Any] = {}
    for name in ("temperature", "since", "scope"):
        if f'name="q_{name}"' in form:
            wrong["q_" + name] = "keine Ahnung"
    assert wrong
    response = browser.post("what", description=WORDS, service="heating-cold", **wrong)
    assert response.status_code == 422
    assert WORDS in text_of(response)
    assert "keine Ahnung" in text_of(response) or len(wrong) == 1


@pytest.mark.parametrize("service", ["no-such-thing", "../../etc/passwd", "x" * 3000])
def test_a_service_that_does_not_exist_leaves_the_words(browser: Browser, service: str) -> None:
    assert browser.post("what", description=WORDS, service=service).status_code == 302
    assert WORDS in text_of(browser.get("what"))
    assert Client().get(f"/{COUNTY}/ask/no-such-thing/").status_code == 404


def test_an_expired_code_says_so_and_a_new_one_can_be_had(browser: Browser) -> None:
    browser.written()
    browser.post("contact", how="phone", phone="13800138000")
    right = last_code()
    past = clock.now() - dt.timedelta(minutes=10)
    PhoneCode.objects.update(sent_at=past, expires_at=past + dt.timedelta(minutes=5))
    assert browser.post("contact/code", digits=right).status_code == 422
    assert browser.post("contact", how="phone", phone="13800138000").status_code == 302
    assert browser.post("contact/code", digits=last_code()).headers["Location"] == browser.url("check")


def test_after_five_wrong_codes_the_right_one_no_longer_helps(browser: Browser) -> None:
    browser.written()
    browser.post("contact", how="phone", phone="13800138000")
    right = last_code()
    for offset in range(1, 6):
        assert browser.post("contact/code", digits=f"{(int(right) + offset) % 10**6:06d}").status_code == 422
    assert browser.post("contact/code", digits=right).status_code == 422
    assert browser.get("check").headers["Location"] == browser.url("contact")


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "abcdef", "一二三"])
def test_digits_that_are_no_code_do_not_use_up_a_try(browser: Browser, digits: str) -> None:
    browser.written()
    browser.post("contact", how="phone", phone="13800138000")
    assert browser.post("contact/code", digits=digits).status_code == 422
    assert PhoneCode.objects.get().tries == 0


def test_asking_for_a_second_code_at_once_leads_on_to_the_first(browser: Browser) -> None:
    browser.written()
    for _click in range(2):
        response = browser.post("contact", how="phone", phone="13800138000")
        assert response.headers["Location"] == browser.url("contact/code")
    assert PhoneCode.objects.count() == 1


def test_a_form_from_elsewhere_is_refused_and_not_repeated(browser: Browser) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"origin": "https://evil.example", "accept-language": "en"})
    response = strict.post(browser.url("what"), {"description": WORDS})
    assert response.status_code == 403
    assert WORDS not in text_of(response)


def test_a_form_whose_token_grew_old_loses_nothing(browser: Browser) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"origin": "http://testserver", "accept-language": "en"})
    response = strict.post(browser.url("what"), {"description": WORDS, "csrfmiddlewaretoken": "x" * 32})
    page = text_of(response)
    assert response.status_code == 403
    assert f'name="description" value="{WORDS}"' in page
    assert "Please send once more" in page


@pytest.mark.parametrize("county", ["159999", "150199", "999999"])
def test_no_page_of_a_county_that_does_not_exist_opens(county: str, browser: Browser) -> None:
    for path in ("", "search/?q=x", "ask/", "outline.json", f"new/{browser.draft}/what/", "category/utilities/"):
        assert Client().get(f"/{county}/{path}").status_code == 404, path


@pytest.mark.parametrize("path", ["new/not-a-uuid/what/", "new//what/", "category/nope/", "ask/nope/"])
def test_addresses_that_are_none_are_not_found(path: str) -> None:
    response = Client(headers={"accept-language": "en"}).get(f"/{COUNTY}/{path}")
    assert response.status_code == 404
    assert "We could not find that" in text_of(response)


def test_a_cookie_made_up_by_hand_owns_nothing(browser: Browser) -> None:
    code = browser.anonymous().sent()
    liar = Client()
    liar.cookies["mine"] = f"{code}:1abc:forged"
    liar.cookies["county"] = "'; DROP TABLE unit; --"
    page = text_of(liar.get(f"/r/{code}/"))
    assert WORDS not in page
    assert liar.get("/").headers["Location"] == "/counties/"
