"""Which unit is suggested and why: the directory, what was done before, and what came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.cast import COUNTY, Cast
from tests.service_requests.story import MONDAY, Story
from tests.support.queries import at_most
from wobangni.catalogue.commands.save_rule import RuleInput, save_rule
from wobangni.catalogue.queries import default_unit, service
from wobangni.organisations import reference
from wobangni.organisations.queries import places_of
from wobangni.service_requests.commands.dispatch import dispatch
from wobangni.service_requests.commands.learn_units import learn_units
from wobangni.service_requests.commands.note_return import note_return
from wobangni.service_requests.models import UnitHistory, UnitReturn
from wobangni.service_requests.queries.suggested import Suggestion, suggestions
from wobangni.service_requests.rules.suggest import By, Done, Returned, candidates, done_like

# -- rules as tables -----------------------------------------------------------------------------------------------------

RULE, USUAL, OLD_HAND, NEWCOMER = 1, 2, 3, 4
TWICE, ONCE, THIS = Returned(2, "不属职责"), Returned(1, "不属职责"), Returned(1, "不属职责", this_one=True)
NOBODY = Done({}, False)
NEARLY_ALL = Done({OLD_HAND: 41, NEWCOMER: 2}, True)
HALF = Done({OLD_HAND: 6, NEWCOMER: 5}, True)

# Each row: unit of a rule, usual unit, what was done, what came back; who is suggested, in order.
WHO: list[tuple[str, int | None, int | None, Done, Mapping[int, Returned], list[int]]] = [
    ("nobody known", None, None, NOBODY, {}, []),
    ("the rule", RULE, None, NOBODY, {}, [RULE]),
    ("the usual unit", None, USUAL, NOBODY, {}, [USUAL]),
    ("the rule before experience", RULE, None, NEARLY_ALL, {}, [RULE, OLD_HAND, NEWCOMER]),
    ("experience with nearly all before the usual unit", None, USUAL, NEARLY_ALL, {}, [OLD_HAND, USUAL, NEWCOMER]),
    ("the usual unit before experience with half", None, USUAL, HALF, {}, [USUAL, OLD_HAND, NEWCOMER]),
    ("four of four are too few", None, USUAL, Done({OLD_HAND: 4}, False), {}, [USUAL, OLD_HAND]),
    ("experience alone", None, None, HALF, {}, [OLD_HAND, NEWCOMER]),
    ("returned once: still first", None, USUAL, HALF, {USUAL: ONCE}, [USUAL, OLD_HAND, NEWCOMER]),
    ("returned twice: behind the others", None, USUAL, HALF, {USUAL: TWICE}, [OLD_HAND, NEWCOMER, USUAL]),
    ("the rule stands though it came back twice", RULE, None, HALF, {RULE: TWICE}, [RULE, OLD_HAND, NEWCOMER]),
    ("this very one came back: not there again", RULE, None, HALF, {RULE: THIS}, [OLD_HAND, NEWCOMER, RULE]),
    ("each unit once", OLD_HAND, None, NEARLY_ALL, {}, [OLD_HAND, NEWCOMER]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "by_rule", "usual", "done", "returned", "order"), WHO, ids=[row[0] for row in WHO])
def test_who_is_suggested(
    why: str, by_rule: int | None, usual: int | None, done: Done, returned: Mapping[int, Returned], order: list[int]
) -> None:
    found = candidates(by_rule=by_rule, usual=usual, done=done, returned=returned, usable=lambda _unit: True)
    assert [one.unit_id for one in found] == order


def test_a_unit_out_of_use_is_not_suggested() -> None:
    found = candidates(by_rule=RULE, usual=None, done=NEARLY_ALL, returned={}, usable=lambda unit: unit != RULE)
    assert [one.unit_id for one in found] == [OLD_HAND, NEWCOMER]
    assert (found[0].by, found[0].done, found[0].of) == (By.HISTORY, 41, 43)


def test_the_own_township_counts_once_there_is_enough_of_it() -> None:
    rows = [("150105001", 1, 7), ("150105002", 2, 30)]
    assert done_like(rows, "150105001") == Done({1: 7, 2: 30}, False)
    assert done_like([*rows, ("150105001", 3, 1)], "150105001") == Done({1: 7, 3: 1}, True)
    assert done_like(rows, "") == Done({1: 7, 2: 30}, False)


# -- in the county -------------------------------------------------------------------------------------------------------


def told(cast: Cast, **more: Any) -> Story:
    return Story(cast).submitted(**{"service": "heating-cold", **more})


def suggested(cast: Cast, *stories: Story) -> dict[str, Suggestion]:
    return suggestions(cast.dispatcher, COUNTY, [s.code for s in stories], MONDAY)


def the_only(cast: Cast, story: Story) -> Suggestion:
    return suggested(cast, story)[story.code]


def done_by(cast: Cast, unit: int, handler: Any, times: int, **more: Any) -> None:
    for _n in range(times):
        story = told(cast, **more).do(cast.dispatcher, "dispatch", unit=unit).do(handler, "sign")
        story.do(handler, "answer", answer="已办好").do(cast.reviewer, "approve")


def returned_by(cast: Cast, unit: int, handler: Any, reason: str = "不属职责", **more: Any) -> Story:
    story = (
        told(cast, **more)
        .do(cast.dispatcher, "dispatch", unit=unit)
        .do(handler, "return", reason=reason, basis="三定方案")
    )
    note_return(county=COUNTY, id=story.row.id, seq=story.row.version)
    return story


def rule(cast: Cast, **more: Any) -> int:
    said = RuleInput(**{"unit_id": cast.water, "service": "heating-cold", **more})
    return save_rule(actor=cast.admin, now=MONDAY, county=COUNTY, number=None, rule=said, effective_from=MONDAY.date())


def test_the_reason_names_the_rule_and_what_was_done_before(cast: Cast) -> None:
    township = places_of(COUNTY)[0].ref
    done_by(cast, cast.water, cast.water_handler, 8, division=township.code)
    done_by(cast, cast.housing, cast.housing_handler, 1, division=township.code)
    learn_units(now=MONDAY)
    number = rule(cast, places=[township.code])
    units = the_only(cast, told(cast, division=township.code)).units
    assert units
    best, other = units.choices
    assert best.unit.id == cast.water
    assert best.reasons == (
        f"规则 {number}：家里暖气不热，{township.name} → {best.unit.short_name}",
        "一年来本苏木乡镇街道同类 9 件中有 8 件由其办理",
    )
    assert other.unit.id == cast.housing


def test_a_return_is_shown_with_its_reason_when_it_recurs(cast: Cast) -> None:
    usual = default_unit(COUNTY, service("heating-cold", COUNTY).id)  # type: ignore[union-attr]
    assert usual
    assert usual.id == cast.housing
    returned_by(cast, cast.housing, cast.housing_handler, "供热归城管局管")
    units = the_only(cast, told(cast)).units
    assert units
    assert units.best.unit.id == cast.housing
    assert units.best.warning == "近三个月住建局退单 1 次：供热归城管局管"
    assert not units.best.doubtful
    returned_by(cast, cast.housing, cast.housing_handler, "不属职责")
    again = the_only(cast, told(cast)).units
    assert again
    assert (again.best.warning, again.best.doubtful) == ("近三个月住建局退单 2 次：不属职责", True)


def test_what_came_back_long_ago_is_forgiven(cast: Cast) -> None:
    returned_by(cast, cast.housing, cast.housing_handler)
    UnitReturn.objects.update(at=MONDAY - dt.timedelta(days=92))
    reference.forget()
    units = the_only(cast, told(cast)).units
    assert units
    assert units.best.warning == ""


def test_the_very_request_is_not_sent_back_where_it_came_from(cast: Cast) -> None:
    rule(cast, unit_id=cast.housing)
    done_by(cast, cast.water, cast.water_handler, 1)
    learn_units(now=MONDAY)
    story = returned_by(cast, cast.housing, cast.housing_handler)
    units = the_only(cast, story).units
    assert units
    assert [choice.unit.id for choice in units.choices] == [cast.water, cast.housing]
    assert "退回过这一件" in units.choices[1].warning


def test_returns_of_what_nobody_sorted_are_known_by_their_words(cast: Cast) -> None:
    returned_by(cast, cast.housing, cast.housing_handler, service=None, description="家里暖气不热，冻得不行")
    units = the_only(cast, told(cast, service=None, description="暖气不热")).units
    assert units
    assert "退单 1 次" in units.best.warning


def test_a_return_is_kept_once_and_by_the_worker(cast: Cast, run_jobs: Callable[[], list[str]]) -> None:
    story = told(cast).do(cast.dispatcher, "dispatch", unit=cast.housing)
    story.do(cast.housing_handler, "return", reason="不属职责", basis="三定方案")
    run_jobs()
    note_return(county=COUNTY, id=story.row.id, seq=story.row.version)
    [row] = UnitReturn.objects.all()
    assert (row.unit_id, row.reason, row.service_id) == (cast.housing, "不属职责", story.row.service_id)


def test_history_is_counted_anew_and_old_work_drops_out(cast: Cast) -> None:
    done_by(cast, cast.housing, cast.housing_handler, 2)
    assert learn_units(now=MONDAY, since=MONDAY - dt.timedelta(hours=1)) == 1
    assert [(r.unit_id, r.n) for r in UnitHistory.objects.all()] == [(cast.housing, 2)]
    learn_units(now=MONDAY, since=MONDAY - dt.timedelta(hours=1))
    assert [r.n for r in UnitHistory.objects.all()] == [2]
    learn_units(now=MONDAY + dt.timedelta(days=366))
    assert not UnitHistory.objects.exists()
    assert learn_units(now=MONDAY, since=MONDAY + dt.timedelta(hours=1)) == 0


def test_many_suggestions_cost_as_much_as_one(cast: Cast) -> None:
    rule(cast)
    stories = [told(cast), told(cast, service=None), told(cast, service="noise"), told(cast, service="water-cut")]
    suggested(cast, *stories)
    with at_most(1):  # the requests; all else is known
        assert len(suggested(cast, *stories)) == 4


def test_another_countys_dispatcher_is_told_nothing(cast: Cast) -> None:
    story = told(cast)
    assert suggestions(cast.afar_dispatcher, COUNTY, [story.code], MONDAY) == {}


# -- helping units -------------------------------------------------------------------------------------------------------


def test_helpers_get_their_order_together_with_the_unit_and_once(cast: Cast) -> None:
    story = told(cast)
    sent: dict[str, Any] = {
        "data": {"unit": cast.housing, "instruction": "请速办"},
        "helpers": [cast.water, cast.housing],
        "key": "k" * 32,
    }
    for _twice in range(2):
        dispatch(actor=cast.dispatcher, now=MONDAY, code=story.code, **sent)
    assert [(a.unit_id, a.role, a.instruction) for a in story.assignments] == [
        (cast.housing, "lead", "请速办"), (cast.water, "helper", "请速办"),
    ]  # fmt: skip
    assert [e.action for e in story.events] == ["submit", "dispatch", "add_helper"]


def test_a_helper_that_can_not_be_leaves_the_request_where_it_was(cast: Cast) -> None:
    from wobangni.kernel.errors import InvalidInput

    story = told(cast)
    with pytest.raises(InvalidInput):
        dispatch(actor=cast.dispatcher, now=MONDAY, code=story.code, data={"unit": cast.housing}, helpers=[10**8])
    assert story.state == "submitted"
