"""What the desk says of an answer: to its writer, and to the reviewer. Advice that never blocks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast
from tests.console.pages import act_url, form_for, forms_of, landed, press, request_url, text_of
from tests.service_requests.story import Story
from tests.support.queries import at_most
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor

Desk = Callable[[Actor], Client]
ASKED = "小区暖气不热，室内只有十四度，家里有老人。请问什么时候能修好？物业费能不能减免？"
GOOD = "9月14日我局供热站到您家，室内14度，已更换小区换热站的阀门，当天室温恢复到20度。物业费减免按《物业管理条例》由业主大会决定，老人可向社区申请。"
OTHER = "经查，该路段路灯由城管局于5月更换，现已全部点亮。"


def check_url(code: str) -> str:
    return f"{request_url(code)}check-answer/"


def working(cast: Cast) -> Story:
    story = Story(cast, now=clock.now()).submitted(title="暖气不热", description=ASKED)
    return story.do(cast.dispatcher, "dispatch", unit=cast.housing).do(cast.housing_handler, "sign")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (GOOD, "没有发现需要留意的地方"),
        (OTHER, "不是在回答这件诉求"),
        ("您好！您的留言已收悉。感谢您的支持！", "没有自己的内容"),
        (GOOD + "详情请联系王小明，13812345678。", "13812345678"),
        (GOOD + "〔办理时限〕", "〔办理时限〕"),
        ("", "没有自己的内容"),
        ("<script>alert(1)</script>", "由规则找出"),
        ("ᠮᠣᠩᠭᠣᠯ" * 20_000, "不是在回答这件诉求"),
    ],
)
def test_the_writer_is_told_what_stands_out(answer: str, words: str, cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    response = at_desk(cast.housing_handler).post(
        check_url(story.code), {"answer": answer}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 200
    assert words in text_of(response)
    assert "<html" not in text_of(response)
    assert "<script>alert" not in text_of(response)


def test_without_scripts_the_page_comes_back_with_what_was_typed(cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    client = at_desk(cast.housing_handler)
    form = form_for(client, story.code, "answer")
    page = client.post(check_url(story.code), {**form.values, "answer": OTHER, "check": "1"})
    assert page.status_code == 200
    assert "不是在回答这件诉求" in text_of(page)
    [again] = [f for f in forms_of(page) if f.action == act_url(story.code, "answer") and f.id]
    assert again.values["answer"] == OTHER
    assert landed(story, client.post(again.action, again.values)), "advice must not block"


def test_the_reviewer_sees_the_answer_with_what_stands_out(cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    assert landed(story, press(at_desk(cast.housing_handler), story.code, "answer", answer=OTHER))
    for url in (request_url(story.code), act_url(story.code, "approve")):
        page = text_of(at_desk(cast.reviewer).get(url))
        assert "待审核的答复" in page
        assert "不是在回答这件诉求" in page
    assert landed(story, press(at_desk(cast.reviewer), story.code, "approve"))
    assert "待审核的答复" not in text_of(at_desk(cast.reviewer).get(request_url(story.code)))


def test_a_good_answer_gets_a_quiet_line(cast: Cast, at_desk: Desk) -> None:
    story = working(cast).do(cast.housing_handler, "answer", answer=GOOD)
    page = text_of(at_desk(cast.reviewer).get(request_url(story.code)))
    assert "没有发现需要留意的地方" in page
    assert "请看：" not in page


def test_only_an_answer_is_checked(cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    client = at_desk(cast.housing_handler)
    assert check_url(story.code) in text_of(client.get(act_url(story.code, "answer")))
    assert check_url(story.code) not in text_of(client.get(act_url(story.code, "note")))


@pytest.mark.parametrize(("who", "status"), [("afar_handler", 404), ("water_handler", 404), ("observer", 200)])
def test_who_may_not_see_the_request_may_not_check(who: str, status: int, cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    answer = at_desk(getattr(cast, who)).post(check_url(story.code), {"answer": GOOD}, headers={"HX-Request": "true"})
    assert answer.status_code == status


def test_the_check_costs_little_and_keeps_nothing(cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    client = at_desk(cast.housing_handler)
    events = story.row.version
    client.post(check_url(story.code), {"answer": GOOD}, headers={"HX-Request": "true"})
    with at_most(10):
        client.post(check_url(story.code), {"answer": OTHER}, headers={"HX-Request": "true"})
    assert story.row.version == events
    assert client.get(check_url(story.code)).status_code == 405


def test_the_page_of_an_answer_that_waits_asks_no_more_of_the_database(cast: Cast, at_desk: Desk) -> None:
    story = working(cast).do(cast.housing_handler, "answer", answer=OTHER)
    client = at_desk(cast.reviewer)
    client.get(request_url(story.code))
    with at_most(10):  # BEGIN and COMMIT come on top: twelve
        client.get(request_url(story.code))


def test_it_speaks_english_too(cast: Cast, at_desk: Desk) -> None:
    story = working(cast)
    client = at_desk(cast.housing_handler)
    said = client.post(
        check_url(story.code), {"answer": OTHER}, headers={"HX-Request": "true", "Accept-Language": "en"}
    )
    assert "does not seem to speak to this request" in text_of(said)
