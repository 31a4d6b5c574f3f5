"""Taking a request down on the telephone, at the counter, at the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cast import COUNTY, Cast
from tests.console.pages import Form, forms_of, text_of
from tests.service_requests.story import PHONE, Story
from wobangni.accounts.commands import record_look_up
from wobangni.accounts.queries import reveals_of
from wobangni.catalogue.queries import services
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.organisations.queries import places_of
from wobangni.service_requests.models import ServiceRequest

Desk = Callable[[Actor], Client]
NEW = f"/console/{COUNTY}/new/"


def blank(client: Client) -> Form:
    return next(f for f in forms_of(client.get(NEW)) if f.id == "new-form")


def send(client: Client, **words: Any) -> HttpResponse:
    return client.post(NEW, {**blank(client).values, "description": "楼道灯坏了三天", **words})


def the_request() -> ServiceRequest:
    return ServiceRequest.objects.get(county=COUNTY)


def test_a_call_becomes_a_request_and_its_code_is_shown_to_be_read_aloud(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    place = places_of(COUNTY)[0].ref.code
    answer = send(client, channel="hotline", phone="138 1234 5678", name="其其格", division=place, place_text="三号楼")
    row = the_request()
    assert (row.channel, row.division_id, row.place_text) == ("hotline", place, "三号楼")
    assert answer["Location"] == f"/console/requests/{row.code}/taken/"
    page = text_of(client.get(answer["Location"]))
    for start in range(0, 16, 4):
        assert f"<span>{row.code[start : start + 4]}</span>" in page
    assert PHONE not in page


def test_sending_twice_makes_one_request(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    sent = {**blank(client).values, "description": "楼道灯坏了三天"}
    assert client.post(NEW, sent)["Location"] == client.post(NEW, sent)["Location"]
    assert ServiceRequest.objects.count() == 1


def test_an_anonymous_caller_gets_a_password_once(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    address = send(client, anonymous="on", phone=PHONE)["Location"]
    assert the_request().anonymous
    first, second = text_of(client.get(address)), text_of(client.get(address))
    assert first.count('class="big-code"') == 2
    assert second.count('class="big-code"') == 1


@pytest.mark.parametrize(
    ("words", "box"),
    [
        ({"description": " "}, "new_description"),
        ({"phone": "12345"}, "new_phone"),
        ({"division": "150502001"}, "new_division"),
        ({"service": "no-such-service"}, "new_service"),
        ({"place_text": "长" * 201}, "new_place_text"),
    ],
)
def test_what_cannot_be_used_is_said_beside_its_box_and_the_rest_stays(
    words: dict[str, str], box: str, cast: Cast, at_desk: Desk
) -> None:
    answer = send(at_desk(cast.clerk), **({"name": "其其格格"} | words))
    assert answer.status_code == 422
    page = text_of(answer)
    assert f'href="#{box}"' in page
    assert "其其格格" in page
    assert not ServiceRequest.objects.exists()


def test_the_questions_of_the_chosen_service_are_asked_and_answered(cast: Cast, at_desk: Desk) -> None:
    chosen = next(s for s in services(COUNTY) if any(q.kind == "single" for q in s.questions))
    question = next(q for q in chosen.questions if q.kind == "single")
    client = at_desk(cast.clerk)
    part = text_of(client.post(f"{NEW}questions/", {"service": chosen.code}))
    assert f'name="answer_{question.code}"' in part
    assert "<html" not in part
    without_scripts = client.post(
        NEW, {**blank(client).values, "service": chosen.code, "ask": "1", "description": "灯坏了"}
    )
    assert f'name="answer_{question.code}"' in text_of(without_scripts)
    assert "灯坏了" in text_of(without_scripts)
    send(client, service=chosen.code, **{f"answer_{question.code}": question.options[0][0]})
    assert the_request().answers == {question.code: question.options[0][0]}


def test_earlier_requests_of_the_same_line_are_shown(cast: Cast, at_desk: Desk) -> None:
    earlier = Story(cast, now=clock.now()).submitted()
    client = at_desk(cast.clerk)
    for written in ("13812345678", "+86 138-1234-5678", "１３８１２３４５６７８"):
        assert earlier.code in text_of(client.post(f"{NEW}earlier/", {"phone": written})), written
    assert earlier.code not in text_of(client.post(f"{NEW}earlier/", {"phone": "13812345679"}))
    assert earlier.code in text_of(client.post(NEW, {**blank(client).values, "phone": PHONE, "look": "1"}))


def test_looking_a_number_up_is_on_the_record_when_it_finds_somebody_and_never_without_end(
    cast: Cast, at_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """138****5678 leaves ten thousand tries: a masked number must not be found out by asking."""
    earlier = Story(cast, now=clock.now()).submitted()
    client = at_desk(cast.clerk)
    client.post(f"{NEW}earlier/", {"phone": "13812345679"})
    assert reveals_of(COUNTY) == []
    client.post(f"{NEW}earlier/", {"phone": PHONE})
    (record,) = reveals_of(COUNTY)
    assert (record.request_code, record.actor_name, record.fields) == (earlier.code, "王秀兰", ("phone",))
    monkeypatch.setattr(record_look_up, "LOOK_UPS", 3)
    said = [text_of(client.post(f"{NEW}earlier/", {"phone": f"138123456{n:02}"})) for n in range(10, 14)]
    assert "尝试次数太多" in said[-1]
    assert "尝试次数太多" not in said[0]


def test_a_telephone_number_is_never_asked_for_by_address(cast: Cast, at_desk: Desk) -> None:
    assert at_desk(cast.clerk).get(f"{NEW}earlier/", {"phone": PHONE}).status_code == 405


def test_places_and_services_are_found_by_what_people_type(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.clerk)
    place = places_of(COUNTY)[0].ref
    assert place.code in client.get(f"/console/{COUNTY}/find/places/", {"q": place.short_name}).json()["values"]
    assert "heating-cold" in client.get(f"/console/{COUNTY}/find/services/", {"q": "暖气不热"}).json()["values"]
    assert client.get(f"/console/{COUNTY}/find/places/", {"q": ""}).json() == {"values": []}


@pytest.mark.parametrize("who", ["dispatcher", "housing_handler", "observer", "supervisor"])
def test_only_clerks_take_requests_down(who: str, cast: Cast, at_desk: Desk) -> None:
    client = at_desk(getattr(cast, who))
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, {"description": "x"}).status_code == 403
    assert client.post(f"{NEW}earlier/", {"phone": PHONE}).status_code == 403
    assert not ServiceRequest.objects.exists()


def test_clerks_of_another_county_are_refused(cast: Cast, at_desk: Desk) -> None:
    assert at_desk(cast.afar_dispatcher).get(NEW).status_code == 404
