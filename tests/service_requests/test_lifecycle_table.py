"""The lifecycle as a document: read this table to know what may happen. A change of the rules is a change here."""

from __future__ import annotations

import pytest

from wobangni.service_requests.rules.lifecycle import BY_ACTION, TABLE, Action, Target, Who
from wobangni.service_requests.rules.states import OPEN_STATES, State

S = State
#: From each state, every action and where it leads.
DOCUMENT: dict[State, dict[str, str]] = {
    S.SUBMITTED: {"amend": "same", "ask_info": "needs_info", "decline": "declined", "accept": "accepted", "dispatch": "dispatched", "answer_at_once": "closed", "remind": "same", "supervise": "same", "merge": "merged", "withdraw": "withdrawn", "withdraw_for": "withdrawn", "note": "same", "add_info": "same", "relay": "same", "escalate": "same", "recount": "same"},
    S.NEEDS_INFO: {"amend": "same", "supply_info": "back", "drop_question": "back", "lapse": "withdrawn", "decline": "declined", "supervise": "same", "merge": "merged", "withdraw": "withdrawn", "withdraw_for": "withdrawn", "note": "same", "add_info": "same", "relay": "same", "escalate": "same", "recount": "same"},
    S.ACCEPTED: {"amend": "same", "ask_info": "needs_info", "decline": "declined", "dispatch": "dispatched", "claim": "in_progress", "transfer": "dispatched", "remind": "same", "supervise": "same", "echo": "same", "merge": "merged", "withdraw": "withdrawn", "withdraw_for": "withdrawn", "note": "same", "add_info": "same", "relay": "same", "escalate": "same", "recount": "same"},
    S.DISPATCHED: {"sign": "in_progress", "return": "accepted", "redispatch": "dispatched", "transfer": "dispatched", "add_helper": "same", "helper_sign": "same", "helper_answer": "same", "helper_return": "same", "remind": "same", "supervise": "same", "echo": "same", "merge": "merged", "withdraw": "withdrawn", "withdraw_for": "withdrawn", "note": "same", "add_info": "same", "relay": "same", "escalate": "same", "recount": "same"},
    S.IN_PROGRESS: {"ask_info": "needs_info", "return": "accepted", "redispatch": "dispatched", "transfer": "dispatched", "add_helper": "same", "whistle": "same", "helper_sign": "same", "helper_answer": "same", "helper_return": "same", "request_extension": "same", "grant_extension": "same", "refuse_extension": "same", "suspend": "suspended", "remind": "same", "supervise": "same", "echo": "same", "answer": "review", "merge": "merged", "withdraw": "withdrawn", "withdraw_for": "withdrawn", "note": "same", "add_info": "same", "relay": "same", "escalate": "same", "recount": "same"},
    S.SUSPENDED: {"helper_sign": "same", "helper_answer": "same", "helper_return": "same", "suspend": "suspended", "resume": "in_progress", "supervise": "same", "echo": "same", "withdraw": "withdrawn", "withdraw_for": "withdrawn", "note": "same", "add_info": "same", "relay": "same", "escalate": "same", "recount": "same"},
    S.IN_REVIEW: {"helper_sign": "same", "helper_answer": "same", "helper_return": "same", "remind": "same", "supervise": "same", "echo": "same", "approve": "answered", "reject_answer": "in_progress", "note": "same", "add_info": "same", "relay": "same", "escalate": "same", "recount": "same"},
    S.ANSWERED: {"supervise": "same", "confirm": "closed", "rework": "work", "close": "closed", "note": "same", "add_info": "same", "relay": "same", "escalate": "same", "recount": "same"},
    S.CLOSED: {"rework": "work", "archive": "archived", "note": "same"},
    S.DECLINED: {"archive": "archived", "note": "same"},
    S.WITHDRAWN: {"archive": "archived", "note": "same"},
    S.MERGED: {"unmerge": "back", "archive": "archived", "note": "same", "add_info": "same", "rate": "same"},
    S.ARCHIVED: {"note": "same"},
}  # fmt: skip


@pytest.mark.parametrize("state", State)
def test_from_each_state_exactly_these_actions_lead_where_the_document_says(state: State) -> None:
    assert {str(row.action): str(row.target) for row in TABLE if state in row.sources} == DOCUMENT[state]


def test_every_action_has_exactly_one_row() -> None:
    assert [row.action for row in TABLE] == list(BY_ACTION)
    assert set(BY_ACTION) == set(Action)


def test_somebody_can_always_do_something_while_a_request_is_open() -> None:
    for state in OPEN_STATES:
        assert any(state in row.sources and row.target is not Target.SAME for row in TABLE), state


@pytest.mark.parametrize(
    ("action", "who"),
    [
        ("confirm", {Who.RESIDENT, Who.CALLER}),  # only the resident's own word closes it as solved
        ("answer_at_once", {Who.CLERK}),
        ("decline", {Who.CLERK, Who.DISPATCHER}),
        ("approve", {Who.REVIEWER, Who.SYSTEM}),
        ("return", {Who.LEAD}),
        ("supervise", {Who.SUPERVISOR}),
        ("withdraw", {Who.RESIDENT}),
        ("escalate", {Who.SYSTEM}),
        ("lapse", {Who.SYSTEM}),
        ("recount", {Who.SYSTEM}),
        ("withdraw_for", {Who.CLERK}),
    ],
)
def test_these_actions_belong_to_these_people(action: str, who: set[Who]) -> None:
    assert BY_ACTION[Action(action)].who == who


def test_what_needs_a_ground_asks_for_it() -> None:
    required = {a: {f.name for f in BY_ACTION[a].fields if f.required} for a in Action}
    assert required[Action.RETURN] == {"reason", "basis"}
    assert required[Action.DECLINE] == {"reason_code", "explanation"}
    assert required[Action.CONFIRM] == {"solved", "satisfied"}
    assert (required[Action.WITHDRAW], required[Action.WITHDRAW_FOR]) == (set(), {"explanation"})
    assert required[Action.SUSPEND] == {"review_date", "explanation"}


def test_there_are_nine_legal_reasons_to_decline() -> None:
    (reason,) = [f for f in BY_ACTION[Action.DECLINE].fields if f.name == "reason_code"]
    assert len(dict(reason.choices)) == 9
