"""The hotline desk as whole HTTP flows: what rings where, the card, the form, an answer at once, calls to return, figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import COUNTY, OTHER_COUNTY, Cast, staff
from tests.exchange.calling import CALLER, Switch
from tests.service_requests.invariants import check_figures, check_request
from tests.service_requests.story import Story
from tests.support.queries import at_most
from wobangni.accounts.models import Contact, Reveal
from wobangni.accounts.vault import ContactInput, phone_hash
from wobangni.catalogue.commands.save_article import save_article
from wobangni.exchange.models import Call
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM, Actor, Grant, Role
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.rules.states import Channel
from wobangni.surfaces.api.rates import forget_leases

DESK = f"/console/{COUNTY}/hotline/"
NOW = DESK + "now/"
HEATING = "供暖期为每年10月15日至次年4月15日，低于18℃可以要求测温。"


@pytest.fixture
def switch(cast: Cast) -> Switch:
    forget_leases()
    return Switch(cast)


@pytest.fixture
def clerk(cast: Cast, at_desk: Callable[[Actor], Client]) -> Client:
    return at_desk(cast.clerk)


def write_article(title: str = "供暖从哪天开始？", text: str = HEATING, **more: Any) -> int:
    review = clock.local_date(clock.now()) + dt.timedelta(days=90)
    said: dict[str, Any] = {"article_id": None, "county": None, "service": "heating-stopped"} | more
    return save_article(actor=SYSTEM, now=clock.now(), title=title, text=text, review_on=review, **said)


def call_url(call: Call) -> str:
    return f"{DESK}calls/{call.id}/"


def form_of(client: Client, url: str, **words: str) -> dict[str, str]:
    return {
        "channel": "hotline",
        "phone": "",
        "name": "",
        "address": "",
        "description": "",
        "idempotency_key": "k1",
    } | words


def test_a_ringing_call_shows_at_every_free_desk_of_its_line_and_once_answered_at_one(
    switch: Switch, cast: Cast, clerk: Client, at_desk: Callable[[Actor], Client]
) -> None:
    second = staff(31, "萨日娜", Grant(Role.CLERK, COUNTY))
    third = staff(32, "没有分机", Grant(Role.CLERK, COUNTY))
    switch.seat(second, "802")
    others = at_desk(second), at_desk(third)
    began = clock.now() - dt.timedelta(seconds=10)
    call = switch.rings("c1", at=began)
    assert "138****5678" in clerk.get(NOW).content.decode()
    assert "138****5678" in others[0].get(NOW).content.decode()
    assert "138****5678" not in others[1].get(NOW).content.decode()
    switch.answered("c1", at=began + dt.timedelta(seconds=4))
    assert f'data-open-call="{call_url(call)}"' in clerk.get(NOW).content.decode()
    assert others[0].get(NOW).content.decode().strip() == ""
    # Whoever is on a call is not shown the next one; a free desk is.
    switch.rings("c2", caller="13900001111")
    assert "139****1111" not in clerk.get(NOW).content.decode()
    assert "139****1111" in others[0].get(NOW).content.decode()


def test_asking_again_costs_one_query_about_calls_and_nothing_is_drawn(switch: Switch, clerk: Client) -> None:
    switch.rings("c1")
    first = clerk.get(NOW)
    with at_most(6) as asked:  # session, person, roles, who acts, and the one
        again = clerk.get(NOW, headers={"If-None-Match": first["ETag"], "X-Waiting": "1"})
    assert (again.status_code, again.content) == (304, b"")
    about_calls = [q["sql"] for q in asked.captured_queries if "hotline_" in q["sql"]]
    assert len(about_calls) == 1
    switch.answered("c1")
    assert clerk.get(NOW, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_that_question_is_answered_by_the_index_of_live_calls(switch: Switch, clerk: Client, cast: Cast) -> None:
    from django.db import connection

    switch.rings("c1")
    with at_most(7) as asked:  # and that somebody clicked
        clerk.get(NOW)
    (query,) = [q["sql"] for q in asked.captured_queries if "hotline_call" in q["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(  # a year of a busy hotline
            "INSERT INTO hotline_call (county, id, system_id, external_id, dialled, caller_masked, caller_sealed, recording_sealed, state, began_at, "
            "extension, heard_at, request_code, solved_at_once) SELECT county, gen_random_uuid(), system_id, 'old-' || n, dialled, '', '', '', 'ended', "
            "began_at - n * interval '5 minutes', '', heard_at, '', false FROM hotline_call, generate_series(1, 20000) AS n"
        )
        cursor.execute("ANALYZE hotline_call")
        cursor.execute("EXPLAIN " + query)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "call_live" in plan


def test_waiting_for_calls_is_nobodys_click(switch: Switch, clerk: Client, settings: Any) -> None:
    clerk.get(DESK)
    session = clerk.session
    session["staff_seen"] = seen = int(clock.now().timestamp()) - 600
    session.save()
    clerk.get(NOW, headers={"X-Waiting": "1"})
    assert clerk.session["staff_seen"] == seen
    clerk.get(DESK)
    assert clerk.session["staff_seen"] > seen


def test_the_card_shows_open_and_earlier_requests_and_that_it_was_looked_up(
    switch: Switch, cast: Cast, clerk: Client
) -> None:
    contact = ContactInput("其其格", CALLER, "")
    open_one = Story(cast, now=clock.now()).submitted(contact=contact)
    closed = Story(cast, now=clock.now()).submitted(contact=contact, description="路灯坏了三天没人修")
    closed.do(cast.qiqige, "withdraw")
    call = switch.rings("c1")
    page = clerk.get(call_url(call)).content.decode()
    before, after = page.split("此前")[0], page
    assert open_one.code in before.replace(" ", "")
    assert closed.code in after
    assert "138****5678" in page
    assert CALLER not in page
    reveal = Reveal.objects.get()
    assert (reveal.request_code[:6], reveal.actor_name) == (COUNTY, cast.clerk.name)


def test_who_calls_often_is_marked(switch: Switch, clerk: Client) -> None:
    for number in range(3):
        call = switch.rings(f"c{number}")
    assert "3" in clerk.get(call_url(call)).content.decode().split("mark-time")[1][:60]


def test_the_form_takes_the_number_along_unseen(switch: Switch, cast: Cast, clerk: Client) -> None:
    call = switch.rings("c1")
    url = call_url(call)
    done = clerk.post(url, form_of(clerk, url, description="三号楼暖气不热，家里有老人", name="王芳"))
    assert done.status_code == 302
    row = ServiceRequest.objects.get()
    assert (row.channel, done["Location"]) == (Channel.HOTLINE, f"/console/requests/{row.code}/taken/")
    contact = Contact.objects.get(county=COUNTY, id=row.contact_id)
    assert bytes(contact.phone_hash) == phone_hash("+86" + CALLER)
    assert (contact.phone_masked, contact.name_masked != "") == ("138****5678", True)
    call = Call.objects.get()
    assert (call.request_code, call.solved_at_once) == (row.code, False)
    assert (
        clerk.post(url, form_of(clerk, url, description="三号楼暖气不热，家里有老人", name="王芳")).status_code == 302
    )
    assert ServiceRequest.objects.count() == 1


def test_another_number_given_on_the_telephone_is_the_one_that_is_kept(switch: Switch, clerk: Client) -> None:
    url = call_url(switch.rings("c1"))
    clerk.post(url, form_of(clerk, url, description="三号楼暖气不热", phone="13900001111"))
    assert Contact.objects.get(id=ServiceRequest.objects.get().contact_id).phone_masked == "139****1111"


def answer_form(article: int, **words: str) -> dict[str, str]:
    return form_of(Client(), "") | {"answer": "1", "article": f"{article}.1", "solved": "yes", "satisfied": "5"} | words


def test_a_consultation_is_answered_from_the_knowledge_base_and_closed(
    switch: Switch, cast: Cast, clerk: Client
) -> None:
    article = write_article()
    call = switch.rings("c1")
    done = clerk.post(call_url(call), answer_form(article))
    assert (done.status_code, done["Location"]) == (302, DESK)
    row = ServiceRequest.objects.get()
    assert (row.state, row.solved, row.satisfied, row.description) == ("closed", True, 5, "咨询：供暖从哪天开始？")
    event = Event.objects.get(county=COUNTY, service_request_id=row.id, action="answer_at_once")
    assert (event.data["answer"], event.data["quoted"]) == (HEATING, f"K-{article} v1 供暖从哪天开始？")
    assert Call.objects.get().solved_at_once
    check_request(row)
    check_figures()
    assert clerk.post(call_url(call), answer_form(article)).status_code == 302  # twice
    assert (ServiceRequest.objects.count(), row.version) == (1, ServiceRequest.objects.get().version)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"article": ""}, "选择"),
        ({"article": "0.1"}, "选择"),
        ({"article": "999999.7"}, "选择"),
        ({"article": "x.y"}, "选择"),
        ({"article": "9" * 40 + ".1"}, "选择"),
        ({"solved": ""}, "先问"),
        ({"satisfied": ""}, "先问"),
        ({"solved": "no"}, "单位"),
        ({"satisfied": "9"}, "5"),
    ],
)
def test_an_answer_that_lacks_something_closes_nothing_and_keeps_what_was_typed(
    switch: Switch, clerk: Client, words: dict[str, str], says: str
) -> None:
    article = write_article()
    call = switch.rings("c1")
    answer = clerk.post(call_url(call), answer_form(article, description="问供暖时间") | words)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "问供暖时间" in page
    assert says in page
    assert not ServiceRequest.objects.exists()
    assert Call.objects.get().request_code == ""


def test_articles_are_found_as_they_are_asked_for(switch: Switch, clerk: Client) -> None:
    write_article()
    write_article("小区物业费该不该交？", "按合同交，服务不到位可以要求整改。", service="property")
    write_article("旧的说法", "暖气的旧答复", active=True)
    for words, found in (("暖气", "供暖从哪天开始"), ("物业费", "小区物业费"), ("什么时候开始供暖", "供暖从哪天开始")):
        page = clerk.post(DESK + "articles/", {"article_words": words}).content.decode()
        assert found in page, words
    assert "没有文章" in clerk.post(DESK + "articles/", {"article_words": "量子计算机"}).content.decode()


def test_missed_calls_are_to_be_returned_once_for_each_line_that_called(switch: Switch, clerk: Client) -> None:
    began = clock.now() - dt.timedelta(hours=1)
    for number in range(2):
        switch.tells(f"c{number}", "missed", caller=CALLER, at=began + dt.timedelta(minutes=number))
    switch.tells("c7", "missed", caller="13900001111", at=began)
    switch.answered("c8", caller="13900001111", at=began + dt.timedelta(minutes=5))  # got through since
    page = clerk.get(DESK).content.decode()
    assert page.count("/take/") == 1


def test_returning_a_call_shows_the_number_once_on_the_record_and_takes_it_off_the_list(
    switch: Switch, cast: Cast, clerk: Client, at_desk: Callable[[Actor], Client]
) -> None:
    call = switch.tells("c1", "missed", caller=CALLER)
    url = call_url(call)
    assert clerk.post(url + "called/", {"reached": "no"}).status_code == 409  # not taken yet
    page = clerk.post(url + "take/").content.decode()
    assert CALLER in page.replace(" ", "").replace("-", "")
    assert Reveal.objects.get().purpose
    other = at_desk(staff(31, "萨日娜", Grant(Role.CLERK, COUNTY)))
    assert other.post(url + "take/").status_code == 409
    assert clerk.post(url + "called/", {"reached": "yes"})["Location"] == url
    row = Call.objects.get()
    assert (row.reached, str(row.taken_by_id)) == (True, cast.clerk.id)
    assert "/take/" not in clerk.get(DESK).content.decode()
    assert clerk.post(url + "called/", {"reached": "yes"}).status_code == 302  # twice
    assert clerk.post(url + "take/").status_code == 409


def test_figures_say_what_happened_each_with_its_n(switch: Switch, clerk: Client, cast: Cast) -> None:
    article = write_article()
    began = clock.now() - dt.timedelta(minutes=1)
    for number, wait in enumerate((3, 9, 15, 16, 40)):
        call = switch.rings(f"c{number}", at=began - dt.timedelta(seconds=60 * number))
        switch.answered(f"c{number}", at=began + dt.timedelta(seconds=wait - 60 * number))
        switch.tells(f"c{number}", "ended")
        if number == 0:
            clerk.post(call_url(call), answer_form(article))
    switch.tells("m1", "missed", caller="13900001111")
    switch.rings("r1")  # still rings: in no figure
    with at_most(12):
        page = clerk.get(f"{DESK}figures/?span=month").content.decode()
    for words in ("5/6", "3/5", "15 s", "40 s", "1/1", "0/1"):
        assert words in page, words
    assert clerk.get(f"{DESK}figures/?span=day&day=2020-02-30").status_code == 200
    assert clerk.get(f"{DESK}figures/?span=year&day=0001-01-01").status_code == 200


def test_the_desk_and_the_card_ask_little_of_the_database(switch: Switch, clerk: Client) -> None:
    write_article()
    call = switch.answered("c1", caller=CALLER)
    clerk.get(DESK)
    with at_most(12):
        clerk.get(DESK)
    with at_most(18):
        clerk.get(call_url(call))


def test_a_call_of_another_county_does_not_exist(switch: Switch, at_desk: Callable[[Actor], Client]) -> None:
    call = switch.rings("c1")
    elsewhere = at_desk(staff(33, "外县受理", Grant(Role.CLERK, OTHER_COUNTY)))
    assert elsewhere.get(f"/console/{OTHER_COUNTY}/hotline/calls/{call.id}/").status_code == 404
    assert elsewhere.get(f"/console/{OTHER_COUNTY}/hotline/now/").content.decode().strip() == ""
