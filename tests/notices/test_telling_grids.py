"""Who hears of it where an order is not a unit's alone: a grid's, or nobody's because it was answered at the desk."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.cast import COUNTY, Cast
from tests.grid_work import Grids, make_grids
from tests.notices.conftest import NOON
from tests.service_requests.story import Story
from tests.support.people import user_of
from wobangni.accounts.models import User
from wobangni.kernel.models import OutboxEvent
from wobangni.kernel.outbox import Event
from wobangni.notices.models import Notice
from wobangni.notices.queue import deliver_batch
from wobangni.organisations.commands.save_local_place import retire_local_place
from wobangni.organisations.models import Membership
from wobangni.service_requests.commands.chase_called import chase_called
from wobangni.service_requests.commands.inform_staff import inform_staff
from wobangni.service_requests.commands.place_in_grid import place_in_grid
from wobangni.service_requests.commands.sweep import sweep
from wobangni.service_requests.commands.work_in_grid import take_in_grid, whistle
from wobangni.service_requests.handlers import escalate
from wobangni.service_requests.jobs import sweep_clocks


@pytest.fixture
def grids(cast: Cast) -> Grids:
    made = make_grids()
    for worker in (made.worker, made.second_worker):
        User.objects.create(pk=int(worker.id), username=f"grid-{worker.id}", name=worker.name)
        user_of(worker)
    Membership.objects.update(since=NOON - dt.timedelta(days=365))
    return made


def here(cast: Cast, grids: Grids) -> Story:
    lat, lng = grids.middle
    story = Story(cast).submitted(lat=lat, lng=lng)
    place_in_grid(county=COUNTY, id=story.row.id)
    return story


def taken(cast: Cast, grids: Grids) -> Story:
    story = here(cast, grids)
    take_in_grid(actor=grids.worker, now=story.now, code=story.code, key="k")
    return story


def told(story: Story) -> set[int | None]:
    """Whom the latest event told."""
    inform_staff(county=COUNTY, id=story.row.id, seq=story.row.version, now=story.now)
    return set(Notice.objects.values_list("user_id", flat=True))


def test_a_grid_worker_hears_of_what_happens_to_what_they_took(cast: Cast, grids: Grids) -> None:
    story = taken(cast, grids).do(cast.supervisor, "supervise", reason="群众反映强烈")
    assert told(story) == {int(grids.worker.id)}


def test_what_is_dispatched_to_the_grids_unit_reaches_the_people_of_the_grid(cast: Cast, grids: Grids) -> None:
    story = here(cast, grids).do(cast.dispatcher, "dispatch", unit=grids.unit)
    assert told(story) == {int(grids.worker.id)}


def test_what_another_unit_has_is_none_of_the_grids_business(cast: Cast, grids: Grids) -> None:
    story = here(cast, grids).do(cast.dispatcher, "dispatch", unit=cast.housing)
    assert int(grids.worker.id) not in told(story)


@pytest.mark.parametrize("why", ["switched off", "role ended", "grid out of use"])
def test_who_works_in_no_grid_any_more_is_told_nothing(cast: Cast, grids: Grids, why: str) -> None:
    story = taken(cast, grids) if why != "grid out of use" else here(cast, grids)
    if why == "switched off":
        User.objects.filter(pk=int(grids.worker.id)).update(is_active=False)
    elif why == "role ended":
        Membership.objects.filter(user=int(grids.worker.id)).update(until=NOON - dt.timedelta(days=1))
    else:
        story.do(cast.dispatcher, "dispatch", unit=grids.unit)
        retire_local_place(actor=cast.admin, now=NOON, county=COUNTY, place_id=grids.first)
    assert told(story.do(cast.supervisor, "supervise", reason="群众反映强烈")) == set()


def test_the_ladder_reaches_the_grid_worker_who_took_it(cast: Cast, grids: Grids) -> None:
    story = taken(cast, grids)
    now = story.clocks["answer"].yellow_at
    sweep(now=now)
    assert [e.data["told"] for e in story.events if e.action == "escalate" and e.data["clock"] == "answer"] == [
        ["unit"]
    ]
    for row in OutboxEvent.objects.filter(type="service_request.escalate"):
        escalate(Event(row.county, row.id, row.type, row.payload, row.occurred_at), now=now)
    assert int(grids.worker.id) in set(Notice.objects.values_list("user_id", flat=True))


def test_a_called_unit_that_does_not_answer_in_its_time_is_not_forgotten(cast: Cast, grids: Grids) -> None:
    story = taken(cast, grids)
    whistle(actor=grids.worker, now=story.now, code=story.code, units=[cast.housing], reason="要停气检修", key="w")
    ends = story.assignments[-1].due_at
    assert ends is not None
    assert chase_called(now=ends - dt.timedelta(minutes=1)) == 0
    assert chase_called(now=ends) == 5
    assert chase_called(now=ends + dt.timedelta(minutes=10)) == 0
    people = [cast.housing_handler, cast.second_housing_handler, cast.dispatcher, cast.second_dispatcher, grids.worker]
    assert set(Notice.objects.values_list("user_id", flat=True)) == {int(who.id) for who in people}
    assert set(Notice.objects.values_list("kind", flat=True)) == {"escalated"}


@pytest.mark.parametrize("why", ["answered", "no longer needed", "the resident is asked"])
def test_a_call_that_nothing_waits_for_is_not_chased(cast: Cast, grids: Grids, why: str) -> None:
    story = taken(cast, grids)
    whistle(actor=grids.worker, now=story.now, code=story.code, units=[cast.housing], reason="要停气检修", key="w")
    ends = story.assignments[-1].due_at
    assert ends is not None
    if why == "answered":
        story.do(cast.housing_handler, "helper_sign").do(cast.housing_handler, "helper_answer", text="已停气检修")
    elif why == "no longer needed":
        story.do(grids.worker, "answer", answer="自行修好了").do(cast.reviewer, "approve")
    else:
        story.do(grids.worker, "ask_info", question="几号楼？")
    assert chase_called(now=ends) == 0


def test_what_was_answered_at_the_desk_and_is_not_solved_after_all_reaches_the_dispatchers(cast: Cast) -> None:
    story = Story(cast).submitted(cast.clerk, channel="hotline")
    story.do(cast.clerk, "answer_at_once", answer="医保在便民服务中心二楼办理。", quoted="", solved=True, satisfied=5)
    story.after(days=1).do(cast.caller, "rework", explanation="去了说不办")
    assert told(story) == {int(cast.dispatcher.id), int(cast.second_dispatcher.id)}


def test_a_provider_that_holds_a_thousand_notices_up_holds_no_clock_up() -> None:
    assert deliver_batch.priority < sweep_clocks.priority
