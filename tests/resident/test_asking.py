"""The form for a new request, without scripts: from the county to the tracking code."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from tests.cast import COUNTY, OTHER_COUNTY
from tests.resident.conftest import WORDS, Browser, last_code, text_of
from tests.support.queries import at_most
from wobangni.organisations.queries import county, places_of
from wobangni.service_requests.models import ServiceRequest
from wobangni.surfaces.resident.views import send

pytestmark = pytest.mark.usefixtures("region")


def test_the_first_visit_asks_for_the_county_and_the_next_one_remembers_it() -> None:
    visitor = Client()
    assert visitor.get("/").headers["Location"] == "/counties/"
    visitor.get(f"/{COUNTY}/")
    assert visitor.get("/").headers["Location"] == f"/{COUNTY}/"


@pytest.mark.parametrize("typed", ["赛罕", "saihan", "SHQ", "shq"])
def test_a_county_is_found_by_its_name_pinyin_or_initials(typed: str) -> None:
    assert f'href="/{COUNTY}/"' in text_of(Client().get("/counties/", {"q": typed}))


def test_a_name_that_is_none_says_what_to_try() -> None:
    page = text_of(Client(headers={"accept-language": "en"}).get("/counties/", {"q": "Atlantis"}))
    assert "No place of this name" in page
    assert 'href="/counties/"' in page


def test_a_place_leads_to_its_county_and_never_stands_in_an_address() -> None:
    response = Client().post("/counties/here/", {"lat": "40.79", "lng": "111.80"})
    assert response.headers["Location"] == f"/{COUNTY}/"
    assert Client().get("/counties/here/", {"lat": "40.79", "lng": "111.80"}).status_code == 405


@pytest.mark.parametrize(("lat", "lng", "status"), [("39.9", "116.4", 404), ("x", "y", 422), ("nan", "nan", 404)])
def test_a_place_outside_or_none_at_all_points_to_the_list(lat: str, lng: str, status: int) -> None:
    response = Client().post("/counties/here/", {"lat": lat, "lng": lng})
    assert response.status_code == status


def test_a_county_that_does_not_exist_is_not_found() -> None:
    assert Client().get("/159999/").status_code == 404
    assert Client().get("/110101/").status_code == 404


def test_a_search_finds_services_and_always_offers_own_words() -> None:
    page = text_of(Client().get(f"/{COUNTY}/search/", {"q": "暖气不热"}))
    assert f"/{COUNTY}/ask/heating-cold/" in page
    assert f'href="/{COUNTY}/ask/"' in page
    nothing = text_of(Client().get(f"/{COUNTY}/search/", {"q": "qqqqqqq"}))
    assert f'href="/{COUNTY}/ask/"' in nothing


def test_a_request_goes_all_the_way_without_scripts(browser: Browser) -> None:
    code = browser.anonymous().sent()
    row = ServiceRequest.objects.get(county=COUNTY, code=code)
    assert (row.description, row.place_text, row.anonymous, row.channel) == (WORDS, "村口小卖部旁边", True, "web")
    assert len(browser.pin()) == 6


def test_the_service_and_its_answers_are_kept(browser: Browser) -> None:
    answers = {"q_" + q: v for q, v in (("temperature", "14"), ("since", "2026-11-01"))}
    form = text_of(browser.client.get(browser.url("what"), {"service": "heating-cold"}))
    asked = {name: value for name, value in answers.items() if f'name="{name}"' in form}
    browser.written(service="heating-cold", **asked).post("contact", how="anonymous")
    row = ServiceRequest.objects.select_related("service").get(code=browser.sent())
    assert row.service is not None
    assert row.service.code == "heating-cold"
    assert row.answers == {name.removeprefix("q_"): 14 if value == "14" else value for name, value in asked.items()}
    assert asked, "the catalogue's heating service asks nothing that this test knows"


def test_a_step_left_out_is_asked_before_sending(browser: Browser) -> None:
    browser.post("what", description=WORDS)
    assert browser.get("check").headers["Location"] == browser.url("where")
    assert browser.post("check").headers["Location"] == browser.url("where")
    assert not ServiceRequest.objects.exists()


def test_going_back_shows_what_was_typed_and_changing_it_leads_to_the_check(browser: Browser) -> None:
    browser.anonymous()
    assert WORDS in text_of(browser.get("what"))
    response = browser.post("what", description="改成另一件事了，请看。")
    assert response.headers["Location"] == browser.url("check")
    assert "改成另一件事了" in text_of(browser.get("check"))


def test_sending_twice_makes_one_request(browser: Browser) -> None:
    browser.anonymous()
    assert browser.post("check").headers["Location"] == browser.url("done")
    assert browser.post("check").headers["Location"] == browser.url("done")
    assert ServiceRequest.objects.count() == 1
    assert len(browser.pin()) == 6


def test_a_resend_after_the_answer_was_lost_makes_one_request(browser: Browser) -> None:
    """The request was made, but the browser's session never learned of it: the form's key finds it again."""
    browser.anonymous()
    before = dict(browser.client.session)
    code = browser.sent()
    session = browser.client.session
    session.update(before)
    session.save()
    assert browser.sent() == code
    assert ServiceRequest.objects.count() == 1


def test_our_script_is_told_where_to_go_instead_of_being_sent_there(browser: Browser) -> None:
    response = browser.client.post(browser.url("what"), {"description": WORDS}, headers={"x-sent-by": "script"})
    assert (response.status_code, response.headers["X-Next"]) == (204, browser.url("where"))


def test_an_unfinished_form_is_offered_on_the_first_page_until_it_is_sent_or_thrown_away(browser: Browser) -> None:
    browser.post("what", description=WORDS)
    assert browser.draft in text_of(browser.client.get(f"/{COUNTY}/"))
    browser.post("discard")
    assert browser.draft not in text_of(browser.client.get(f"/{COUNTY}/"))
    browser.draft = str(uuid.uuid4())
    browser.anonymous().sent()
    assert browser.draft not in text_of(browser.client.get(f"/{COUNTY}/"))


def test_what_is_typed_lies_encrypted_in_the_session(browser: Browser) -> None:
    browser.with_phone("13800138000")
    kept = str(dict(browser.client.session))
    for typed in (WORDS, "小卖部", "13800138000", "其其格", "138****8000"):
        assert typed not in kept
    browser.sent()
    assert "13800138000" not in str(dict(browser.client.session))


def test_a_draft_of_another_county_is_not_found(browser: Browser) -> None:
    browser.post("what", description=WORDS)
    assert browser.client.get(f"/{OTHER_COUNTY}/new/{browser.draft}/where/").status_code == 404


def test_a_phone_is_proved_by_its_code_and_makes_the_request_its_owners(browser: Browser) -> None:
    code = browser.with_phone().sent()
    row = ServiceRequest.objects.get(code=code)
    assert row.resident_id is not None
    assert not row.anonymous
    assert browser.pin() == ""
    assert "138****8000" in text_of(browser.get("done"))


def test_a_proved_phone_needs_no_second_code(browser: Browser) -> None:
    browser.with_phone().sent()
    browser.draft = str(uuid.uuid4())
    browser.written()
    response = browser.post("contact", how="phone", phone="138 0013 8000")
    assert response.headers["Location"] == browser.url("check")


def test_a_phone_from_abroad_is_refused_with_the_ways_that_are_open(browser: Browser) -> None:
    browser.post("what", description=WORDS)
    browser.post("where", nowhere="1")
    browser.post("photos", next="1")
    response = browser.post("contact", how="phone", phone="+976 9911 2233")
    page = text_of(response)
    assert response.status_code == 422
    assert "热线" in page
    assert "匿名" in page
    assert "+976 9911 2233" in page, "what was typed stays"


def test_without_the_right_code_the_phone_is_not_taken(browser: Browser) -> None:
    browser.written()
    browser.post("contact", how="phone", phone="13800138000")
    right = last_code()
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    response = browser.post("contact/code", digits=wrong)
    assert response.status_code == 422
    assert browser.post("check").headers["Location"] == browser.url("contact")
    assert browser.post("contact/code", digits=f"{right[:3]} {right[3:]}").headers["Location"] == browser.url("check")


def test_going_anonymous_after_giving_a_phone_keeps_nothing_of_it(browser: Browser) -> None:
    browser.with_phone()
    browser.post("contact", how="anonymous")
    row = ServiceRequest.objects.get(code=browser.sent())
    assert row.anonymous
    assert row.resident_id is None


def test_a_village_a_point_or_no_place_will_do(browser: Browser) -> None:
    village = places_of(COUNTY)[0].villages[0]
    home = county(COUNTY)
    assert home is not None
    for answer in ({"division": village.code}, {"lat": str(home.lat), "lng": str(home.lng)}, {"nowhere": "1"}):
        browser.post("what", description=WORDS)
        assert browser.post("where", **answer).status_code == 302, answer
    assert browser.post("where").status_code == 422


def test_a_point_in_another_county_says_which_one_and_keeps_the_rest(browser: Browser) -> None:
    browser.post("what", description=WORDS)
    response = browser.post("where", place_text="村口", lat="43.62", lng="122.26")
    page = text_of(response)
    assert response.status_code == 422
    assert county(OTHER_COUNTY).name in page  # type: ignore[union-attr]
    assert "村口" in page
    assert browser.post("where", place_text="村口", lat="x", lng="999").status_code == 422


def test_each_step_costs_few_queries(browser: Browser) -> None:
    browser.written()
    browser.post("contact", how="anonymous")
    for step in ("what", "where", "photos", "contact", "check"):
        with at_most(4):
            browser.get(step)
    with at_most(3):
        Client().get(f"/{COUNTY}/")


def test_rubbish_from_one_address_is_stopped_and_the_form_is_kept(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send, "REQUESTS", 1)
    browser.anonymous().sent()
    browser.draft = str(uuid.uuid4())
    browser.anonymous("再说一件事。")
    response = browser.post("check")
    assert response.status_code == 429
    assert ServiceRequest.objects.count() == 1
    assert "再说一件事" in text_of(browser.get("check"))


def test_a_code_sent_by_two_clicks_signs_in_and_the_form_goes_on() -> None:
    """The second click comes with the session of before, for the first one's answer was never read."""
    browser = Browser().written()
    browser.post("contact", how="phone", phone="13800138000", name="其其格")
    old, digits = browser.client.cookies["sessionid"].value, last_code()
    assert browser.post("contact/code", digits=digits).status_code == 302
    browser.client.cookies["sessionid"] = old
    assert WORDS in text_of(browser.get("what"))
    assert browser.get("check").status_code == 302  # the session of before proves nothing by itself
    assert browser.post("contact/code", digits=digits).status_code == 302
    assert browser.client.cookies["sessionid"].value != old
    assert browser.sent()
    assert "138****8000" in text_of(browser.client.get("/mine/"))


def test_another_browser_gains_nothing_from_a_code_that_was_used() -> None:
    browser = Browser().written()
    browser.post("contact", how="phone", phone="13800138000")
    digits = last_code()
    browser.post("contact/code", digits=digits)
    thief = Browser().written()
    assert thief.post("contact", how="phone", phone="13800138000").status_code == 422  # one code a minute
    assert thief.post("contact/code", digits=digits).status_code == 302  # back to the phone
    assert thief.get("check").status_code == 302
