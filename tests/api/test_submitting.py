"""POST /service-requests."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.api.conftest import TEXT, Caller
from tests.cast import COUNTY, OTHER_COUNTY
from tests.support.queries import at_most
from wobangni.accounts.models import Contact
from wobangni.kernel.actors import Actor
from wobangni.service_requests.models import ServiceRequest

PATH = "/service-requests"
FULL = {
    "county": COUNTY,
    "description": TEXT,
    "title": "暖气不热",
    "place_text": "巴彦街道某小区三号楼",
    "lat": 40.79,
    "lng": 111.70,
    "contact": {"name": "张三", "phone": "138 0013 8000", "address": "三号楼 402"},
    "channel": "app",
    "external_id": "SH-2026-00017",
}


def test_a_new_request_is_created_and_can_be_read(app: Caller) -> None:
    answer = app.post(PATH, FULL)
    assert answer.status_code == 201, answer.content.decode()
    made = answer.json()
    assert (made["created"], made["state"], made["version"], made["pin"]) == (True, "submitted", 1, None)
    assert answer["Location"] == made["href"] == f"/api/v1/service-requests/{made['code']}"
    assert answer["ETag"] == '"1"'
    found = app.get(f"/service-requests/{made['code']}").json()
    assert found["description"] == TEXT
    assert (found["channel"], found["external_id"], found["county"]) == ("app", "SH-2026-00017", COUNTY)


def test_contact_data_come_back_only_masked(app: Caller) -> None:
    code = app.post(PATH, FULL).json()["code"]
    answer = app.get(f"/service-requests/{code}")
    assert answer.json()["contact"] == {"name": "张*", "phone": "138****8000", "has_address": True, "anonymous": False}
    for secret in ("13800138000", "138 0013 8000", "402"):
        assert secret not in answer.content.decode()


def test_an_anonymous_request_keeps_nobody_and_tells_its_query_password_again_when_sent_again(app: Caller) -> None:
    body = {"description": TEXT, "anonymous": True}
    first = app.post(PATH, body, key="a1")
    pin = first.json()["pin"]
    assert len(pin) == 6
    assert app.post(PATH, body, key="a1").json()["pin"] == pin  # the first answer may have been lost
    assert app.post(PATH, body, key="a2").json()["pin"] != pin
    assert not Contact.objects.exclude(phone_hash=None).exists()


def test_anonymous_and_contact_together_are_refused(app: Caller) -> None:
    answer = app.post(PATH, {"description": TEXT, "anonymous": True, "contact": {"phone": "13800138000"}})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "#/contact"


def test_the_county_is_the_tokens_unless_named(app: Caller) -> None:
    assert app.submit().startswith(COUNTY)


def test_a_token_of_the_region_names_the_county(caller: Callable[..., Caller]) -> None:
    region = caller("requests:write", county=None)
    assert region.post(PATH, {"description": TEXT}).json()["errors"][0]["pointer"] == "#/county"
    assert region.submit(county=OTHER_COUNTY).startswith(OTHER_COUNTY)


def test_a_county_that_does_not_exist_is_named(caller: Callable[..., Caller]) -> None:
    answer = caller("requests:write", county=None).post(PATH, {"description": TEXT, "county": "999999"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/county")


def test_another_county_than_the_tokens_is_refused(app: Caller) -> None:
    answer = app.post(PATH, {"description": TEXT, "county": OTHER_COUNTY})
    assert (answer.status_code, answer.json()["code"]) == (403, "other_county")
    assert not ServiceRequest.objects.exists()


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"description": ""}, "#/description"),
        ({"description": "\u200b\u202e \n"}, "#/description"),
        ({"description": "诉" * 10_001}, "#/description"),
        ({"description": 17}, "#/description"),
        ({"description": None}, "#/description"),
        ({"title": "题" * 201}, "#/title"),
        ({"service": "no-such-service"}, "#/service"),
        ({"division": "15010"}, "#/division"),
        ({"division": "150502001"}, "#/division"),
        ({"lat": 40.79}, "#/lat"),
        ({"lat": 91, "lng": 111.7}, "#/lat"),
        ({"lat": "40.79", "lng": 111.7}, "#/lat"),
        ({"lat": 22.5, "lng": 114.0}, "#/lat"),
        ({"contact": {"phone": "110"}}, "#/contact/phone"),
        ({"contact": {"telephone": "13800138000"}}, "#/contact/telephone"),
        ({"contact": "13800138000"}, "#/contact"),
        ({"channel": "pigeon"}, "#/channel"),
        ({"channel": "import"}, "#/channel"),
        ({"anonymous": "yes"}, "#/anonymous"),
        ({"answers": {"rooms": 3}}, "#/answers"),
        ({"answers": {"a": {"b": {}}}, "service": "heating"}, "#/answers/a"),
        ({"county": "15010"}, "#/county"),
        ({"submitted_at": "2099-01-01T00:00:00Z"}, "#/submitted_at"),
        ({"external_id": "x" * 121}, "#/external_id"),
    ],
)
def test_what_cant_be_used_is_named_by_field(app: Caller, change: dict[str, object], pointer: str) -> None:
    answer = app.post(PATH, {"description": TEXT} | change)
    assert answer.status_code == 422, answer.content.decode()
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert not ServiceRequest.objects.exists()


def test_words_of_every_script_come_back_as_sent(app: Caller) -> None:
    words = "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠌ 👵🏽 暖气 — ‘quotes’ <script>alert(1)</script> & 'x'; DROP TABLE"
    code = app.submit(description=words)
    assert app.get(f"/service-requests/{code}").json()["description"] == words


def test_the_same_key_and_body_is_the_same_request(app: Caller) -> None:
    first = app.post(PATH, FULL, key="17")
    second = app.post(PATH, dict(reversed(FULL.items())), key="17")
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["code"] == first.json()["code"]
    assert second.json()["created"] is False
    assert (first.headers.get("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (None, "true")
    assert ServiceRequest.objects.count() == 1


def test_a_key_may_stand_in_quotes(app: Caller) -> None:
    first, second = (app.post(PATH, {"description": TEXT}, key=key) for key in ('"k-1"', "k-1"))
    assert first.json()["code"] == second.json()["code"]


@pytest.mark.parametrize(
    "change", [{"description": TEXT + "。"}, {"title": "急"}, {"contact": {"phone": "13900139000"}}]
)
def test_the_same_key_with_another_body_is_a_conflict(app: Caller, change: dict[str, object]) -> None:
    app.post(PATH, {"description": TEXT, "contact": {"phone": "13800138000"}}, key="17")
    answer = app.post(PATH, {"description": TEXT, "contact": {"phone": "13800138000"}} | change, key="17")
    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")
    assert ServiceRequest.objects.count() == 1


def test_two_partners_may_use_the_same_key(app: Caller, caller: Callable[..., Caller]) -> None:
    other = caller("requests:write", name="另一家")
    codes = {one.post(PATH, {"description": TEXT}, key="same").json()["code"] for one in (app, other)}
    assert len(codes) == 2


def test_the_same_external_id_is_the_same_request(app: Caller) -> None:
    answers = [app.post(PATH, {"description": TEXT, "external_id": "A-1"}, key=None) for _time in range(2)]
    assert [a.status_code for a in answers] == [201, 200]
    assert len({a.json()["code"] for a in answers}) == 1


@pytest.mark.parametrize(
    "change", [{"description": TEXT + "。"}, {"place_text": "三号楼"}, {"contact": {"phone": "13900139000"}}]
)
@pytest.mark.parametrize("key", [None, "fresh"])
def test_the_same_external_id_with_another_body_is_a_conflict(
    app: Caller, change: dict[str, object], key: str | None
) -> None:
    body = {"description": TEXT, "external_id": "A-1", "contact": {"phone": "13800138000"}}
    first = app.post(PATH, body, key=key)
    answer = app.post(PATH, body | change, key=key)
    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")
    again = app.post(PATH, body, key=key)
    assert (again.status_code, again.json()["code"]) == (200, first.json()["code"])
    assert ServiceRequest.objects.get().description == TEXT


def test_two_partners_may_use_the_same_external_id(app: Caller, caller: Callable[..., Caller]) -> None:
    other = caller("requests:write", name="另一家")
    bodies = ({"description": words, "external_id": "A-1"} for words in (TEXT, "另一件事"))
    assert [one.post(PATH, body).status_code for one, body in zip((app, other), bodies, strict=True)] == [201, 201]


@pytest.mark.parametrize("external_id", ["", "  ", "\u200b"])
def test_without_key_and_number_nothing_is_taken_and_the_answer_says_what_is_needed(
    app: Caller, external_id: str
) -> None:
    answer = app.post(PATH, {"description": TEXT, "external_id": external_id}, key=None)
    assert (answer.status_code, answer.json()["code"]) == (400, "key_missing")
    assert answer.json()["errors"][0]["header"] == "Idempotency-Key"
    assert answer.json()["errors"][1]["pointer"] == "#/external_id"
    assert not ServiceRequest.objects.exists()


@pytest.mark.parametrize("body", [{"description": TEXT}, {"description": TEXT, "anonymous": True}])
def test_two_residents_who_say_the_same_are_two_requests(app: Caller, body: dict[str, object]) -> None:
    codes = {app.post(PATH, body).json()["code"] for _resident in range(2)}
    codes |= {app.post(PATH, body | {"external_id": f"A-{n}"}, key=None).json()["code"] for n in range(2)}
    assert len(codes) == ServiceRequest.objects.count() == 4


@pytest.mark.parametrize("key", ["", "x" * 256, "钥匙", "a\tb"])
def test_a_key_that_is_none_is_refused(app: Caller, key: str) -> None:
    answer = app.post(PATH, {"description": TEXT}, key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_idempotency_key")
    assert answer.json()["errors"][0]["header"] == "Idempotency-Key"


def test_what_a_demo_token_submits_is_marked_as_demo(caller: Callable[..., Caller]) -> None:
    code = caller("requests:write", demo=True).submit()
    assert ServiceRequest.objects.get(code=code).demo


def test_the_timeline_names_the_partner(app: Caller, desk: Caller) -> None:
    code = app.submit()
    (entry,) = desk.get(f"/service-requests/{code}").json()["timeline"]
    assert (entry["action"], entry["by"], entry["actor_name"]) == ("submit", "partner", "赛罕发布")


def test_a_creation_asks_the_database_at_most_eight_times(app: Caller) -> None:
    app.submit()
    with at_most(6):  # BEGIN and COMMIT come to these
        app.submit(description=TEXT + "再说一遍")


def test_the_actor_of_a_token_has_its_county(app: Caller) -> None:
    actor: Actor = app.actor
    assert (actor.county, actor.counties) == (COUNTY, {COUNTY})
