"""A ready text has blanks, 〔…〕. None of them may reach the resident as it stands, by whatever way it was sent."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tests.service_requests.story import Story
from wobangni.catalogue.queries import reply_templates
from wobangni.kernel.errors import InvalidInput
from wobangni.service_requests.commands.bulk_act import bulk_act
from wobangni.service_requests.rules import fields as f
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.validate import BLANK_LEFT, Problems, validate

BLANK = "您好，我们〔日期〕上门测温。"

#: (state the request is brought to, who writes, action, the box with the text, what else is needed)
WRITTEN_FOR_THE_RESIDENT: list[tuple[str, str, Action, str, dict[str, Any]]] = [
    ("submitted", "clerk", Action.ASK_INFO, "question", {}),
    ("submitted", "clerk", Action.DECLINE, "explanation", {"reason_code": "unclear"}),
    ("submitted", "clerk", Action.WITHDRAW, "remark", {}),
    ("in_progress", "housing_handler", Action.ECHO, "text", {}),
    ("in_progress", "housing_handler", Action.ANSWER, "answer", {}),
    ("in_progress", "dispatcher", Action.SUSPEND, "explanation", {"review_date": "2026-10-01"}),
    ("in_review", "reviewer", Action.APPROVE, "remark", {}),
    ("answered", "caller", Action.REWORK, "explanation", {}),
]


@pytest.mark.parametrize(("state", "who", "action", "box", "more"), WRITTEN_FOR_THE_RESIDENT)
def test_a_blank_left_in_what_the_resident_reads_is_named(
    cast: Cast, state: str, who: str, action: Action, box: str, more: dict[str, Any]
) -> None:
    story = getattr(Story(cast), state)()
    before = story.row.version
    with pytest.raises(InvalidInput) as told:
        story.do(getattr(cast, who), action, **{box: BLANK}, **more)
    assert set(told.value.fields) == {box}
    assert "〔日期〕" in str(told.value.fields[box])
    assert story.row.version == before


def test_many_at_once_are_told_the_same(cast: Cast) -> None:
    story = Story(cast).in_progress()
    actor = cast.housing_handler
    [one] = bulk_act(actor=actor, now=story.now, codes=[story.code], action="echo", data={"text": BLANK})
    assert not one.ok
    assert "〔日期〕" in one.message


def test_what_stays_in_the_house_may_have_blanks(cast: Cast) -> None:
    """What was typed before somebody was faster is kept as a note, as far as it had come."""
    story = Story(cast).in_progress().do(cast.clerk, "note", text=BLANK)
    story.do(cast.dispatcher, "redispatch", unit=cast.water, reason=BLANK)
    assert [e.action for e in story.events[-2:]] == ["note", "redispatch"]


def test_a_resident_may_quote_the_blank_they_were_asked_about(cast: Cast) -> None:
    story = Story(cast).submitted().do(cast.clerk, "ask_info", question="请补充时间。")
    story.do(cast.qiqige, "supply_info", text="〔日期〕是什么意思？我昨天报的。")
    assert story.state == "submitted"


def test_answers_of_long_ago_are_taken_as_they_were(cast: Cast) -> None:
    story = Story(cast).in_progress().do(cast.system, "answer", answer=BLANK)
    assert story.events[-1].data["answer"] == BLANK


@pytest.mark.parametrize(
    "text", ["依据呼政办发〔2021〕15号文件", "住建〔 2012 〕3号", "见〔14〕", "〔没有写完", "写完了〕"]
)
def test_the_number_of_a_document_is_no_blank(text: str) -> None:
    assert validate([f.ANSWER], {"answer": text}, for_resident=True) == {"answer": text}


@given(
    st.text("字 a1、\n", max_size=30).filter(lambda inner: not inner.strip().isdigit()),
    st.text("答复。〔2021〕", max_size=9),
)
def test_whatever_stands_in_the_brackets_the_blank_is_found(inner: str, after: str) -> None:
    with pytest.raises(Problems) as told:
        validate([f.ANSWER], {"answer": f"依据〔2021〕15号，〔{inner}〕{after}"}, for_resident=True)
    assert told.value.problems["answer"].message == BLANK_LEFT


def test_every_shipped_text_with_a_blank_is_stopped_as_it_ships(region: None) -> None:
    texts = [t.text for t in reply_templates(None) if "〔" in t.text]
    assert texts
    for text in texts:
        with pytest.raises(Problems):
            validate([f.ANSWER], {"answer": text}, for_resident=True)
