"""A request that is merged into another does not disappear: its resident is heard, judges the answer for themselves, and gets it back when it must be."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import COUNTY, Cast
from tests.service_requests.story import Story
from tests.support.jobs import run_jobs
from wobangni.accounts.vault import ContactInput
from wobangni.assessment.queries.verify import verify_figures
from wobangni.kernel import clock
from wobangni.kernel.errors import Conflict, InvalidInput
from wobangni.notices.queries import demo_messages
from wobangni.service_requests.commands.relay_info import relay_info
from wobangni.service_requests.models import TallyDelta
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.merged import merged_below
from wobangni.service_requests.queries.public import resident_view
from wobangni.service_requests.rules.settle import REWORK_SPAN
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.rules.tracking_code import spoken


def pair(cast: Cast) -> tuple[Story, Story]:
    """One that is worked on, and one of another resident that is merged into it."""
    now = clock.now() - dt.timedelta(hours=2)
    stays = Story(cast, now=now).in_progress()
    merged = Story(cast, now=now).submitted(cast.wang_fang, contact=ContactInput("王芳", "13987654321"))
    return stays, merged.merged_into(stays)


def answer(cast: Cast, story: Story) -> Story:
    return story.do(cast.housing_handler, "answer", answer="已换阀门").do(cast.reviewer, "approve")


def offered(cast: Cast, story: Story) -> set[str]:
    return {str(o.action) for o in resident_view(cast.wang_fang, story.code, now=story.now).actions}


def test_what_the_resident_of_a_merged_request_adds_stands_before_the_unit_and_says_whence(cast: Cast) -> None:
    stays, merged = pair(cast)
    before = stays.row
    merged.after(minutes=5).do(cast.wang_fang, "add_info", text="我家水管也裂了")
    run_jobs()
    row = stays.row
    assert (row.version, row.reminders) == (before.version + 1, before.reminders + 1)  # news in the unit's list
    seen = request_detail(cast.housing_handler, stays.code, now=clock.now()).timeline[-1]
    assert {text for _label, text in seen.shown} == {"我家水管也裂了", spoken(merged.code)}
    assert "水管" not in str(resident_view(cast.qiqige, stays.code, now=clock.now()))
    assert not relay_info(county=COUNTY, id=merged.row.id, seq=merged.row.version, now=clock.now())  # delivered twice
    assert stays.row.version == row.version


def test_an_addition_goes_to_the_upper_end_of_all_merges(cast: Cast) -> None:
    stays, merged = pair(cast)
    third = Story(cast, now=merged.now).submitted(cast.wang_fang).merged_into(stays)
    top = Story(cast, now=merged.now).in_progress()
    stays.merged_into(top)
    third.do(cast.wang_fang, "add_info", text="还是不热")
    run_jobs()
    assert "还是不热" in str(top.events[-1].data)
    assert top.events[-1].action == "relay"


@pytest.mark.parametrize("state", ["answered", "closed"])
def test_nothing_is_merged_into_what_is_answered_or_closed(cast: Cast, state: str) -> None:
    story = Story(cast).submitted(cast.wang_fang)
    with pytest.raises(InvalidInput) as refused:
        story.merged_into(getattr(Story(cast), state)())
    assert set(refused.value.fields) == {"lead_code"}


def test_what_was_merged_into_a_declined_request_gets_a_decision_of_its_own(cast: Cast) -> None:
    now = clock.now()
    stays = Story(cast, now=now).submitted()
    merged = Story(cast, now=now).submitted(cast.wang_fang, contact=ContactInput("王芳", "13987654321"))
    merged.merged_into(stays)
    run_jobs()
    known = {m.id for m in demo_messages()}
    stays.do(cast.clerk, "decline", reason_code="litigation", explanation="已起诉")
    run_jobs()
    assert merged.state is State.SUBMITTED
    assert "不予受理" in str(merged.events[-1].data)
    texts = [m.text for m in demo_messages() if m.id not in known]
    assert len([t for t in texts if spoken(merged.code) in t]) == 1  # not that it was declined: it was not


def test_a_merged_request_is_archived_with_the_one_that_stays_and_never_before(cast: Cast) -> None:
    stays, merged = pair(cast)
    with pytest.raises(Conflict):
        merged.do(cast.admin, "archive")
    answer(cast, stays).do(cast.qiqige, "confirm", solved=True, satisfied=5)
    stays.after(days=REWORK_SPAN.days, seconds=1).do(cast.admin, "archive")
    run_jobs()
    assert (stays.state, merged.state) == (State.ARCHIVED, State.ARCHIVED)
    assert [r.code for r in merged_below(COUNTY, stays.row.id)] == [merged.code]
    seen = resident_view(cast.wang_fang, merged.code, now=stays.now)
    assert (seen.answer, seen.merged_into_code) == ("已换阀门", stays.code)


def test_each_resident_judges_the_common_answer_once_and_the_one_that_stays_keeps_its_own(cast: Cast) -> None:
    stays, merged = pair(cast)
    assert offered(cast, merged) == {"add_info"}
    with pytest.raises(Conflict):
        merged.do(cast.wang_fang, "rate", solved=True, satisfied=5)
    answer(cast, stays)
    assert offered(cast, merged) == {"add_info", "rate", "unmerge"}
    version = stays.row.version
    merged.do(cast.wang_fang, "rate", solved=False, satisfied=2)
    assert (merged.state, merged.row.solved, merged.row.satisfied) == (State.MERGED, False, 2)
    assert (stays.row.version, stays.row.solved, stays.row.satisfied) == (version, None, None)
    assert offered(cast, merged) == {"add_info", "unmerge"}
    with pytest.raises(Conflict):
        merged.do(cast.wang_fang, "rate", solved=True, satisfied=5)
    [counted] = TallyDelta.objects.filter(measure="satisfied:2")
    assert (counted.unit_id, counted.n) == (cast.housing, 1)  # whose answer it was
    assert verify_figures() == []


def test_a_resident_for_whom_it_is_not_solved_gets_it_back_to_work_with_their_words(cast: Cast) -> None:
    stays, merged = pair(cast)
    with pytest.raises(Conflict):
        merged.do(cast.wang_fang, "unmerge", reason="我家没修")
    answer(cast, stays).do(cast.qiqige, "confirm", solved=True, satisfied=5)
    assert offered(cast, merged) == {"rate", "unmerge"}  # nobody would read an addition any more
    with pytest.raises(InvalidInput):
        merged.do(cast.wang_fang, "unmerge")
    merged.do(cast.wang_fang, "rate", solved=False, satisfied=1).do(cast.wang_fang, "unmerge", reason="我家没修")
    assert (merged.state, merged.row.merged_into, merged.row.satisfied) == (State.SUBMITTED, None, None)
    assert merged.clocks["answer"].state == "running"
    assert "我家没修" in str(request_detail(cast.clerk, merged.code, now=merged.now).timeline[-1])
    assert stays.state is State.CLOSED
    assert verify_figures() == []
