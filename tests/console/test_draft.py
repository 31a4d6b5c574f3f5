"""The writing helper at the desk: a button where it is set up, a draft beside the box, a record for those who look after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from tests.cast import COUNTY, Cast
from tests.console.pages import act_url, form_for, forms_of, request_url, text_of
from tests.console.test_answer_check import working
from tests.exchange.test_draft import Helper, replies, says
from tests.support.queries import at_most
from wobangni.exchange.queries.drafts import drafts_of
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput

Desk = Callable[[Actor], Client]
RECORD = f"/console/admin/{COUNTY}/drafts/"


def draft_url(code: str) -> str:
    return f"{request_url(code)}draft-reply/"


@pytest.fixture
def helper(settings: Any) -> Iterator[Helper]:
    made = Helper()
    settings.LLM = {"url": made.url, "model": "steppe-1", "key": "", "timeout": 2}
    yield made
    made.close()


def test_without_a_helper_there_is_no_button(cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    client = at_desk(cast.housing_handler)
    assert draft_url(story.code) not in text_of(client.get(act_url(story.code, "answer")))
    assert client.post(draft_url(story.code)).status_code == 404


def test_a_draft_stands_beside_the_box_and_is_marked(helper: Helper, cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    client = at_desk(cast.housing_handler)
    assert draft_url(story.code) in text_of(client.get(act_url(story.code, "answer")))
    part = text_of(client.post(draft_url(story.code), headers={"HX-Request": "true"}))
    assert "〔草稿" in part
    assert "steppe-1" in part
    assert 'data-insert="do_answer"' in part


def test_without_scripts_what_was_typed_stays(helper: Helper, cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    client = at_desk(cast.housing_handler)
    form = form_for(client, story.code, "answer")
    page = client.post(draft_url(story.code), {**form.values, "answer": "我已写好的话"})
    assert "〔草稿" in text_of(page)
    [again] = [f for f in forms_of(page) if f.action == act_url(story.code, "answer") and f.id]
    assert again.values["answer"] == "我已写好的话"


def test_a_helper_in_trouble_is_told_in_the_place_of_the_draft(helper: Helper, cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    helper.behave = says(500, b"")
    for headers in ({"HX-Request": "true"}, {}):
        answer = at_desk(cast.housing_handler).post(draft_url(story.code), headers=headers)
        assert answer.status_code == 200
        assert "写作助手自身出错了" in text_of(answer)


def test_a_draft_that_was_not_looked_over_never_goes_out(helper: Helper, cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    part = text_of(at_desk(cast.housing_handler).post(draft_url(story.code), headers={"HX-Request": "true"}))
    text = part.split("data-text>")[1].split("</p>")[0]
    with pytest.raises(InvalidInput) as refused:  # its mark is a blank that somebody must take away
        story.do(cast.housing_handler, "answer", answer=text)
    assert "还没有填写" in str(refused.value.fields["answer"])
    assert story.state == "in_progress"


@pytest.mark.parametrize(("who", "status"), [("afar_handler", 404), ("water_handler", 404), ("clerk", 403)])
def test_who_may_not_answer_has_nothing_drafted(
    who: str, status: int, helper: Helper, cast: Cast, at_desk: Desk
) -> None:
    story = working(cast)
    assert at_desk(getattr(cast, who)).post(draft_url(story.code)).status_code == status
    assert helper.taken == []


@pytest.mark.parametrize(("who", "status"), [("supervisor", 200), ("admin", 200), ("housing_handler", 403), ("afar_handler", 404)])  # fmt: skip
def test_the_record_is_shown_to_those_who_look_after_it(who: str, status: int, helper: Helper, cast: Cast, at_desk: Desk) -> None:  # fmt: skip
    story = working(cast)
    at_desk(cast.housing_handler).post(draft_url(story.code), headers={"HX-Request": "true"})
    client = at_desk(getattr(cast, who))
    client.get(RECORD)
    with at_most(12):
        answer = client.get(RECORD)
    assert answer.status_code == status
    assert ("steppe-1" in text_of(answer)) is (status == 200)
    if status == 200:
        assert cast.housing_handler.name in text_of(answer)
        assert request_url(story.code) in text_of(answer)


def summary_url(code: str) -> str:
    return f"{request_url(code)}draft-summary/"


def test_a_summary_is_a_draft_too_and_stands_below_the_residents_own_words(
    helper: Helper, cast: Cast, at_desk: Desk
) -> None:
    story = working(cast)
    helper.behave = replies("牧歌苑小区暖气不热，居民请求尽快修好。")
    client = at_desk(cast.dispatcher)
    assert summary_url(story.code) in text_of(client.get(request_url(story.code)))
    part = text_of(client.post(summary_url(story.code), headers={"HX-Request": "true"}))
    assert "摘要草稿" in part
    assert "居民请求尽快修好" in part
    assert "<html" not in part
    whole = text_of(client.post(summary_url(story.code)))  # without scripts
    assert "居民请求尽快修好" in whole
    assert story.row.description in whole
    [first, second] = drafts_of(COUNTY)
    assert {first.kind, second.kind} == {"summary"}
    assert (first.outcome, first.actor_name) == ("drafted", cast.dispatcher.name)
    assert ">摘要<" in text_of(at_desk(cast.supervisor).get(RECORD))


def test_without_a_helper_there_is_no_summary(cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    client = at_desk(cast.dispatcher)
    assert summary_url(story.code) not in text_of(client.get(request_url(story.code)))
    assert client.post(summary_url(story.code)).status_code == 404


def test_a_helper_in_trouble_is_told_where_the_summary_would_stand(helper: Helper, cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    helper.behave = says(500, b"")
    for headers in ({"HX-Request": "true"}, {}):
        answer = at_desk(cast.dispatcher).post(summary_url(story.code), headers=headers)
        assert answer.status_code == 200
        assert "写作助手自身出错了" in text_of(answer)


@pytest.mark.parametrize(("who", "status"), [("afar_dispatcher", 404), ("water_handler", 404)])
def test_who_does_not_see_inside_has_nothing_summarised(
    who: str, status: int, helper: Helper, cast: Cast, at_desk: Desk
) -> None:
    story = working(cast)
    client = at_desk(getattr(cast, who))
    assert summary_url(story.code) not in text_of(client.get(request_url(story.code)))
    assert client.post(summary_url(story.code)).status_code == status
    assert helper.taken == []


def test_an_empty_record_says_what_will_stand_there(cast: Cast, at_desk: Desk) -> None:
    page = text_of(at_desk(cast.admin).get(RECORD))
    assert "没有设置写作助手" in page
    assert "还没有人要过草稿" in page
