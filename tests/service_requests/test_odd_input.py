"""Codes, actions, keys, searches and dates that are none, or odd: told in words, never an error of the machine, never half a change."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.service_requests.invariants import check_request, photograph
from tests.service_requests.story import MONDAY, Story, send
from wobangni.kernel.errors import Conflict, InvalidInput, NotFound, WobangniError
from wobangni.service_requests.access import get_service_request_for
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.submit import Submission, submit
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.public import public_status, resident_view
from wobangni.service_requests.queries.queue import QueueFilter, queue
from wobangni.service_requests.rules.lifecycle import TABLE, Action
from wobangni.service_requests.rules.tracking_code import new_code

MONGOLIAN = "ᠪᠢ ᠲᠤᠰᠠᠯᠠᠮᠵᠢ ᠬᠦᠰᠡᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ᠂ ᠦᠪᠯᠵᠢᠶᠡ ᠬᠠᠯᠠᠭᠤᠨ ᠤᠰᠤ ᠦᠭᠡᠢ"  # with vowel separator and narrow space

BAD_CODES = {
    "": "characters",
    "abc": "characters",
    "1501": "length",
    "1501050000000001\x00": "characters",
    "١٥٠١٠٥٠٠٠٠٠٠٠٠٠١": "characters",
    "9" * 5000: "length",
    "1501-0500-0000-0001": "check_digit",
}


@pytest.mark.parametrize("code", BAD_CODES, ids=list(BAD_CODES.values()))
def test_a_code_that_is_none_is_told_so_everywhere(cast: Cast, code: str) -> None:
    if BAD_CODES[code] == "check_digit" and code.replace("-", "").isdigit():
        good = new_code(COUNTY)
        code = good[:-1] + str((int(good[-1]) + 1) % 10)
    for look in (
        lambda: get_service_request_for(cast.clerk, code),
        lambda: request_detail(cast.clerk, code, now=MONDAY),
        lambda: public_status(code, now=MONDAY),
        lambda: resident_view(cast.qiqige, code, now=MONDAY),
        lambda: act(actor=cast.clerk, now=MONDAY, code=code, action="accept"),
    ):
        with pytest.raises(InvalidInput) as told:
            look()
        assert told.value.code == "bad_code"


def test_a_code_that_nobody_was_given_is_not_found(cast: Cast) -> None:
    for county in (COUNTY, OTHER_COUNTY, "999999"):
        with pytest.raises(NotFound):
            act(actor=cast.clerk, now=MONDAY, code=new_code(county), action="accept")
        with pytest.raises(NotFound):
            public_status(new_code(county), now=MONDAY)


@pytest.mark.parametrize("action", ["submit", "explode", "", "ACCEPT", "accept\x00", "x" * 10_000])
def test_an_action_that_is_none_is_not_found(cast: Cast, action: str) -> None:
    with pytest.raises(NotFound):
        Story(cast).submitted().do(cast.clerk, action)


ODD: list[Any] = [
    "", " ", "\x00", "x" * 30_000, "💧", MONGOLIAN, -1, 0, 10**30, 1.5, math.nan, True, None, [], {}, ["a"], {"a": 1}, b"x", "2099-01-01",
    "1990-01-01", "0001-01-01", "9999-12-31", "2026-02-30", dt.date(2026, 9, 20), dt.datetime(2026, 9, 20, tzinfo=dt.UTC), "1501050000000000",
    "150105-housing", "1; DROP TABLE unit", "%s", "999999999999999999999",
]  # fmt: skip


@pytest.mark.parametrize("action", [row.action for row in TABLE if row.action is not Action.SUBMIT])
def test_odd_values_in_any_field_of_any_action_are_taken_or_refused_in_words(cast: Cast, action: Action) -> None:
    row = next(r for r in TABLE if r.action is action)
    story = Story(cast).submitted()
    for field in row.fields:
        for odd in ODD:
            others = {f.name: "2026-10-01" if f.kind == "date" else "说明" for f in row.fields if f.name != field.name}
            before, told = photograph(), None
            try:
                story.do(cast.clerk, action, **others, **{field.name: odd})
            except WobangniError as error:
                told = error
            if told is None:
                check_request(story.row)
                story = Story(cast).submitted()
            else:
                assert str(told.message)
                assert photograph() == before


@pytest.mark.parametrize(
    ("action", "field", "value"),
    [
        ("dispatch", "unit", "99999999"),
        ("dispatch", "unit", "0"),
        ("dispatch", "unit", "afar"),
        ("amend", "service", "no-such"),
        ("amend", "division", "150502001001"),
        ("merge", "lead_code", "unknown"),
        ("decline", "reason_code", "because"),
    ],
)
def test_what_does_not_exist_or_lies_elsewhere_is_told_by_its_field(
    cast: Cast, action: str, field: str, value: str
) -> None:
    story = Story(cast).submitted()
    value = {"afar": str(cast.afar), "unknown": new_code(COUNTY)}.get(value, value)
    data = {field: value} | ({"explanation": "理由"} if action == "decline" else {})
    with pytest.raises(InvalidInput) as told:
        story.do(cast.dispatcher, action, **data)
    assert set(told.value.fields) == {field}


def test_fields_that_the_action_does_not_have_are_told_not_ignored(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as told:
        Story(cast).submitted().do(cast.clerk, "accept", state="closed", merged_into="x", service_id=1)
    assert set(told.value.fields) == {"state", "merged_into", "service_id"}


@pytest.mark.parametrize("key", ["键💧", "k\x00k", "k\ud800", "' OR 1=1 --", "k" * 80])
def test_any_key_is_a_key(cast: Cast, key: str) -> None:
    story = Story(cast).submitted()
    call = {"actor": cast.clerk, "now": MONDAY, "code": story.code, "action": "note", "data": {"text": "一"}}
    assert [act(**call, key=key).changed for _n in range(2)] == [True, False]


@pytest.mark.parametrize("key", ["", "  ", "\x00", "\ud800"])
def test_a_key_that_shows_nothing_is_none(cast: Cast, key: str) -> None:
    story = Story(cast).submitted()
    call = {"actor": cast.clerk, "now": MONDAY, "code": story.code, "action": "note", "data": {"text": "一"}}
    assert [act(**call, key=key).changed for _n in range(2)] == [True, True]


def test_too_long_a_key_is_refused_not_cut(cast: Cast) -> None:
    story = Story(cast).submitted()
    with pytest.raises(InvalidInput) as told:
        act(actor=cast.clerk, now=MONDAY, code=story.code, action="note", data={"text": "一"}, key="k" * 81)
    assert set(told.value.fields) == {"key"}


def test_a_key_used_for_something_else_is_a_conflict(cast: Cast) -> None:
    story = Story(cast).submitted()
    act(actor=cast.clerk, now=MONDAY, code=story.code, action="note", data={"text": "一"}, key="k")
    for action, data in (("accept", {}), ("note", {"text": "二"})):
        with pytest.raises(Conflict):
            act(actor=cast.clerk, now=MONDAY, code=story.code, action=action, data=data, key="k")
    send(cast.qiqige, key="k")
    with pytest.raises(Conflict):
        send(cast.qiqige, key="k", description="另一件事")


@pytest.mark.parametrize("moment", ["1999-12-31T23:59:59+08:00", "2099-06-01T12:00:00+08:00"])
def test_a_file_from_long_ago_or_far_ahead_has_its_deadlines_all_the_same(cast: Cast, moment: str) -> None:
    now = dt.datetime.fromisoformat(moment)
    made = submit(actor=cast.system, now=now, submission=Submission(COUNTY, "旧事"))
    row = Story(cast)
    row.code = made.code
    assert row.row.answer_due_at is not None
    assert now < row.row.answer_due_at < now + dt.timedelta(days=30)
    check_request(row.row)


@pytest.mark.parametrize(
    "q", ["", " ", "\x00", "'", "a & b | !", "💧", MONGOLIAN, "x" * 5000, "<->", ":*", "\\", "()", "﷽"]
)
def test_any_search_is_answered(cast: Cast, q: str) -> None:
    queue(cast.clerk, COUNTY, QueueFilter(q=q), now=MONDAY)


@pytest.mark.parametrize("cursor", ["x", "eyJ", "W10", "bnVsbA", "e30", "\x00", "💧", "A" * 100_000])
def test_a_cursor_that_is_none_is_told(cast: Cast, cursor: str) -> None:
    with pytest.raises(InvalidInput) as told:
        queue(cast.clerk, COUNTY, QueueFilter(), now=MONDAY, cursor=cursor)
    assert told.value.code == "bad_cursor"
