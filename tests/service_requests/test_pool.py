"""The pool of offered orders: one request, one taker, also under a hundred claims at once; what nobody claims goes to dispatch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import COUNTY, Cast, staff
from tests.grid_work import make_grids
from tests.service_requests.at_once import at_once
from tests.service_requests.story import MONDAY, Story
from tests.support.queries import at_most
from wobangni.kernel.actors import Actor, Grant, Role
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput
from wobangni.organisations.queries import units_of
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.place_in_grid import place_in_grid
from wobangni.service_requests.commands.pool import offer, set_pool_rules, sweep_pool
from wobangni.service_requests.models import PoolOffer, PoolSetting
from wobangni.service_requests.queries.pool import pool_page
from wobangni.service_requests.rules.states import State

SERVICE = "heating-cold"


def set_rules(cast: Cast, **more: Any) -> None:
    said: dict[str, Any] = {"services_offered": [SERVICE], "skills": {}, "head_start_minutes": 0} | more
    set_pool_rules(actor=cast.admin, county=COUNTY, **said)


def offered(cast: Cast, *, at: dt.datetime = MONDAY) -> Story:
    story = Story(cast, now=at).submitted(service=SERVICE).do(cast.clerk, "accept")
    assert offer(county=COUNTY, id=story.row.id, now=at)
    return story


def claim(actor: Actor, story: Story, *, at: dt.datetime = MONDAY) -> Any:
    return act(actor=actor, now=at, code=story.code, action="claim", data={})


def test_what_is_accepted_is_offered_where_the_county_has_a_pool(cast: Cast, run_jobs: Callable[[], Any]) -> None:
    Story(cast).submitted(service=SERVICE).do(cast.clerk, "accept")
    run_jobs()
    assert not PoolOffer.objects.exists()
    set_rules(cast)
    Story(cast).submitted(service=SERVICE).do(cast.clerk, "accept")
    Story(cast).submitted().do(cast.clerk, "accept")  # of no service
    run_jobs()
    assert PoolOffer.objects.count() == 1


def test_the_page_shows_what_is_offered_and_whether_one_may(cast: Cast) -> None:
    set_rules(cast)
    story = offered(cast)
    [row] = pool_page(cast.housing_handler, COUNTY, now=MONDAY)
    assert (row.row.code, [c.unit.id for c in row.possible]) == (story.code, [cast.housing])


def test_a_claimed_order_is_gone_from_the_page(cast: Cast) -> None:
    set_rules(cast)
    story = offered(cast)
    claim(cast.housing_handler, story)
    assert pool_page(cast.water_handler, COUNTY, now=MONDAY) == ()
    with pytest.raises(Conflict, match=cast.housing_handler.name):
        claim(cast.water_handler, story)


def test_most_open_at_once(cast: Cast) -> None:
    set_rules(cast, most_open=1)
    claim(cast.housing_handler, offered(cast))
    with pytest.raises(Conflict, match="未办结"):
        claim(cast.housing_handler, offered(cast))
    claim(cast.water_handler, offered(cast))


def test_after_a_return_a_unit_rests(cast: Cast) -> None:
    set_rules(cast, cooling_minutes=60)
    story = offered(cast)
    claim(cast.housing_handler, story)
    story.do(cast.housing_handler, "return", reason="不归我管", basis="三定方案")
    other = offered(cast)
    with pytest.raises(Conflict, match="10:00"):
        claim(cast.housing_handler, other, at=MONDAY + dt.timedelta(minutes=30))
    claim(cast.housing_handler, other, at=MONDAY + dt.timedelta(minutes=60))


def test_who_has_had_fewest_lately_comes_first(cast: Cast) -> None:
    set_rules(cast)
    claim(cast.housing_handler, offered(cast))
    set_rules(cast, head_start_minutes=15)
    story = offered(cast)
    with pytest.raises(Conflict, match="09:15"):
        claim(cast.housing_handler, story)
    claim(cast.housing_handler, story, at=MONDAY + dt.timedelta(minutes=15))


def test_skills_are_asked_for(cast: Cast) -> None:
    set_rules(cast, skills={cast.water: ["heating-cold"]})
    other = next(u.id for u in units_of(COUNTY) if u.id not in (cast.housing, cast.water))
    assert PoolSetting.objects.get().skills == {str(cast.water): PoolSetting.objects.get().services}
    claim(cast.water_handler, offered(cast))
    PoolSetting.objects.update(skills={str(cast.housing): [10**6]})
    with pytest.raises(Conflict):
        claim(cast.housing_handler, offered(cast))
    claim(staff(77, "娜仁", Grant(Role.HANDLER, COUNTY, other)), offered(cast))


def test_a_grid_worker_claims_in_their_grid_without_waiting(cast: Cast) -> None:
    grids = make_grids()
    set_rules(cast, most_open=1, skills={grids.unit: []})
    lat, lng = grids.middle
    stories = [Story(cast).submitted(service=SERVICE, lat=lat, lng=lng).do(cast.clerk, "accept") for _n in range(2)]
    for story in stories:
        place_in_grid(county=COUNTY, id=story.row.id)
        offer(county=COUNTY, id=story.row.id, now=MONDAY)
    assert len(pool_page(grids.worker, COUNTY, now=MONDAY)) == 2
    assert pool_page(grids.second_worker, COUNTY, now=MONDAY) == ()
    for story in stories:
        claim(grids.worker, story)


def test_what_nobody_claims_leaves_the_pool_in_its_time_and_only_then(cast: Cast) -> None:
    set_rules(cast, wait_minutes=30)
    story = offered(cast)
    assert sweep_pool(now=MONDAY + dt.timedelta(minutes=29)) == 0
    assert sweep_pool(now=MONDAY + dt.timedelta(minutes=30)) == 1
    assert not PoolOffer.objects.exists()
    assert story.state in (State.DISPATCHED, State.ACCEPTED)
    if story.state is State.DISPATCHED:  # the directory knows whose it is
        assert story.events[-1].actor_name == "自动派单"
    assert sweep_pool(now=MONDAY + dt.timedelta(minutes=31)) == 0


def test_one_that_can_not_leave_holds_up_no_other(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from wobangni.service_requests.commands import pool as module

    set_rules(cast, wait_minutes=30)
    bad, good = offered(cast), offered(cast, at=MONDAY + dt.timedelta(minutes=1))
    real = module.asked_about

    def asked_about(rows: Any) -> Any:
        if rows.filter(code=bad.code).exists():
            raise ZeroDivisionError
        return real(rows)

    monkeypatch.setattr(module, "asked_about", asked_about)
    assert sweep_pool(now=MONDAY + dt.timedelta(hours=1)) == 1
    assert [o.service_request_id for o in PoolOffer.objects.all()] == [bad.row.id]
    monkeypatch.undo()
    assert sweep_pool(now=MONDAY + dt.timedelta(hours=1)) == 1
    assert "accept" in [e.action for e in good.events]


def test_what_was_claimed_is_left_alone_by_the_sweep(cast: Cast) -> None:
    set_rules(cast, wait_minutes=30)
    story = offered(cast)
    claim(cast.housing_handler, story)
    sweep_pool(now=MONDAY + dt.timedelta(hours=1))
    assert story.row.lead_unit_id == cast.housing
    assert [e.action for e in story.events][-1] == "claim"


def test_the_sweep_asks_for_what_is_due_alone(cast: Cast) -> None:
    set_rules(cast)
    for _number in range(5):
        offered(cast)
    with at_most(1):
        assert sweep_pool(now=MONDAY) == 0


@pytest.mark.parametrize("way_back", ["supply_info", "drop_question"])
def test_what_waited_for_its_resident_is_offered_again(cast: Cast, run_jobs: Callable[[], Any], way_back: str) -> None:
    set_rules(cast, wait_minutes=30)
    story = offered(cast).do(cast.clerk, "ask_info", question="几号楼？").after(hours=1)
    sweep_pool(now=story.now)
    assert not PoolOffer.objects.exists()
    if way_back == "supply_info":
        story.do(cast.qiqige, "supply_info", text="三号楼")
    else:
        story.do(cast.clerk, "drop_question", remark="已查明")
    run_jobs()
    assert [o.offered_at for o in PoolOffer.objects.all()] == [story.now]


def test_what_was_given_back_twice_is_for_the_dispatcher_and_leaves_the_pool(
    cast: Cast, run_jobs: Callable[[], Any]
) -> None:
    set_rules(cast, cooling_minutes=0)
    story = offered(cast)
    for handler, left in ((cast.housing_handler, 1), (cast.water_handler, 0)):
        claim(handler, story)
        story.do(handler, "return", reason="不归我管", basis="三定方案")
        run_jobs()
        assert PoolOffer.objects.count() == left
    assert pool_page(cast.housing_handler, COUNTY, now=MONDAY) == ()


def test_who_works_for_another_unit_besides_claims_for_it_by_the_rules(cast: Cast) -> None:
    grids = make_grids()
    set_rules(cast, most_open=1)
    both = staff(88, "乌日娜", *grids.worker.grants, Grant(Role.HANDLER, COUNTY, cast.housing))
    lat, lng = grids.middle
    stories = [Story(cast).submitted(service=SERVICE, lat=lat, lng=lng).do(cast.clerk, "accept") for _n in range(2)]
    for story in stories:
        place_in_grid(county=COUNTY, id=story.row.id)
        offer(county=COUNTY, id=story.row.id, now=MONDAY)
    act(actor=both, now=MONDAY, code=stories[0].code, action="claim", data={"unit": cast.housing})
    with pytest.raises(Conflict, match="未办结"):
        act(actor=both, now=MONDAY, code=stories[1].code, action="claim", data={"unit": cast.housing})
    act(actor=both, now=MONDAY, code=stories[1].code, action="claim", data={"unit": grids.unit})


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"services_offered": ["no-such"]}, "services"),
        ({"skills": {10**9: []}}, "skills"),
        ({"wait_minutes": 1}, "wait_minutes"),
        ({"most_open": 0}, "most_open"),
        ({"cooling_minutes": -1}, "cooling_minutes"),
    ],
)
def test_rules_that_can_not_be_are_refused_at_their_field(cast: Cast, bad: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        set_rules(cast, **bad)
    assert field in refused.value.fields
    assert not PoolSetting.objects.exists()


def test_only_the_administrator_sets_them(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        set_pool_rules(actor=cast.dispatcher, county=COUNTY, services_offered=[SERVICE], skills={})


def test_of_a_hundred_claims_at_once_exactly_one_wins_and_all_others_are_told_who(committed_cast: Cast) -> None:
    cast = committed_cast
    set_rules(cast, head_start_minutes=15)
    story = offered(cast)
    units = [u.id for u in units_of(COUNTY)]
    people = [staff(1000 + n, f"抢单人{n}", Grant(Role.HANDLER, COUNTY, units[n % len(units)])) for n in range(100)]
    lock = ("SELECT 1 FROM service_request WHERE county = %s AND code = %s FOR UPDATE", (COUNTY, story.code))
    results = at_once(*lock, *[lambda who=who: claim(who, story) for who in people])  # type: ignore[misc]
    won = [r for r in results if not isinstance(r, Exception)]
    lost = [r for r in results if isinstance(r, Exception)]
    assert (len(won), len(lost)) == (1, 99)
    [lead] = story.assignments
    assert all(isinstance(e, Conflict) and lead.handler_name in str(e.message) for e in lost)
    assert [e.action for e in story.events].count("claim") == 1


def test_of_many_orders_claimed_at_once_a_unit_gets_no_more_than_it_may_have(committed_cast: Cast) -> None:
    cast = committed_cast
    set_rules(cast, most_open=2)
    stories = [offered(cast) for _number in range(6)]
    calls = [lambda s=s: claim(cast.housing_handler, s) for s in stories]  # type: ignore[misc]
    results = at_once("LOCK TABLE pool_offer IN ACCESS EXCLUSIVE MODE", (), *calls)
    assert sum(not isinstance(r, Exception) for r in results) == 2
