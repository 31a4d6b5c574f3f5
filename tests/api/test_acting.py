"""POST /service-requests/{code}/actions/{action}: a whole life of a request, scopes, keys, versions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.cast import COUNTY, Cast
from tests.support.queries import at_most
from wobangni.service_requests.models import Event
from wobangni.service_requests.rules.lifecycle import TABLE, Action
from wobangni.surfaces.api.v1.document import document

PATH = "/service-requests"


@pytest.fixture
def unit(caller: Callable[..., Caller], cast: Cast) -> Caller:
    """The housing unit's own system."""
    return caller("requests:read", "requests:act", name="住建系统", unit_id=cast.housing)


def state_after(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.json()["state"])


def test_a_request_from_submission_to_its_rating(
    app: Caller, desk: Caller, unit: Caller, caller: Callable[..., Caller], cast: Cast
) -> None:
    reviewer = caller("requests:act", "role:reviewer", name="审核系统")
    code = app.submit()
    assert state_after(desk.act(code, "accept")) == "accepted"
    assert state_after(desk.act(code, "dispatch", {"unit": cast.housing, "instruction": "请今日上门"})) == "dispatched"
    assert state_after(unit.act(code, "sign", {})) == "in_progress"
    assert state_after(unit.act(code, "echo", {"text": "已约好明早上门。"})) == "in_progress"
    assert state_after(unit.act(code, "answer", {"answer": "管道已疏通，室温二十度。"})) == "in_review"
    assert app.get(f"{PATH}/{code}").json()["answer"] == ""
    assert state_after(reviewer.act(code, "approve")) == "answered"
    assert state_after(app.act(code, "confirm", {"solved": True, "satisfied": 5})) == "closed"
    found = app.get(f"{PATH}/{code}").json()
    assert (found["state"], found["solved"], found["satisfied"]) == ("closed", True, 5)
    assert found["answer"] == "管道已疏通，室温二十度。"


def test_a_partner_passes_on_what_the_resident_says_and_the_event_names_the_partner(app: Caller, desk: Caller) -> None:
    code = app.submit()
    assert state_after(desk.act(code, "ask_info", {"question": "哪个单元？"})) == "needs_info"
    assert state_after(app.act(code, "supply_info", {"text": "二单元。"})) == "submitted"
    assert state_after(app.act(code, "withdraw", {"remark": "修好了"})) == "withdrawn"
    event = Event.objects.latest("seq")
    assert (event.actor_kind, event.actor_name) == ("partner", "赛罕发布")


def test_a_partner_may_not_do_what_staff_do(app: Caller) -> None:
    code = app.submit()
    answer = app.act(code, "accept")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert app.get(f"{PATH}/{code}").json()["state"] == "submitted"


def test_a_partner_may_not_speak_for_residents_who_came_another_way(app: Caller, caller: Callable[..., Caller]) -> None:
    reader = caller("requests:read", "requests:act", name="别家")
    answer = reader.act(app.submit(), "withdraw")
    assert answer.status_code == 403


def test_the_offered_actions_are_those_that_work(app: Caller, desk: Caller) -> None:
    code = app.submit()
    offered = {offer["action"] for offer in app.get(f"{PATH}/{code}").json()["actions"]}
    assert offered == {"remind", "withdraw", "add_info"}
    assert "dispatch" in {offer["action"] for offer in desk.get(f"{PATH}/{code}").json()["actions"]}


@pytest.mark.parametrize(
    ("action", "body", "pointer"),
    [
        ("decline", {"reason_code": "unclear"}, "#/explanation"),
        ("decline", {"reason_code": "boring", "explanation": "x"}, "#/reason_code"),
        ("decline", {"reason_code": "unclear", "explanation": ""}, "#/explanation"),
        ("dispatch", {"unit": "housing"}, "#/unit"),
        ("dispatch", {"unit": 2**31 - 1}, "#/unit"),
        ("dispatch", {"unit": True}, "#/unit"),
        ("accept", {"mood": "good"}, "#/mood"),
        ("amend", {"urgent": "yes"}, "#/urgent"),
        ("amend", {"division": "150502001"}, "#/division"),
        ("merge", {"lead_code": "1501050000000001"}, "#/lead_code"),
        ("ask_info", {"question": "题" * 5001}, "#/question"),
    ],
)
def test_what_cant_be_used_is_named_by_field(
    app: Caller, desk: Caller, action: str, body: dict[str, Any], pointer: str
) -> None:
    answer = desk.act(app.submit(), action, body)
    assert answer.status_code == 422, answer.content.decode()
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_a_date_that_is_none_is_refused(app: Caller, desk: Caller, unit: Caller, cast: Cast) -> None:
    code = app.submit()
    desk.act(code, "dispatch", {"unit": cast.housing})
    unit.act(code, "sign")
    for date in ("2026-02-30", "tomorrow", "2020-01-01", "2099-01-01", 20300101):
        answer = desk.act(code, "suspend", {"review_date": date, "explanation": "等开春"})
        assert answer.status_code == 422, answer.content.decode()
        assert answer.json()["errors"][0]["pointer"] == "#/review_date"


def test_what_the_state_does_not_allow_is_a_conflict_that_tells_the_state(app: Caller, desk: Caller) -> None:
    code = app.submit()
    desk.act(code, "accept")
    answer = desk.act(code, "accept", {}, key="another")
    assert (answer.status_code, answer.json()["code"]) == (409, "moved_on")
    assert (answer.json()["state"], answer.json()["version"]) == ("accepted", 2)


def test_names_of_staff_are_not_told_to_partners(app: Caller, desk: Caller) -> None:
    code = app.submit()
    desk.act(code, "decline", {"reason_code": "unclear", "explanation": "请说明地点"})
    refused = app.act(code, "remind")
    assert refused.status_code == 409
    assert "派单系统" not in refused.content.decode()
    assert "派单系统" not in app.get(f"{PATH}/{code}").content.decode()


def test_the_same_key_again_changes_nothing(app: Caller, desk: Caller) -> None:
    code = app.submit()
    first, second = (desk.act(code, "ask_info", {"question": "哪里？"}, key="k") for _time in range(2))
    assert (first.json()["changed"], second.json()["changed"]) == (True, False)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second["Idempotency-Replayed"] == "true"
    assert first.json() | {"changed": False} == second.json()
    assert Event.objects.count() == 2


@pytest.mark.parametrize(("action", "body"), [("ask_info", {"question": "何时？"}), ("accept", {})])
def test_the_same_key_for_something_else_is_a_conflict(app: Caller, desk: Caller, action: str, body: Any) -> None:
    code = app.submit()
    desk.act(code, "ask_info", {"question": "哪里？"}, key="k")
    answer = desk.act(code, action, body, key="k")
    assert (answer.status_code, answer.json()["code"]) == (409, "key_reused")


def test_two_partners_keys_never_meet(app: Caller, desk: Caller, caller: Callable[..., Caller]) -> None:
    code = app.submit()
    other = caller("requests:act", "role:clerk", name="另一家")
    assert desk.act(code, "note", {"text": "一"}, key="k").json()["changed"]
    assert other.act(code, "note", {"text": "二"}, key="k").json()["changed"]


def test_without_a_key_what_was_done_last_is_not_done_again(app: Caller, desk: Caller) -> None:
    code = app.submit()
    answers = [desk.act(code, "note", {"text": "已电话联系"}, key=None) for _time in range(2)]
    assert [a.json()["changed"] for a in answers] == [True, False]
    assert desk.act(code, "note", {"text": "又联系了一次"}, key=None).json()["changed"]
    assert desk.act(code, "note", {"text": "已电话联系"}, key=None).json()["changed"]


def test_if_match_lets_only_the_version_pass_that_was_read(app: Caller, desk: Caller) -> None:
    code = app.submit()
    tag = desk.get(f"{PATH}/{code}")["ETag"]
    assert tag == '"1"'
    fresh = desk.act(code, "note", {"text": "看过了"}, If_Match=tag)
    assert (fresh.status_code, fresh["ETag"]) == (200, '"2"')
    stale = desk.act(code, "accept", {}, If_Match=tag)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert (stale.json()["version"], stale.json()["state"]) == (2, "submitted")
    assert desk.act(code, "accept", {}, If_Match="*").status_code == 200


@pytest.mark.parametrize("tag", ["1", 'W/"1"', '"x"', '"1", "2"', '"0"'])
def test_an_if_match_that_is_none_of_ours_is_refused(app: Caller, desk: Caller, tag: str) -> None:
    answer = desk.act(app.submit(), "accept", {}, If_Match=tag)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_if_match")


def test_a_codes_spaces_and_hyphens_are_taken_as_meant(app: Caller, desk: Caller) -> None:
    code = app.submit()
    spoken = "-".join(code[i : i + 4] for i in range(0, 16, 4))
    assert desk.act(spoken, "accept").json()["code"] == code


def test_an_action_asks_the_database_a_bounded_number_of_times(app: Caller, desk: Caller, cast: Cast) -> None:
    code = app.submit()
    desk.act(code, "note", {"text": "warm"})
    with at_most(20):
        assert desk.act(code, "dispatch", {"unit": cast.housing}).status_code == 200


def test_the_document_describes_every_row_of_the_table() -> None:
    paths = document()["paths"]
    schemas = document()["components"]["schemas"]
    for row in TABLE:
        if row.action is Action.SUBMIT:
            continue
        operation = paths[f"/api/v1/service-requests/{{code}}/actions/{row.action}"]["post"]
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        reference = schema.get("$ref") or schema["allOf"][0]["$ref"]
        body = schemas[reference.rsplit("/", 1)[1]]
        assert set(body["properties"]) == {field.name for field in row.fields}
        assert set(body.get("required", [])) == {field.name for field in row.fields if field.required}
        assert operation["requestBody"]["required"] == any(field.required for field in row.fields)
        assert body["additionalProperties"] is False


def test_the_county_of_the_cast_is_the_county_of_the_tokens(app: Caller) -> None:
    assert app.submit()[:6] == COUNTY
