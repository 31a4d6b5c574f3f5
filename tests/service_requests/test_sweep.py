"""What time alone brings about: the ladder's steps, dates of review, what nobody replied to, the archive. Each once, and at its moment."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cast import COUNTY, Cast
from tests.service_requests.invariants import check_figures, check_request
from tests.service_requests.story import MONDAY, Story
from wobangni.catalogue.commands.set_ladder import set_ladder
from wobangni.catalogue.commands.set_limit import set_limit
from wobangni.catalogue.queries import ladder_for
from wobangni.catalogue.rules.ladder import Rung, Step, When
from wobangni.catalogue.rules.limits import Limit, LimitKind, TimeUnit
from wobangni.kernel.models import OutboxEvent
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.organisations.commands.save_county_settings import save_county_settings
from wobangni.service_requests.commands.sweep import Swept, sweep
from wobangni.service_requests.models import Deadline, Event
from wobangni.service_requests.rules.states import State


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    """In September 2026; the 14th is a Monday."""
    return dt.datetime(2026, 9, day, hour, minute, tzinfo=SHANGHAI)


def steps(story: Story) -> list[tuple[str, str, list[str]]]:
    """(clock, when, who) of every step that was taken."""
    return [(e.data["clock"], e.data["when"], e.data["told"]) for e in story.events if e.action == "escalate"]


def swept(now: dt.datetime) -> dict[str, int]:
    found = sweep(now=now)
    assert not found.failed
    return dict(found.done)


# The order goes out on Monday at nine and must be signed within two working hours: until eleven.
@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(14, 9, 59), []),
        (at(14, 10), [("sign", "share_left", ["unit"])]),
        (at(14, 10, 59), [("sign", "share_left", ["unit"])]),
        # Nobody looked at ten: one is told that it is over, not that it soon will be.
        (at(14, 11), [("sign", "at", ["unit", "unit_leader", "dispatcher"])]),
        (at(14, 17, 30), [("sign", "after", ["unit", "unit_leader", "dispatcher", "county_leader"])]),
    ],
)
def test_a_step_is_taken_at_its_moment(cast: Cast, now: dt.datetime, expected: list[Any]) -> None:
    story = Story(cast).dispatched()
    sweep(now=now)
    assert steps(story) == expected
    check_request(story.row)


def test_every_step_is_taken_once_however_often_one_looks(cast: Cast) -> None:
    story = Story(cast).dispatched()
    for minute in range(0, 9 * 60, 20):
        sweep(now=MONDAY + dt.timedelta(minutes=minute))
        sweep(now=MONDAY + dt.timedelta(minutes=minute))
    assert [(clock, when) for clock, when, _told in steps(story)] == [
        ("sign", "share_left"),
        ("sign", "at"),
        ("sign", "after"),
    ]
    assert story.state is State.DISPATCHED
    check_figures()


def test_the_event_says_all_that_whoever_sends_something_must_know(cast: Cast) -> None:
    story = Story(cast).dispatched()
    sweep(now=at(14, 11))
    sent = OutboxEvent.objects.get(county=COUNTY, type="service_request.escalate").payload
    said = story.events[-1]
    assert (said.actor_kind, said.from_state, said.to_state) == ("system", "dispatched", "dispatched")
    assert sent == said.data | {
        "county": COUNTY,
        "id": str(story.row.id),
        "code": story.code,
        "seq": said.seq,
        "state": "dispatched",
    }
    assert (sent["clock"], sent["step"], sent["latest"], sent["passed"]) == ("sign", 0, 1, [0])
    assert sent["told"] == ["unit", "unit_leader", "dispatcher"]
    assert sent["ladder"] == ladder_for(COUNTY, MONDAY).of(LimitKind.SIGN).version > 0
    assert sent["assignment_id"] == str(story.assignments[0].id)
    assert dt.datetime.fromisoformat(sent["due_at"]) == at(14, 11)


def test_residents_see_nothing_of_it(cast: Cast) -> None:
    from wobangni.service_requests.queries.public import resident_view

    story = Story(cast).dispatched()
    sweep(now=at(14, 11))
    assert [e.action for e in resident_view(cast.qiqige, story.code, now=at(14, 11)).timeline] == ["submit", "dispatch"]


def test_whoever_acts_in_time_is_told_nothing(cast: Cast) -> None:
    story = Story(cast).in_progress().do(cast.housing_handler, "answer", answer="修好了").do(cast.reviewer, "approve")
    assert swept(at(17, 9)) == {"escalate": 1}  # the resident has not rated: the caller hears of it
    assert steps(story) == [("callback", "share_left", ["caller"])]


def test_a_new_unit_begins_the_ladder_anew(cast: Cast) -> None:
    story = Story(cast).dispatched()
    sweep(now=at(14, 11))
    story.now = at(14, 11, 30)
    story.do(cast.dispatcher, "redispatch", unit=cast.water, reason="改派")
    assert swept(at(14, 11, 45)) == {}
    sweep(now=at(14, 16))
    assert [(c, w) for c, w, _ in steps(story)] == [("sign", "at"), ("sign", "at")]
    assert [e.data["run"] for e in story.events if e.action == "escalate"] == [1, 2]
    assert [e.data["assignment_id"] for e in story.events if e.action == "escalate"] == [
        str(a.id) for a in story.assignments
    ]


def test_while_the_resident_is_asked_nobody_is_told_and_afterwards_the_steps_move_with_the_clock(cast: Cast) -> None:
    story = Story(cast).in_progress().do(cast.housing_handler, "ask_info", question="门牌号？")
    assert story.clocks["answer"].next_at is None
    story.now = at(15, 9)
    story.do(cast.qiqige, "supply_info", text="三号楼")
    clock = story.clocks["answer"]
    assert (clock.due_at, clock.run) == (at(22, 0), 1)  # Monday's evening fell into the pause
    # With the yellow light: a quarter of what lies between Monday at nine and the end.
    assert (clock.next_at, clock.next_step) == (at(20, 14, 15), 0)


def test_an_extension_begins_the_ladder_anew(cast: Cast) -> None:
    story = Story(cast).in_progress()
    story.now = at(18, 20)
    sweep(now=story.now)
    assert ("answer", "share_left", ["unit"]) in steps(story)
    story.do(cast.housing_handler, "request_extension", days=2, reason="等配件").do(cast.reviewer, "grant_extension")
    clock = story.clocks["answer"]
    assert (clock.run, clock.done, clock.due_at) == (2, 0, at(23, 0))
    sweep(now=at(23, 0))
    assert [w for c, w, _ in steps(story) if c == "answer"] == ["share_left", "at"]


def test_what_has_ended_is_not_looked_at_again(cast: Cast) -> None:
    story = Story(cast).in_progress().do(cast.qiqige, "withdraw")
    assert swept(at(28, 9)) == {}
    assert {d.next_at for d in story.clocks.values()} == {None}


def test_a_change_of_the_ladder_holds_for_what_is_submitted_from_its_day_on(cast: Cast) -> None:
    set_ladder(
        actor=cast.admin,
        now=MONDAY,
        county=COUNTY,
        kind=LimitKind.SIGN,
        steps=[Step(When.LEFT, (Rung.COUNTY_LEADER,), 1, TimeUnit.WORKING_HOURS)],
        effective_from=at(15, 0).date(),
    )
    old = Story(cast).submitted()
    new = Story(cast, now=at(15, 9)).submitted()
    for story in (old, new):
        story.now = at(15, 9)
        story.do(cast.dispatcher, "dispatch", unit=cast.housing)
    sweep(now=at(15, 10))
    assert steps(old)[-1] == ("sign", "share_left", ["unit"])
    assert steps(new) == [("sign", "left", ["county_leader"])]
    versions = {story.events[-1].data["ladder"] for story in (old, new)}
    assert len(versions) == 2


# -- dates that come by themselves ---------------------------------------------------------------------------------------


def suspended(cast: Cast) -> Story:
    return Story(cast).in_progress().do(cast.dispatcher, "suspend", review_date="2026-09-28", explanation="等供暖季")


def test_on_its_date_of_review_a_request_is_taken_up_again_and_the_resident_is_told(cast: Cast) -> None:
    story = suspended(cast)
    assert swept(at(21, 23)) == {}
    assert swept(at(22, 0)) == {
        "escalate": 1
    }  # three working days before, the 25th is a holiday: to the unit and the dispatcher
    assert steps(story) == [("review", "left", ["unit", "dispatcher"])]
    assert swept(at(27, 23, 59)) == {}
    assert swept(at(28, 0)) == {"resume": 1}
    assert (story.state, story.row.review_date) == (State.IN_PROGRESS, None)
    assert (story.events[-1].actor_kind, story.events[-1].data["remark"] != "") == ("system", True)
    assert OutboxEvent.objects.filter(type="service_request.resume").exists()
    check_request(story.row)


def test_a_date_of_review_can_be_put_off_before_it_comes(cast: Cast) -> None:
    story = suspended(cast)
    story.now = at(23, 9)
    story.do(cast.reviewer, "suspend", review_date="2026-10-20", explanation="配件未到")
    assert swept(at(28, 0)) == {}
    assert (story.state, str(story.row.review_date)) == (State.SUSPENDED, "2026-10-20")
    assert swept(dt.datetime(2026, 10, 20, 0, 0, tzinfo=SHANGHAI)) == {"resume": 1}
    check_request(story.row)


def test_putting_it_off_does_not_get_round_the_longest_suspension(cast: Cast) -> None:
    from wobangni.kernel.errors import InvalidInput

    story = suspended(cast)
    story.now = at(27, 9)
    with pytest.raises(InvalidInput):
        story.do(cast.reviewer, "suspend", review_date="2027-09-26", explanation="配件未到")


def asked(cast: Cast) -> Story:
    return Story(cast).submitted().do(cast.clerk, "ask_info", question="门牌号？")


def test_a_question_without_a_reply_is_dropped_and_the_clocks_run_on(cast: Cast) -> None:
    story = asked(cast)  # five working days: until the end of Sunday the 20th, which is worked
    assert swept(at(18, 23)) == {}
    assert swept(at(19, 0)) == {"escalate": 1}
    assert steps(story) == [("info", "left", ["resident"])]
    assert swept(at(21, 0)) == {"drop_question": 1}
    assert story.state is State.SUBMITTED
    assert story.clocks["answer"].state == "running"
    check_request(story.row)


def test_where_the_county_says_so_it_ends_for_want_of_a_reply(cast: Cast) -> None:
    save_county_settings(
        actor=cast.admin,
        now=MONDAY,
        county=COUNTY,
        review_required=True,
        hotline="12345",
        office_hours=None,
        info_lapses=True,
    )
    story = asked(cast)
    assert swept(at(21, 0)) == {"lapse": 1}  # nobody looked before: no reminder any more
    assert (story.state, story.events[-1].action) == (State.WITHDRAWN, "lapse")
    check_request(story.row)
    check_figures()


def test_a_reply_in_time_ends_the_waiting(cast: Cast) -> None:
    story = asked(cast)
    story.now = at(16, 9)
    story.do(cast.qiqige, "supply_info", text="三号楼")
    assert story.all_clocks["info"].state == "cancelled"
    assert "drop_question" not in swept(at(22, 0))


def test_an_answer_that_nobody_rates_is_closed_for_want_of_a_reply(cast: Cast) -> None:
    story = Story(cast).answered()
    sweep(now=at(20, 23))
    assert story.state is State.ANSWERED
    assert swept(at(21, 0)) == {"close": 1}
    assert (story.state, story.events[-1].data["reason_code"]) == (State.CLOSED, "no_reply")
    assert OutboxEvent.objects.filter(type="service_request.close").exists()
    check_request(story.row)
    check_figures()


@pytest.mark.parametrize("end", ["closed", "declined", "withdrawn"])
def test_what_nobody_can_take_up_again_is_archived(cast: Cast, end: str) -> None:
    story = Story(cast)
    if end == "closed":
        story.closed()
    else:
        story.submitted()
    if end == "declined":
        story.do(cast.clerk, "decline", reason_code="litigation", explanation="法院正在审理")
    if end == "withdrawn":
        story.do(cast.qiqige, "withdraw")
    assert swept(MONDAY + dt.timedelta(days=15)) == {}
    assert swept(MONDAY + dt.timedelta(days=15, minutes=2)) == {"archive": 1}
    assert story.state is State.ARCHIVED
    assert swept(MONDAY + dt.timedelta(days=400)) == {}
    check_request(story.row)


def test_what_is_taken_up_again_is_not_archived(cast: Cast) -> None:
    story = Story(cast).closed().after(days=3).do(cast.qiqige, "rework", explanation="又漏水")
    assert "archive" not in swept(MONDAY + dt.timedelta(days=16))
    assert story.all_clocks["archive"].state == "cancelled"


# -- arbitration (仲裁) --------------------------------------------------------------------------------------------------


def returned(story: Story, times: int) -> Story:
    for _n in range(times):
        story.do(story.cast.dispatcher, "dispatch", unit=story.cast.housing)
        story.do(story.cast.housing_handler, "return", reason="不属本单位", basis="职责清单")
    return story


def test_after_the_second_return_the_dispatcher_decides_within_a_time(cast: Cast) -> None:
    story = returned(Story(cast).accepted(), 1)
    assert "arbitrate" not in story.clocks
    returned(story, 1)
    clock = story.clocks["arbitrate"]
    assert (clock.state, clock.due_at) == ("running", at(14, 15, 30))  # four working hours, three of them before noon
    assert story.row.due_at == clock.due_at
    sweep(now=at(14, 15, 30))
    assert ("arbitrate", "at", ["dispatcher", "county_leader"]) in steps(story)
    story.now = at(14, 16)
    story.do(cast.dispatcher, "dispatch", unit=cast.water)
    assert story.events[-1].data["met"] == {"arbitrate": False}
    assert story.clocks["arbitrate"].state == "met"
    check_request(story.row)
    check_figures()


def test_a_late_decision_is_the_countys_not_the_units(cast: Cast) -> None:
    from wobangni.service_requests.models import TallyDelta

    story = returned(Story(cast).accepted(), 2)
    story.now = at(14, 16)
    story.do(cast.dispatcher, "dispatch", unit=cast.water)
    (late,) = TallyDelta.objects.filter(measure="met:arbitrate:late")
    assert late.unit_id == 0


def test_the_third_rework_makes_it_a_problem_for_the_countys_leader(cast: Cast) -> None:
    story = Story(cast).answered()
    for n in range(1, 4):
        story.do(cast.qiqige, "rework", explanation="还是不热")
        told = OutboxEvent.objects.filter(type="service_request.rework").latest("occurred_at", "id").payload.get("told")
        assert told == (["county_leader"] if n == 3 else None)
        story.do(cast.housing_handler, "answer", answer="已检修").do(cast.reviewer, "approve")
        check_request(story.row)


# -- whatever comes in between -------------------------------------------------------------------------------------------


def test_one_request_that_cannot_be_dealt_with_holds_up_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from wobangni.service_requests.commands import sweep as module

    bad, good = Story(cast).dispatched(), Story(cast).dispatched()
    real = module.act

    def act(**words: Any) -> Any:
        if words["code"] == bad.code:
            raise ZeroDivisionError
        return real(**words)

    monkeypatch.setattr(module, "act", act)
    found: Swept = sweep(now=at(14, 11))
    assert (found.failed, dict(found.done)) == ([bad.code], {"escalate": 1})
    assert steps(good)
    monkeypatch.undo()
    assert swept(at(14, 11)) == {"escalate": 1}
    assert steps(bad)


def test_what_has_changed_since_it_was_read_is_left_for_the_next_sweep(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wobangni.service_requests.commands import sweep as module

    story = Story(cast).dispatched()
    real = module.due_by

    def late(*words: Any, **more: Any) -> Any:
        found = real(*words, **more)
        story.now = at(14, 10, 59)
        story.do(cast.housing_handler, "sign")
        return found

    monkeypatch.setattr(module, "due_by", late)
    found = sweep(now=at(14, 11))
    assert (found.total, found.passed_by) == (0, 1)
    assert steps(story) == []


def test_a_limit_cuts_a_sweep_short_and_the_next_one_goes_on(cast: Cast) -> None:
    stories = [Story(cast).dispatched() for _n in range(5)]
    assert sweep(now=at(14, 11), limit=2).total == 2
    assert sweep(now=at(14, 11)).total == 3
    assert all(len(steps(s)) == 1 for s in stories)


def test_when_its_time_is_over_a_sweep_begins_nothing_more(cast: Cast) -> None:
    story = Story(cast).dispatched()
    assert sweep(now=at(14, 11), seconds=0).total == 0
    assert steps(story) == []
    assert sweep(now=at(14, 11), seconds=60).total == 1


def test_clocks_from_before_there_was_a_ladder_are_taken_up(cast: Cast) -> None:
    story = Story(cast).dispatched()
    Deadline.objects.filter(county=COUNTY).update(next_at=MONDAY, next_step=None)
    assert swept(at(14, 9, 30)) == {"recount": 1}
    assert story.clocks["sign"].next_at == at(14, 10)
    assert swept(at(14, 10)) == {"escalate": 1}
    check_request(story.row)


def test_a_limit_that_is_shorter_than_a_step_has_not_that_step(cast: Cast) -> None:
    for kind, unit in ((LimitKind.SIGN, TimeUnit.HOURS),):
        set_limit(
            actor=cast.admin,
            now=MONDAY,
            county=COUNTY,
            kind=kind,
            limit=Limit(1, unit),
            effective_from=at(15, 0).date(),
        )
    set_ladder(
        actor=cast.admin,
        now=MONDAY,
        county=COUNTY,
        kind=LimitKind.SIGN,
        steps=[Step(When.LEFT, (Rung.UNIT,), 3, TimeUnit.HOURS), Step(When.AT, (Rung.UNIT,))],
        effective_from=at(15, 0).date(),
    )
    story = Story(cast, now=at(15, 9)).dispatched()
    assert swept(at(15, 9, 30)) == {}
    assert swept(at(15, 10)) == {"escalate": 1}
    assert steps(story) == [("sign", "at", ["unit"])]


def test_everything_that_is_said_stands_in_the_chain_of_events(cast: Cast) -> None:
    story = Story(cast).dispatched()
    for now in (at(14, 10), at(14, 11), at(15, 9), at(17, 9), at(28, 9)):
        sweep(now=now)
    assert Event.objects.filter(county=COUNTY, action="escalate").count() == len(steps(story)) == 4
    check_figures()


def test_what_was_put_off_since_it_was_read_is_not_taken_up(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from wobangni.service_requests.commands import sweep as module

    story = suspended(cast)
    real = module.due_by

    def late(*words: Any, **more: Any) -> Any:
        found = real(*words, **more)
        story.now = at(28, 0)
        story.do(cast.reviewer, "suspend", review_date="2026-10-20", explanation="配件未到")
        return found

    monkeypatch.setattr(module, "due_by", late)
    found = sweep(now=at(28, 0))
    assert (found.total, found.passed_by) == (0, 1)
    assert story.state is State.SUSPENDED
