"""Everybody who asked hears what became of it: by text message, and on the page of their own request."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import Cast, resident
from tests.service_requests.story import MONDAY, Story
from tests.support.jobs import run_jobs
from wobangni import subscriptions
from wobangni.accounts.models import Reveal
from wobangni.accounts.vault import ContactInput
from wobangni.kernel import clock
from wobangni.kernel.errors import Forbidden, InvalidInput
from wobangni.notices.queries import demo_messages
from wobangni.service_requests.commands.inform_residents import FRESH, inform_residents
from wobangni.service_requests.queries.public import resident_view
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.notices import TOLD_OF
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.rules.tracking_code import spoken

OTHER_PHONE = "13987654321"


def heard(story: Story) -> list[str]:
    """Runs what the worker would do for the latest event; the texts that it queues, oldest first."""
    known = {m.id for m in demo_messages(limit=1000)}
    inform_residents(county=story.code[:6], id=story.row.id, seq=story.row.version, now=story.now)
    return [m.text for m in reversed(demo_messages(limit=1000)) if m.id not in known]


def test_a_resident_hears_of_each_piece_of_news_once(cast: Cast) -> None:
    story = Story(cast).submitted()
    assert heard(story) == []  # what they did themselves is no news to them
    news = []
    for actor, action, data in [
        (cast.clerk, "accept", {}),
        (cast.dispatcher, "dispatch", {"unit": cast.housing}),  # the same news as before
        (cast.housing_handler, "sign", {}),
        (cast.housing_handler, "ask_info", {"question": "几号楼？"}),
        (cast.qiqige, "supply_info", {"text": "三号楼"}),
        (cast.housing_handler, "echo", {"text": "维修队明天到"}),
        (cast.clerk, "note", {"text": "内部备注"}),
        (cast.dispatcher, "suspend", {"review_date": "2026-10-15", "explanation": "等配件"}),
        (cast.dispatcher, "resume", {}),
        (cast.housing_handler, "answer", {"answer": "已修好"}),  # waits for its review
        (cast.reviewer, "approve", {}),
        (cast.caller, "close", {"reason_code": "unreachable"}),
    ]:
        story.do(actor, action, **data)
        texts = heard(story)
        assert len(texts) <= 1
        news += [(action, text) for text in texts]
    assert [action for action, _text in news] == ["accept", "ask_info", "echo", "suspend", "resume", "approve", "close"]
    for _action, text in news:
        assert spoken(story.code) in text
        for word in ("几号楼", "三号楼", "维修队", "内部", "配件", "已修好", "其其格", "巴彦", "138"):
            assert word not in text
    assert "2026-10-15" in dict(news)["suspend"]


def test_where_the_county_reviews_no_answers_the_answer_itself_is_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wobangni.organisations import reference
    from wobangni.organisations.models import CountySettings

    CountySettings.objects.create(county_id="150105", review_required=False)
    reference.bump(reference.CALENDAR)
    story = Story(cast).in_progress().do(cast.housing_handler, "answer", answer="已修好")
    assert story.state is State.ANSWERED
    assert len(heard(story)) == 1
    seen = resident_view(cast.qiqige, story.code, now=story.now)
    assert (seen.answer, seen.timeline[-1].action, seen.timeline[-1].shown) == ("已修好", Action.ANSWER, ())


def test_the_same_event_tells_nobody_twice(cast: Cast) -> None:
    story = Story(cast).accepted()
    assert len(heard(story)) == 1
    assert heard(story) == []


def test_old_news_is_not_sent(cast: Cast) -> None:
    story = Story(cast).accepted()
    story.now += FRESH + dt.timedelta(minutes=1)
    assert heard(story) == []


def test_who_gave_no_mobile_is_left_in_peace(cast: Cast) -> None:
    for words in (
        {"anonymous": True},
        {"contact": None, "resident_id": None},
        {"contact": ContactInput("其其格", "0471-6651234"), "resident_id": None},
    ):
        assert heard(Story(cast).submitted(**words).do(cast.clerk, "accept")) == []


def test_every_complainant_is_told_what_happens_to_the_request_that_stays(cast: Cast) -> None:
    first = Story(cast).submitted()
    second = Story(cast).submitted(cast.wang_fang, contact=ContactInput("王芳", OTHER_PHONE))
    third = Story(cast).submitted(resident(103), contact=ContactInput("赵六", "13700001111"))
    again = Story(cast).submitted()  # the first line once more
    third.merged_into(second)
    assert [spoken(third.code) in text for text in heard(third)] == [True]
    second.merged_into(first)
    again.merged_into(first)
    assert len(heard(second)) == 1  # who was merged into the second has not been merged again
    first.do(cast.dispatcher, "dispatch", unit=cast.housing)
    texts = heard(first)
    assert len(texts) == 3  # the first line once, though it asked twice
    assert all(sum(spoken(s.code) in text for text in texts) == 1 for s in (first, second, third))
    first.do(cast.housing_handler, "sign").do(cast.housing_handler, "ask_info", question="几号楼？")
    assert len(heard(first)) == 1  # a question is put to one person only
    first.do(cast.qiqige, "supply_info", text="三号楼").do(cast.housing_handler, "answer", answer="已修好")
    assert heard(first.do(cast.reviewer, "approve"))[1:] != []


def test_the_page_of_a_merged_request_shows_the_progress_of_the_one_that_stays(cast: Cast) -> None:
    first = Story(cast).submitted(description="我家孩子生病了，暖气不热").do(cast.clerk, "accept")
    second = Story(cast).submitted(cast.wang_fang, contact=ContactInput("王芳", OTHER_PHONE))
    second.merged_into(first)
    for story_step in (
        lambda: first.do(cast.dispatcher, "dispatch", unit=cast.housing),
        lambda: first.do(cast.housing_handler, "sign"),
        lambda: first.do(cast.housing_handler, "ask_info", question="孩子几岁？"),
        lambda: first.do(cast.qiqige, "supply_info", text="孩子三岁"),
        lambda: first.do(cast.clerk, "add_info", text="来电说孩子已退烧"),
        lambda: first.do(cast.housing_handler, "echo", text="维修队明天到"),
        lambda: first.do(cast.dispatcher, "note", text="内部备注"),
    ):
        first.after(minutes=5)
        story_step()
    seen = resident_view(cast.wang_fang, second.code, now=first.now)
    assert (seen.state, seen.merged_into_code, seen.answer) == (State.MERGED, first.code, "")
    assert seen.unit is not None
    assert seen.unit.id == cast.housing
    assert seen.answer_due_at == first.clocks["answer"].due_at
    assert [str(e.action) for e in seen.timeline if e.of_lead] == ["accept", "dispatch", "sign", "ask_info", "echo"]
    said = str(seen)
    assert "维修队明天到" in said
    for word in ("孩子", "内部备注", "其其格"):
        assert word not in said
    first.do(cast.housing_handler, "answer", answer="已换阀门")
    assert resident_view(cast.wang_fang, second.code, now=first.now).answer == ""
    first.do(cast.reviewer, "approve")
    assert resident_view(cast.wang_fang, second.code, now=first.now).answer == "已换阀门"
    first.do(cast.caller, "confirm", solved=True, satisfied=5, comment="孩子好了")
    assert "孩子" not in str(resident_view(cast.wang_fang, second.code, now=first.now))


def test_an_answer_that_was_sent_back_never_reaches_the_resident(cast: Cast) -> None:
    story = Story(cast).in_review().do(cast.reviewer, "reject_answer", reason="没有回答问题")
    story.do(cast.qiqige, "withdraw").do(cast.admin, "archive")
    assert resident_view(cast.qiqige, story.code, now=story.now).answer == ""


def test_what_was_merged_into_a_withdrawn_request_stands_on_its_own_again(cast: Cast) -> None:
    now = clock.now()
    first = Story(cast, now=now).accepted()
    second = Story(cast, now=now).submitted(cast.wang_fang, contact=ContactInput("王芳", OTHER_PHONE))
    second.merged_into(first)
    first.do(cast.qiqige, "withdraw")
    run_jobs()
    assert second.state is State.SUBMITTED
    assert second.clocks["answer"].state == "running"
    last = second.events[-1]
    assert (last.action, last.actor_kind) == ("unmerge", "system")
    assert any(spoken(second.code) in m.text for m in demo_messages())


def test_a_request_that_staff_withdraw_has_a_reason_and_its_resident_hears_of_it(cast: Cast) -> None:
    story = Story(cast).in_progress()
    with pytest.raises(Forbidden):
        story.do(cast.clerk, "withdraw")
    with pytest.raises(InvalidInput) as refused:
        story.do(cast.clerk, "withdraw_for")
    assert set(refused.value.fields) == {"explanation"}
    story.do(cast.clerk, "withdraw_for", explanation="来电说已自行解决")
    assert [spoken(story.code) in text for text in heard(story)] == [True]
    seen = resident_view(cast.qiqige, story.code, now=story.now)
    assert (seen.state, seen.timeline[-1].shown[0][1]) == (State.WITHDRAWN, "来电说已自行解决")


def test_residents_withdraw_without_a_reason_and_need_not_be_told(cast: Cast) -> None:
    assert heard(Story(cast).submitted().do(cast.qiqige, "withdraw")) == []


def test_what_was_merged_into_a_request_that_staff_withdraw_stands_on_its_own_again(cast: Cast) -> None:
    now = clock.now()
    first = Story(cast, now=now).accepted()
    second = Story(cast, now=now).submitted(cast.wang_fang).merged_into(first)
    first.do(cast.clerk, "withdraw_for", explanation="重复")
    run_jobs()
    assert second.state is State.SUBMITTED


def test_residents_hear_the_new_date_when_it_changes(cast: Cast) -> None:
    story = Story(cast).in_progress().do(cast.housing_handler, "request_extension", days=3, reason="等配件")
    story.do(cast.dispatcher, "grant_extension")
    assert story.clocks["answer"].due_at == dt.datetime(2026, 9, 24, tzinfo=MONDAY.tzinfo)  # when the 23rd ends
    assert ["2026-09-23" in text for text in heard(story)] == [True]
    story.do(cast.dispatcher, "suspend", review_date="2026-10-20", explanation="等材料").after(days=30)
    story.do(cast.dispatcher, "resume")
    day = (story.clocks["answer"].due_at - dt.timedelta(seconds=1)).astimezone(MONDAY.tzinfo).date()
    assert [day.isoformat() in text for text in heard(story)] == [True]


def test_no_date_is_promised_that_is_over_already(cast: Cast) -> None:
    story = Story(cast).in_progress().after(days=30)
    story.do(cast.dispatcher, "suspend", review_date="2026-11-20", explanation="等材料").after(days=1)
    [text] = heard(story.do(cast.dispatcher, "resume"))
    assert "2026" not in text


def test_the_worker_is_handed_every_action_that_residents_may_hear_of(cast: Cast) -> None:
    handler = "wobangni.service_requests.handlers.inform"
    told = {a for a in Action if handler in subscriptions.handlers_for(f"service_request.{a}")}
    assert told == TOLD_OF


def test_informing_reveals_nothing_to_anybody(cast: Cast) -> None:
    heard(Story(cast, now=MONDAY).accepted())
    assert not Reveal.objects.exists()
