"""Requests on their way, told from end to end: what each step does to the request, its orders and its clocks."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import Cast
from tests.service_requests.story import MONDAY, Story
from wobangni.assessment.queries.verify import verify_figures
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.models import TallyDelta
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.queue import QueueFilter, count_review_due, queue
from wobangni.service_requests.rules.settle import REWORK_SPAN
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.rules.tracking_code import new_code


def test_a_request_goes_from_submission_to_a_rating(cast: Cast) -> None:
    story = Story(cast).closed()
    assert [e.action for e in story.events] == ["submit", "dispatch", "sign", "answer", "approve", "confirm"]
    row = story.row
    assert (row.state, row.solved, row.satisfied, row.version) == (State.CLOSED, True, 5, 6)
    assert row.lead_unit_id == cast.housing
    assert row.due_at is None
    assert {kind: clock.state for kind, clock in story.clocks.items()} == {
        "sign": "met",
        "response": "met",
        "echo": "cancelled",
        "answer": "met",
    }


def test_returning_an_order_does_not_stop_the_whole_clock(cast: Cast) -> None:
    story = Story(cast).dispatched()
    due = story.clocks["answer"].due_at
    story.after(hours=1).do(cast.housing_handler, "return", reason="不属于本单位职责", basis="三定方案第五条")
    assert story.state is State.ACCEPTED
    assert (story.clocks["answer"].state, story.clocks["answer"].due_at) == ("running", due)
    assert story.clocks["sign"].state == "cancelled"
    assert (story.row.lead_unit_id, story.row.returns) == (None, 1)


def test_a_helping_unit_may_take_the_lead_and_then_has_one_part(cast: Cast) -> None:
    story = Story(cast).in_progress().do(cast.dispatcher, "add_helper", unit=cast.water)
    story.do(cast.housing_handler, "return", reason="主要是供水问题", basis="职责清单")
    story.do(cast.water_handler, "claim")
    assert [(a.unit_id, a.role, a.state) for a in story.assignments] == [
        (cast.housing, "lead", "returned"),
        (cast.water, "helper", "cancelled"),
        (cast.water, "lead", "signed"),
    ]


def test_what_is_withdrawn_lies_with_no_unit(cast: Cast) -> None:
    story = Story(cast).in_progress().do(cast.qiqige, "withdraw")
    assert (story.state, story.row.lead_unit_id) == (State.WITHDRAWN, None)
    assert [a.state for a in story.assignments] == ["cancelled"]
    assert not [c for c in story.clocks.values() if c.state in ("running", "paused")]


def test_a_corrected_service_changes_the_limit_but_not_where_it_counts_from(cast: Cast) -> None:
    story = Story(cast).submitted(service="road-damage")
    before = story.clocks["answer"]
    story.after(days=1).do(cast.clerk, "amend", service="water-burst")
    assert story.clocks["answer"].started_at == before.started_at == MONDAY
    story.do(cast.clerk, "amend", service="road-damage")
    assert story.clocks["answer"].due_at == before.due_at


def test_correcting_the_service_after_a_rework_does_not_make_it_late(cast: Cast) -> None:
    story = Story(cast).closed().after(days=10).do(cast.qiqige, "rework", explanation="又不热了")
    story.do(cast.housing_handler, "return", reason="管网问题", basis="职责清单")
    story.do(cast.clerk, "amend", service="road-damage")
    assert story.clocks["answer"].due_at > story.now


def test_time_given_by_a_pause_survives_a_correction_of_the_service(cast: Cast) -> None:
    story = Story(cast).submitted(service="road-damage").do(cast.clerk, "ask_info", question="哪条路？")
    story.after(days=7).do(cast.qiqige, "supply_info", text="南大街")
    paused_until = story.clocks["answer"].due_at
    story.do(cast.clerk, "amend", service="heating-cold").do(cast.clerk, "amend", service="road-damage")
    assert story.clocks["answer"].due_at == paused_until


def test_an_order_that_comes_back_from_a_merge_goes_on_with_the_time_it_had(cast: Cast) -> None:
    other = Story(cast).accepted()
    story = Story(cast).dispatched()
    due = story.clocks["sign"].due_at
    story.merged_into(other).after(days=1)
    assert {c.state for c in story.clocks.values()} == {"paused", "met"}
    story.do(cast.clerk, "unmerge", reason="不是同一件事")
    assert (story.state, story.clocks["sign"].state) == (State.DISPATCHED, "running")
    assert story.clocks["sign"].started_at == MONDAY
    assert story.clocks["sign"].due_at == due + (story.now - MONDAY)


def test_an_action_of_another_is_refused_in_words(cast: Cast) -> None:
    story = Story(cast).dispatched()
    with pytest.raises(Forbidden):
        story.do(cast.clerk, "sign")
    with pytest.raises(NotFound):
        story.do(cast.afar_dispatcher, "redispatch", unit=cast.water, reason="？")
    with pytest.raises(NotFound):
        story.do(cast.wang_fang, "withdraw")


def test_a_page_that_was_overtaken_is_told_who_was_faster(cast: Cast) -> None:
    story = Story(cast).accepted()
    seen = story.row.version
    story.do(cast.dispatcher, "dispatch", unit=cast.water)
    with pytest.raises(Conflict) as told:
        act(
            actor=cast.second_dispatcher,
            now=story.now,
            code=story.code,
            action="dispatch",
            data={"unit": cast.housing},
            expected_version=seen,
        )
    assert told.value.details["by"] == cast.dispatcher.name
    assert told.value.details["state"] == State.DISPATCHED
    assert cast.dispatcher.name in str(told.value.message)


def test_what_is_still_possible_is_done_even_from_a_stale_page_unless_asked_to_be_strict(cast: Cast) -> None:
    story = Story(cast).accepted()
    seen = story.row.version
    story.do(cast.clerk, "note", text="已电话核实")
    stale = {"actor": cast.dispatcher, "now": story.now, "code": story.code, "data": {"unit": cast.water}}
    with pytest.raises(Conflict):
        act(**stale, action="dispatch", expected_version=seen, strict=True)
    assert act(**stale, action="dispatch", expected_version=seen).state is State.DISPATCHED


def test_who_comes_late_to_claim_learns_who_has_it(cast: Cast) -> None:
    story = Story(cast).accepted().do(cast.housing_handler, "claim")
    for late in (cast.water_handler, cast.second_housing_handler):
        with pytest.raises(Conflict) as told:
            story.do(late, "claim")
        assert told.value.details["by"] == cast.housing_handler.name
        assert cast.housing_handler.name in str(told.value.message)
    with pytest.raises(NotFound):  # what never waited in the pool of one's county stays unknown
        story.do(cast.afar_handler, "claim")


@pytest.mark.parametrize(
    ("day", "why"), [("2026-09-14", "past"), ("2026-09-13", "past"), ("2027-09-16", "far"), ("2099-01-01", "far")]
)
def test_a_review_date_must_lie_within_a_year(cast: Cast, day: str, why: str) -> None:
    story = Story(cast).in_progress()
    with pytest.raises(InvalidInput) as refused:
        story.do(cast.dispatcher, "suspend", review_date=day, explanation="等待管网改造")
    assert set(refused.value.fields) == {"review_date"}
    assert refused.value.code == f"review_date_{why}"
    assert story.state is State.IN_PROGRESS


def test_nothing_is_merged_into_itself_or_into_what_is_merged_or_ended(cast: Cast) -> None:
    first, second, third = (Story(cast).accepted() for _ in range(3))
    with pytest.raises(InvalidInput):
        first.merged_into(first)
    second.merged_into(first)
    for wrong in (second, Story(cast).submitted().do(cast.qiqige, "withdraw")):
        with pytest.raises(InvalidInput) as refused:
            third.merged_into(wrong)
        assert set(refused.value.fields) == {"lead_code"}
    first.merged_into(third)  # what others were merged into may itself be merged
    assert third.state is State.ACCEPTED


def test_a_code_that_is_taken_is_never_given_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    taken, free = Story(cast).submitted().code, new_code("150105")
    drawn = iter([taken, taken, free])
    monkeypatch.setattr("wobangni.service_requests.commands.submit.new_code", lambda county: next(drawn))
    assert Story(cast).submitted().code == free


def test_a_correction_while_the_resident_is_asked_counts_too(cast: Cast) -> None:
    story = Story(cast).submitted(service="road-damage").do(cast.clerk, "ask_info", question="哪条路？")
    story.after(hours=2).do(cast.clerk, "amend", service="water-burst")
    assert story.clocks["answer"].state == "paused"
    story.do(cast.qiqige, "supply_info", text="南大街")
    assert story.clocks["answer"].due_at <= story.now + dt.timedelta(hours=2)


def test_what_the_platform_does_by_itself_is_no_response_by_a_person(cast: Cast) -> None:
    story = Story(cast).submitted().do(cast.system, "accept").do(cast.system, "dispatch", unit=cast.housing)
    assert story.clocks["response"].state == "running"
    story.do(cast.housing_handler, "sign")
    assert story.clocks["response"].state == "met"


def test_an_answer_that_the_platform_carries_in_from_elsewhere_is_one(cast: Cast) -> None:
    story = Story(cast).submitted().do(cast.system, "dispatch", unit=cast.housing).do(cast.system, "sign")
    story.after(hours=3).do(cast.system, "answer", answer="已修好")
    assert story.clocks["response"].state == "running"
    story.do(cast.system, "approve")
    assert (story.clocks["response"].state, story.clocks["response"].met_at) == ("met", story.now)


def test_nothing_is_archived_while_its_resident_may_ask_for_rework(cast: Cast) -> None:
    story = Story(cast).closed()
    with pytest.raises(Conflict):
        story.do(cast.admin, "archive")
    story.after(days=REWORK_SPAN.days)
    with pytest.raises(Conflict):
        story.do(cast.admin, "archive")
    assert story.after(seconds=1).do(cast.admin, "archive").state is State.ARCHIVED
    declined = Story(cast).submitted().do(cast.clerk, "decline", reason_code="unclear", explanation="无实质内容")
    assert declined.do(cast.admin, "archive").state is State.ARCHIVED


def test_history_never_runs_backwards_when_a_machines_clock_is_behind(cast: Cast) -> None:
    story = Story(cast).dispatched()
    before = story.row.updated_at
    story.after(seconds=-30).do(cast.housing_handler, "sign")
    assert story.row.updated_at == before
    assert [e.at for e in story.events] == sorted(e.at for e in story.events)
    assert story.clocks["sign"].met_at == before
    assert story.assignments[0].signed_at == before


@pytest.mark.parametrize("who", ["housing_handler", "dispatcher", "clerk"])
def test_a_question_that_is_no_longer_needed_is_taken_back_and_the_clocks_go_on(cast: Cast, who: str) -> None:
    story = Story(cast).in_progress().do(cast.housing_handler, "ask_info", question="几号楼？").after(days=2)
    story.do(getattr(cast, who), "drop_question", remark="已从地图核实")
    assert (story.state, story.row.back_state) == (State.IN_PROGRESS, "")
    assert {story.clocks[kind].state for kind in ("answer", "echo")} == {"running"}


@pytest.mark.parametrize(
    ("action", "words"),
    [("decline", {"reason_code": "unclear", "explanation": "？"}), ("amend", {"place_text": "三号楼"})],
)
def test_a_units_question_takes_no_order_away_from_it(cast: Cast, action: str, words: dict[str, str]) -> None:
    asked = Story(cast).in_progress().do(cast.housing_handler, "ask_info", question="几号楼？")
    with pytest.raises(Conflict):
        asked.do(cast.clerk, action, **words)
    assert action not in {o.action for o in request_detail(cast.clerk, asked.code, now=asked.now).actions}
    before = Story(cast).submitted().do(cast.clerk, "ask_info", question="几号楼？")
    before.do(cast.clerk, action, **words)  # no unit had it yet


def test_a_correction_to_an_emergency_makes_it_one_in_every_way(cast: Cast) -> None:
    story = (
        Story(cast).submitted(service="road-damage").after(minutes=30).do(cast.clerk, "amend", service="water-burst")
    )
    fresh = Story(cast).submitted(service="water-burst")
    assert (story.row.urgent, fresh.row.urgent) == (True, True)
    due = {kind: (c.amount, c.time_unit, c.started_at, c.due_at) for kind, c in story.clocks.items()}
    assert due == {kind: (c.amount, c.time_unit, c.started_at, c.due_at) for kind, c in fresh.clocks.items()}
    assert (
        Story(cast).submitted(service="water-burst").do(cast.clerk, "amend", service="road-damage").row.urgent is False
    )


def test_urgency_that_is_said_with_the_correction_holds_and_alone_it_moves_no_date(cast: Cast) -> None:
    story = Story(cast).submitted(service="road-damage")
    due = story.clocks["answer"].due_at
    story.do(cast.clerk, "amend", urgent=True)
    assert (story.row.urgent, story.clocks["answer"].due_at) == (True, due)
    story.do(cast.clerk, "amend", service="water-burst", urgent=False)
    assert story.row.urgent is False


def test_an_extension_that_is_granted_too_late_keeps_the_fact(cast: Cast) -> None:
    story = Story(cast).in_progress()
    story.now = story.clocks["answer"].due_at - dt.timedelta(minutes=1)
    story.do(cast.housing_handler, "request_extension", days=10, reason="等配件").after(days=3)
    story.do(cast.dispatcher, "grant_extension")
    assert story.events[-1].data["was_late"] is True
    assert TallyDelta.objects.get(measure="extension:late").unit_id == cast.housing
    in_time = Story(cast).in_progress().do(cast.housing_handler, "request_extension", days=10, reason="等配件")
    assert "was_late" not in in_time.do(cast.dispatcher, "grant_extension").events[-1].data
    assert verify_figures() == []


def test_all_suspensions_of_one_request_together_last_at_most_a_year(cast: Cast) -> None:
    story = Story(cast).in_progress()
    for days in (200, 100):
        until = (story.now + dt.timedelta(days=days)).date()
        story.do(cast.dispatcher, "suspend", review_date=until, explanation="等待管网改造")
        story.after(days=days).do(cast.dispatcher, "resume").after(days=1)
    with pytest.raises(InvalidInput) as refused:
        story.do(cast.dispatcher, "suspend", review_date=(story.now + dt.timedelta(days=67)).date(), explanation="再等")
    assert (refused.value.code, set(refused.value.fields)) == ("suspended_enough", {"review_date"})
    story.do(cast.dispatcher, "suspend", review_date=(story.now + dt.timedelta(days=66)).date(), explanation="再等")
    assert story.state is State.SUSPENDED


def test_what_is_suspended_comes_up_again_on_its_date_of_review(cast: Cast) -> None:
    story = Story(cast).in_progress().do(cast.dispatcher, "suspend", review_date="2026-10-20", explanation="等材料")

    def listed(day: int) -> list[str]:
        now = dt.datetime(2026, 10, day, 0, 5, tzinfo=MONDAY.tzinfo)
        rows = queue(cast.dispatcher, "150105", QueueFilter(review_due=True), now=now).rows
        assert count_review_due(cast.dispatcher, "150105", now=now) == len(rows)
        return [row.code for row in rows]

    assert (listed(19), listed(20)) == ([], [story.code])
    story.do(cast.dispatcher, "resume")
    assert listed(20) == []
