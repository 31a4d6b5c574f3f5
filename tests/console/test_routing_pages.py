"""The routing directory in administration, without scripts: finding, adding, trying out, changing, ending; and what is dispatched by itself."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.console.admin_desk import at, soon
from tests.console.pages import act_url, form_for, forms_of, request_url, text_of
from tests.service_requests.story import Story
from tests.support.queries import at_most
from wobangni.catalogue.commands.save_rule import RuleInput, save_rule
from wobangni.catalogue.models import RoutingRule
from wobangni.catalogue.queries import auto_dispatch_of, default_unit, directory, service
from wobangni.kernel import clock
from wobangni.organisations.queries import places_of, unit

NEW = "routing/new/"


def said(client: Client, page: str = NEW, **more: Any) -> dict[str, Any]:
    """What the form would send, with ``more`` filled in."""
    [form] = [f for f in forms_of(client.get(at(page))) if f.id == "rule-form"]
    assert not set(more) - {*form.names, "try", "again"}
    return {**form.values, **more}


def send(client: Client, page: str = NEW, **more: Any) -> HttpResponse:
    return client.post(at(page), said(client, page, **more))


def rules() -> list[RoutingRule]:
    return list(RoutingRule.objects.filter(county=COUNTY).order_by("id"))


def add(cast: Cast, **more: Any) -> int:
    now = clock.now()
    rule = RuleInput(**{"unit_id": cast.water, "service": "noise", **more})
    return save_rule(
        actor=cast.admin, now=now, county=COUNTY, number=None, rule=rule, effective_from=clock.local_date(now)
    )


def test_a_rule_with_everything_is_written_and_found_again(office: Client, cast: Cast) -> None:
    township = places_of(COUNTY)[0]
    answer = send(
        office, f"{NEW}?service=heating-cold", unit=str(cast.housing), helpers=[str(cast.water)],
        places=[township.ref.code, township.villages[0].code], any_words="老人，孩子 病人", urgent="no",
        channels=["hotline", "web"], season_from="10-15", season_to="4月15日", hours="outside", limit_amount="2",
        effective_from=soon(1), note="2026 年第 3 次派单会商定", **{"answer-extent": ["building"]},
    )  # fmt: skip
    assert answer.status_code == 302, text_of(answer)
    [row] = rules()
    assert (row.number, row.unit_id, row.helpers, row.limit_amount) == (1, cast.housing, [cast.water], 2)
    assert row.places == [township.ref.code, township.villages[0].code]
    assert row.condition == {
        "any_words": ["老人", "孩子", "病人"], "urgent": False, "channels": ["hotline", "web"],
        "season": ["10-15", "04-15"], "hours": "outside", "answers": {"extent": ["building"]},
    }  # fmt: skip
    for q in ("暖气", "1", township.ref.name, "住房", "会商"):
        assert at("routing/1/") in text_of(office.get(at(f"routing/?q={q}"))), q
    assert at("routing/1/") not in text_of(office.get(at("routing/?q=骆驼")))
    page = said(office, "routing/1/")
    assert (page["any_words"], page["season_from"], page["limit_amount"]) == ("老人 孩子 病人", "10-15", "2")


def test_the_dry_run_says_what_would_have_changed_and_saves_nothing(office: Client, cast: Cast) -> None:
    story = Story(cast, now=clock.now()).submitted(service="noise")
    answer = send(office, service="noise", unit=str(cast.housing), **{"try": "1"})
    page = text_of(answer)
    assert answer.status_code == 200
    assert "<strong>1</strong>" in page
    assert request_url(story.code) in page
    assert "全部 1 件" in page
    assert not rules()
    [form] = [f for f in forms_of(answer) if f.id == "rule-form"]
    assert (form.values["service"], form.values["unit"]) == ("noise", str(cast.housing))  # still there, to be saved
    assert office.post(at(NEW), form.values).status_code == 302
    assert len(rules()) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"service": ""}, "请说明规则适用于什么"),
        ({"unit": ""}, "error-summary"),
        ({"season_from": "10-15"}, "请填两个日期"),
        ({"season_from": "99-99", "season_to": "1-1"}, "请填两个日期"),
        ({"effective_from": "2001-01-01"}, "最早从今天起"),
        ({"limit_amount": "2"}, "最早从明天起"),
        ({"places": [f"{OTHER_COUNTY}001"]}, "error-summary"),
        ({"helpers": ["7777777"]}, "error-summary"),
        ({"any_words": "长" * 301}, "最多"),
    ],
)
@pytest.mark.parametrize("button", [{}, {"try": "1"}])
def test_what_can_not_be_is_said_beside_its_box_and_nothing_is_lost(
    office: Client, cast: Cast, change: dict[str, Any], words: str, button: dict[str, str]
) -> None:
    if button and {"effective_from", "limit_amount"} & set(change):
        return  # a dry run takes any day
    kept = {"service": "noise", "unit": str(cast.housing), "note": "会商定"}
    answer = send(office, **{**kept, **change, **button})
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert "会商定" in text_of(answer)
    assert not rules()


def test_the_questions_of_a_service_come_without_scripts(office: Client, cast: Cast) -> None:
    first = said(office, service="heating-cold", any_words="老人")
    assert "answer-extent" not in first
    answer = office.post(at(NEW), {**first, "again": "1"})
    assert answer.status_code == 200
    assert "error-summary" not in text_of(answer)
    [form] = [f for f in forms_of(answer) if f.id == "rule-form"]
    assert "answer-extent" in form.names
    assert (form.values["service"], form.values["any_words"]) == ("heating-cold", "老人")


def test_a_change_from_a_day_on_and_the_end_stand_in_its_history(office: Client, cast: Cast) -> None:
    add(cast)
    assert send(office, "routing/1/", unit=str(cast.housing), effective_from=soon(7)).status_code == 302
    page = office.get(at("routing/1/"))
    assert "待生效" in text_of(page)
    [cancel] = [f for f in forms_of(page) if f.action.endswith("/cancel/")]
    assert office.post(cancel.action).status_code == 302
    assert [row.unit_id for row in rules()] == [cast.water]
    tried = office.post(at("routing/1/end/"), {"last_day": soon(1), "try": "1"})
    assert tried.status_code == 200
    assert len(rules()) == 1
    assert office.post(at("routing/1/end/"), {"last_day": "1999-01-01"}).status_code == 422
    assert office.post(at("routing/1/end/"), {"last_day": soon(0)}).status_code == 302
    assert not directory(COUNTY, clock.local_date(clock.now()))
    assert at("routing/1/") in text_of(office.get(at("routing/")))  # its number is still known
    assert send(office, "routing/1/").status_code == 302  # and it may hold again
    assert [rule.number for rule in directory(COUNTY, clock.local_date(clock.now()))] == [1]


def test_sending_the_form_twice_makes_one_rule(office: Client, cast: Cast) -> None:
    sent = said(office, service="noise", unit=str(cast.housing))
    assert [office.post(at(NEW), sent).status_code for _ in range(2)] == [302, 302]
    assert len(rules()) == 1
    assert office.post(at(NEW), {**sent, "unit": str(cast.water)}).status_code == 422


def test_a_rule_of_another_county_does_not_exist_here(office: Client, cast: Cast) -> None:
    assert office.get(at("routing/1/")).status_code == 404
    assert office.get(at(NEW, OTHER_COUNTY)).status_code == 404
    for page in (NEW, "routing/1/", "routing/1/end/", "routing/versions/1/cancel/", "routing/auto/"):
        assert office.post(at(page, OTHER_COUNTY), {}).status_code in (403, 404), page
    row = RoutingRule.objects.create(
        county_id=OTHER_COUNTY, number=1, service_id=service("noise").id, unit_id=cast.afar, effective_from=soon(5)  # type: ignore[union-attr]
    )  # fmt: skip
    assert office.post(at(f"routing/versions/{row.pk}/cancel/")).status_code == 404
    assert RoutingRule.objects.count() == 1


@pytest.mark.parametrize("who", ["clerk", "dispatcher", "housing_handler", "supervisor", "observer"])
def test_only_administrators_come_here(cast: Cast, at_desk: Any, who: str) -> None:
    client = at_desk(cast.everybody[who])
    for page in ("routing/", NEW, "routing/auto/"):
        assert client.get(at(page)).status_code in (403, 404)
    assert client.post(at(NEW), {"service": "noise", "unit": cast.housing}).status_code in (403, 404)
    assert not rules()


def test_what_is_written_into_a_rule_does_no_harm(office: Client, cast: Cast) -> None:
    evil = "<script>alert(1)</script>"
    send(office, service="noise", unit=str(cast.housing), note=evil, any_words="<b>x</b>")
    for page in ("routing/", "routing/1/", f"routing/?q={evil}"):
        assert "<script>alert" not in text_of(office.get(at(page)))
        assert "<b>x" not in text_of(office.get(at(page)))


def test_the_pages_ask_little_however_many_rules_there_are(office: Client, cast: Cast) -> None:
    for number in range(30):
        add(cast, condition={"any_words": [f"词{number}"]})
    Story(cast, now=clock.now()).submitted(service="noise")
    sent = said(office, "routing/1/", **{"try": "1"})
    for page in ("routing/", "routing/?q=词", "routing/1/", NEW, "routing/auto/"):
        office.get(at(page))
        with at_most(10):  # BEGIN and COMMIT come on top: twelve
            office.get(at(page))
    with at_most(10):
        assert office.post(at("routing/1/"), sent).status_code == 200


def test_what_is_dispatched_by_itself_is_chosen_and_switched_on(office: Client, cast: Cast) -> None:
    sent = {"enabled": "on", "minimum_confidence": "80", "services": ["noise", "heating-cold"]}
    assert office.post(at("routing/auto/"), sent).status_code == 302
    row = auto_dispatch_of(COUNTY)
    assert (row.enabled, row.minimum_confidence, len(row.services)) == (True, 80, 2)
    assert "2 个服务事项自动派单" in text_of(office.get(at("routing/")))
    for change in ({"services": []}, {"services": ["x"]}, {"minimum_confidence": "20"}, {"minimum_confidence": ""}):
        assert office.post(at("routing/auto/"), {**sent, **change}).status_code == 422
    assert "自动派单" in text_of(office.get(at("history/?table=auto_dispatch")))


def test_every_change_of_a_rule_is_readable_in_the_history(office: Client, cast: Cast) -> None:
    add(cast)
    send(office, "routing/1/", unit=str(cast.housing), any_words="装修", helpers=[str(cast.water)])
    page = text_of(office.get(at("history/?table=routing_rule")))
    housing = unit(cast.housing)
    assert housing
    for words in (housing.name, "提到“装修”", "规则 1"):
        assert words in page, words


# -- at the desk ---------------------------------------------------------------------------------------------------------


def test_the_dispatcher_sees_the_reason_and_takes_unit_and_helpers(cast: Cast, at_desk: Any) -> None:
    add(cast, unit_id=cast.water, helper_ids=[cast.housing])
    story = Story(cast, now=clock.now()).submitted(service="noise")
    client = at_desk(cast.dispatcher)
    page = html.unescape(text_of(client.get(request_url(story.code))))
    assert "规则 1：噪声扰民" in page
    form = form_for(client, story.code, "dispatch")
    assert form.values["unit"] == str(cast.water)
    assert form.values["helpers"] == str(cast.housing)
    assert client.post(form.action, form.values).status_code == 302
    assert [(a.unit_id, a.role) for a in story.assignments] == [(cast.water, "lead"), (cast.housing, "helper")]


def test_a_helper_that_is_not_wanted_is_left_out(cast: Cast, at_desk: Any) -> None:
    add(cast, unit_id=cast.water, helper_ids=[cast.housing])
    story = Story(cast, now=clock.now()).submitted(service="noise")
    client = at_desk(cast.dispatcher)
    form = form_for(client, story.code, "dispatch")
    del form.values["helpers"]
    client.post(form.action, form.values)
    assert [(a.unit_id, a.role) for a in story.assignments] == [(cast.water, "lead")]


def test_one_press_takes_unit_and_helpers_too(cast: Cast, at_desk: Any) -> None:
    add(cast, unit_id=cast.water, helper_ids=[cast.housing])
    story = Story(cast, now=clock.now()).submitted(service="noise")
    client = at_desk(cast.dispatcher)
    [form] = [f for f in forms_of(client.get(request_url(story.code))) if f.action.endswith("/take/")]
    for _twice in range(2):
        assert client.post(form.action, form.values).status_code == 302
    assert [(a.unit_id, a.role) for a in story.assignments] == [(cast.water, "lead"), (cast.housing, "helper")]


def test_a_unit_that_gave_it_back_is_shown_with_its_reason(cast: Cast, at_desk: Any, run_jobs: Any) -> None:
    usual = default_unit(COUNTY, service("heating-cold").id)  # type: ignore[union-attr]
    assert usual
    story = Story(cast, now=clock.now()).submitted(service="heating-cold")
    story.do(cast.dispatcher, "dispatch", unit=cast.housing)
    story.do(cast.housing_handler, "return", reason="管网不归我局管", basis="三定方案")
    run_jobs()
    page = text_of(at_desk(cast.dispatcher).get(act_url(story.code, "dispatch")))
    assert "退回过这一件：管网不归我局管" in page
    bulk = Story(cast, now=clock.now()).submitted(service="heating-cold")
    assert "退单 1 次" in text_of(at_desk(cast.dispatcher).get(request_url(bulk.code)))
