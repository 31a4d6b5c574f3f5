"""What was overdue when it ended is counted, for the unit whose it was; what still had time or was paused is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import Cast
from tests.service_requests.invariants import check_request
from tests.service_requests.story import Story
from wobangni.assessment.queries.verify import verify_figures
from wobangni.service_requests.models import TallyDelta

Told = Callable[[Story], Story]
RETURN = ("housing_handler", "return", {"reason": "不属本单位", "basis": "职责清单"})
REDISPATCH = ("dispatcher", "redispatch", {"unit": "water", "reason": "改派"})
TRANSFER = ("dispatcher", "transfer", {"unit": "water", "reason": "转办"})
WITHDRAW = ("qiqige", "withdraw", {})
DECLINE = ("clerk", "decline", {"reason_code": "litigation", "explanation": "法院正在审理"})
ARCHIVE = ("admin", "archive", {})
SIGN = ("housing_handler", "sign", {})
APPROVE = ("reviewer", "approve", {})


def asked(story: Story) -> Story:
    return story.submitted().do(story.cast.clerk, "ask_info", question="门牌号？")


def asked_late(story: Story) -> Story:
    return story.accepted().after(days=8).do(story.cast.clerk, "ask_info", question="门牌号？")


def suspended(story: Story) -> Story:
    words = {"review_date": "2026-12-01", "explanation": "等供暖季"}
    return story.in_progress().do(story.cast.dispatcher, "suspend", **words)


def merged(hours: int) -> Told:
    """Into one that is archived already: a merged request is not archived before it."""

    def told(story: Story) -> Story:
        stays = Story(story.cast).submitted()
        story.dispatched().after(hours=hours).merged_into(stays)
        stays.do(story.cast.qiqige, "withdraw").do(story.cast.admin, "archive")
        return story

    return told


# Everything begins on Monday at nine. Due: sign at eleven, response at the end of Tuesday, echo of Thursday, answer of next Monday.
@pytest.mark.parametrize(
    ("told", "days", "deed", "met", "whose"),
    [
        # An order that is given back or taken away before it was signed: in time, then late.
        (Story.dispatched, 1 / 24, RETURN, {}, ""),
        (Story.dispatched, 3 / 24, RETURN, {"sign": False}, "housing"),
        (Story.dispatched, 1 / 24, REDISPATCH, {}, ""),
        (Story.dispatched, 3 / 24, REDISPATCH, {"sign": False}, "housing"),
        (Story.dispatched, 3 / 24, TRANSFER, {"sign": False}, "housing"),
        (Story.dispatched, 1 / 24, WITHDRAW, {}, ""),
        (Story.dispatched, 3 / 24, WITHDRAW, {"sign": False}, "housing"),
        (Story.dispatched, 3 / 24, SIGN, {"sign": False}, "housing"),
        (Story.dispatched, 1 / 24, SIGN, {"sign": True}, "housing"),
        # One that is signed and lies without a word.
        (Story.in_progress, 1, RETURN, {}, ""),
        (Story.in_progress, 4, RETURN, {"echo": False}, "housing"),
        (Story.in_progress, 4, REDISPATCH, {"echo": False}, "housing"),
        (Story.in_progress, 4, TRANSFER, {"echo": False}, "housing"),
        (Story.in_progress, 4, WITHDRAW, {"echo": False}, "housing"),
        (Story.in_progress, 8, WITHDRAW, {"echo": False, "answer": False}, "housing"),
        (Story.in_review, 1, APPROVE, {"answer": True}, "housing"),
        (Story.in_review, 4, APPROVE, {"answer": True, "echo": False}, "housing"),
        # The county: nobody has said a word, or nobody has decided.
        (Story.submitted, 1, WITHDRAW, {}, ""),
        (Story.submitted, 3, WITHDRAW, {"response": False}, None),
        (Story.submitted, 8, WITHDRAW, {"response": False, "answer": False}, None),
        (Story.submitted, 3, DECLINE, {"response": False}, None),
        (Story.accepted, 1, DECLINE, {}, ""),
        (Story.accepted, 8, DECLINE, {"answer": False}, None),
        # Nobody's failure: it was the resident's turn, or on the register. What was overdue before that stays so.
        (asked, 30, WITHDRAW, {}, ""),
        (asked, 30, DECLINE, {}, ""),
        (asked_late, 1, WITHDRAW, {"answer": False}, None),
        (suspended, 30, WITHDRAW, {}, ""),
        (merged(hours=1), 30, ARCHIVE, {}, ""),
        (merged(hours=3), 30, ARCHIVE, {"sign": False}, "housing"),
        (Story.closed, 30, ARCHIVE, {}, ""),
    ],
)
def test_what_was_overdue_when_it_ended_is_counted(
    cast: Cast, told: Told, days: float, deed: tuple[str, str, dict[str, Any]], met: dict[str, bool], whose: str | None
) -> None:
    story = told(Story(cast)).after(days=days)
    before = set(TallyDelta.objects.values_list("id", flat=True))
    who, action, words = deed
    story.do(getattr(cast, who), action, **{name: getattr(cast, str(value), value) for name, value in words.items()})
    assert story.events[-1].data.get("met", {}) == met
    unit = getattr(cast, whose) if whose else 0
    counted = TallyDelta.objects.exclude(id__in=before).filter(measure__startswith="met:")
    assert sorted(counted.values_list("measure", "unit_id", "n")) == sorted(
        (f"met:{kind}:{'on_time' if on_time else 'late'}", unit, 1) for kind, on_time in met.items()
    )
    check_request(story.row)
    assert verify_figures() == []


def test_a_promise_that_was_missed_is_counted_once(cast: Cast) -> None:
    story = Story(cast).dispatched().after(hours=3).do(cast.dispatcher, "redispatch", unit=cast.water, reason="改派")
    story.after(hours=1).do(cast.water_handler, "sign").do(cast.water_handler, "return", reason="不属", basis="清单")
    story.do(cast.dispatcher, "dispatch", unit=cast.housing).do(cast.qiqige, "withdraw")
    signs = TallyDelta.objects.filter(measure__startswith="met:sign").values_list("measure", "unit_id", "n")
    assert sorted(signs) == [("met:sign:late", cast.housing, 1), ("met:sign:on_time", cast.water, 1)]
