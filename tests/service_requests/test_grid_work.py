"""Grid workers (网格员): what lies in their grid, taking it, calling units, handing it up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, Cast, staff
from tests.grid_work import Grids, make_grids, square
from tests.service_requests.story import MONDAY, Story
from wobangni.kernel.actors import SYSTEM, Actor
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from wobangni.organisations.commands.save_local_place import retire_local_place, save_local_place
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.place_in_grid import place_in_grid
from wobangni.service_requests.commands.submit import Submission
from wobangni.service_requests.commands.work_in_grid import report_in_grid, take_in_grid, whistle
from wobangni.service_requests.models import GridRequest
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.rules.states import AssignmentRole, State


@pytest.fixture
def grids(cast: Cast) -> Grids:
    return make_grids()


def lies_in(story: Story) -> int | None:
    found = GridRequest.objects.filter(county=COUNTY, service_request_id=story.row.id)
    return found.values_list("grid_id", flat=True).first()


def here(cast: Cast, grids: Grids, **words: Any) -> Story:
    """A resident's request in the first grid, placed."""
    lat, lng = grids.middle
    story = Story(cast).submitted(lat=lat, lng=lng, **words)
    place_in_grid(county=COUNTY, id=story.row.id)
    return story


def taken(cast: Cast, grids: Grids, by: Actor | None = None) -> Story:
    story = here(cast, grids)
    take_in_grid(actor=by or grids.worker, now=MONDAY, code=story.code, key="k")
    return story


def report(grids: Grids, actor: Actor | None = None, **more: Any) -> Any:
    words = {"description": "楼道声控灯不亮，晚上老人下楼看不见。", "county": COUNTY}
    said = {name: more.pop(name) for name in ("lat", "lng") if name in more}
    sent = {"key": UUID(int=7), "photos": (), "grid_id": grids.first} | more
    return report_in_grid(
        actor=actor or grids.worker,
        now=MONDAY,
        submission=Submission(**(words | said)),
        **sent,  # type: ignore[arg-type]
    )


def test_the_worker_places_a_new_request_by_its_point(cast: Cast, grids: Grids, run_jobs: Callable[[], Any]) -> None:
    lat, lng = grids.beside
    story = Story(cast).submitted(lat=lat, lng=lng)
    run_jobs()
    assert lies_in(story) == grids.second


def test_a_corrected_place_moves_it_into_another_grid(cast: Cast, grids: Grids, run_jobs: Callable[[], Any]) -> None:
    story = Story(cast).submitted()
    run_jobs()
    assert lies_in(story) is None
    story.do(cast.clerk, "amend", division=grids.far.code)
    run_jobs()
    assert lies_in(story) == grids.listed


def test_when_a_grid_is_drawn_anew_open_requests_are_placed_anew(
    cast: Cast, grids: Grids, run_jobs: Callable[[], Any]
) -> None:
    story = here(cast, grids)
    retire_local_place(actor=SYSTEM, now=MONDAY, county=COUNTY, place_id=grids.first)
    run_jobs()
    assert lies_in(story) is None
    save_local_place(
        actor=SYSTEM, now=MONDAY, county=COUNTY, place_id=grids.second, kind="grid", name="第二网格",
        division=grids.village.code, ring=square(*grids.middle, half=0.02),
    )  # fmt: skip
    run_jobs()
    assert lies_in(story) == grids.second


def test_a_grid_worker_sees_what_lies_in_their_grid_and_nothing_else(cast: Cast, grids: Grids) -> None:
    story = here(cast, grids)
    assert request_detail(grids.worker, story.code, now=MONDAY).code == story.code
    for stranger in (grids.second_worker, grids.far_worker):
        with pytest.raises(NotFound):
            request_detail(stranger, story.code, now=MONDAY)


def test_taking_accepts_and_claims_for_the_grids_unit_and_names_who_has_it(cast: Cast, grids: Grids) -> None:
    story = taken(cast, grids)
    assert [e.action for e in story.events] == ["submit", "accept", "claim"]
    [lead] = story.assignments
    assert (story.state, lead.unit_id, lead.handler_name) == (State.IN_PROGRESS, grids.unit, "其木格")
    assert story.clocks["response"].met_at == MONDAY


def test_taking_twice_with_one_key_takes_once(cast: Cast, grids: Grids) -> None:
    story = taken(cast, grids)
    again = take_in_grid(actor=grids.worker, now=MONDAY, code=story.code, key="k")
    assert (again.changed, len(story.events)) == (False, 3)


def test_who_comes_second_is_told_who_was_quicker(cast: Cast, grids: Grids) -> None:
    story = taken(cast, grids)
    colleague = staff(70, "斯日古楞", *grids.worker.grants)
    with pytest.raises(Conflict, match="其木格"):
        take_in_grid(actor=colleague, now=MONDAY, code=story.code, key="other")


def test_a_grid_worker_takes_nothing_outside_of_their_grid(cast: Cast, grids: Grids) -> None:
    story = Story(cast).accepted()
    with pytest.raises(NotFound):
        take_in_grid(actor=grids.worker, now=MONDAY, code=story.code, key="k")
    with pytest.raises(NotFound):
        act(actor=grids.worker, now=MONDAY, code=story.code, action="claim", data={})


def test_lying_in_a_grid_gives_no_say_over_what_another_unit_has(cast: Cast, grids: Grids) -> None:
    story = here(cast, grids)
    story.do(cast.dispatcher, "dispatch", unit=cast.housing).do(cast.housing_handler, "sign")
    for action, data in (
        ("answer", {"answer": "已处理完毕。"}),
        ("echo", {"text": "正在处理。"}),
        ("redispatch", {"unit": cast.water, "reason": "不归我管"}),
        ("whistle", {"unit": cast.water, "reason": "请来看"}),
    ):
        with pytest.raises(Forbidden):
            act(actor=grids.worker, now=MONDAY, code=story.code, action=action, data=data)


def test_a_grid_worker_does_it_and_answers(cast: Cast, grids: Grids) -> None:
    story = taken(cast, grids)
    story.do(grids.worker, "echo", text="已到现场，正在更换灯泡。")
    story.do(grids.worker, "answer", answer="已更换声控灯，晚上试过能亮。")
    assert story.state is State.IN_REVIEW
    assert story.events[-1].unit_id == grids.unit


def test_a_whistle_names_units_that_answer_by_a_clock_of_their_own(cast: Cast, grids: Grids) -> None:
    story = taken(cast, grids)
    whistle(
        actor=grids.worker, now=MONDAY, code=story.code, units=[cast.housing, cast.water], reason="管道与路面", key="w"
    )
    called = [a for a in story.assignments if a.role == AssignmentRole.HELPER]
    assert {a.unit_id for a in called} == {cast.housing, cast.water}
    assert all(a.called and a.instruction == "管道与路面" for a in called)
    # Called on Monday: until Tuesday is over, whatever the request's own time.
    answer_by = {a.due_at for a in called}
    assert answer_by == {dt.datetime(2026, 9, 16, 0, 0, tzinfo=MONDAY.tzinfo)}
    story.do(cast.water_handler, "helper_sign")
    [water] = [a for a in story.assignments if a.unit_id == cast.water]
    assert {water.due_at} == answer_by  # signing moves nothing
    story.do(cast.water_handler, "helper_answer", text="已派人到现场查看，今日修复。")
    assert story.state is State.IN_PROGRESS


def test_a_called_unit_answers_and_can_not_return_the_call(cast: Cast, grids: Grids) -> None:
    story = taken(cast, grids)
    whistle(actor=grids.worker, now=MONDAY, code=story.code, units=[cast.water], reason="水管爆裂", key="w")
    with pytest.raises(Conflict):
        story.do(cast.water_handler, "helper_return", reason="不归我管", basis="三定方案")
    assert "helper_return" not in {o.action for o in request_detail(cast.water_handler, story.code, now=MONDAY).actions}


def test_a_whistle_sent_twice_calls_once_and_all_or_none(cast: Cast, grids: Grids) -> None:
    story = taken(cast, grids)
    for _time in range(2):
        whistle(actor=grids.worker, now=MONDAY, code=story.code, units=[cast.water], reason="水管", key="w")
    assert len(story.assignments) == 2
    with pytest.raises(WobangniRefusal):
        whistle(
            actor=grids.worker, now=MONDAY, code=story.code, units=[cast.housing, cast.water], reason="又来", key="x"
        )
    assert len(story.assignments) == 2


WobangniRefusal = (InvalidInput, Conflict)


@pytest.mark.parametrize("units", [[], [1, 2, 3, 4, 5, 6], [0], [10**12]])
def test_a_whistle_without_usable_units_says_so_at_the_field(cast: Cast, grids: Grids, units: list[int]) -> None:
    story = taken(cast, grids)
    with pytest.raises(InvalidInput) as refused:
        whistle(actor=grids.worker, now=MONDAY, code=story.code, units=units, reason="水管", key="w")
    assert "units" in refused.value.fields


def test_what_is_beyond_the_grid_is_handed_to_another_unit(cast: Cast, grids: Grids) -> None:
    story = taken(cast, grids)
    story.do(grids.worker, "redispatch", unit=cast.housing, reason="需要更换整栋楼的电缆")
    assert (story.state, story.row.lead_unit_id) == (State.DISPATCHED, cast.housing)
    assert story.clocks["sign"].state == "running"


def test_a_report_is_placed_and_taken_in_one_go(cast: Cast, grids: Grids) -> None:
    lat, lng = grids.middle
    made = report(grids, lat=lat, lng=lng, take=True)
    story = Story(cast)
    story.code = made.code
    assert (story.state, story.row.channel, lies_in(story)) == (State.IN_PROGRESS, "grid", grids.first)


def test_a_report_without_a_place_lies_in_the_grid_that_its_worker_named(
    cast: Cast, grids: Grids, run_jobs: Callable[[], Any]
) -> None:
    made = report(grids)
    story = Story(cast)
    story.code = made.code
    assert story.row.division_id == grids.village.code
    assert lies_in(story) == grids.first  # two grids share the village: its worker's word tells
    run_jobs()
    assert lies_in(story) == grids.first


def test_a_report_sent_twice_is_one(cast: Cast, grids: Grids) -> None:
    first, again = report(grids, take=True), report(grids, take=True)
    assert (first.code, again.created) == (again.code, False)


def test_a_report_into_somebody_elses_grid_is_refused(cast: Cast, grids: Grids) -> None:
    for actor in (grids.second_worker, cast.housing_handler, cast.clerk):
        with pytest.raises(Forbidden):
            report(grids, actor)


def test_a_report_from_outside_of_the_county_is_refused_at_its_place(cast: Cast, grids: Grids) -> None:
    with pytest.raises(InvalidInput) as refused:
        report(grids, lat=31.2, lng=121.5)
    assert "lat" in refused.value.fields


def test_a_broken_photo_costs_nothing_and_is_named(cast: Cast, grids: Grids) -> None:
    with pytest.raises(InvalidInput) as refused:
        report(grids, photos=[b"no picture"])
    assert "photo" in refused.value.fields
    assert report(grids, key=uuid4()).created


def test_grids_of_two_counties_do_not_see_each_other(cast: Cast, grids: Grids) -> None:
    others = make_grids(OTHER_COUNTY, 80)
    story = here(cast, grids)
    with pytest.raises(NotFound):
        request_detail(others.worker, story.code, now=MONDAY)
