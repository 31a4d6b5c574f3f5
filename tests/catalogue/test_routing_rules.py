"""The routing directory as tables: which rule speaks of a request, which of several decides, what the days mean."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wobangni.catalogue.rules.conditions import (
    ANY,
    BadCondition,
    Condition,
    Hours,
    condition_data,
    in_season,
    parse_condition,
)
from wobangni.catalogue.rules.limits import Limit, TimeUnit
from wobangni.catalogue.rules.routing import (
    Facts,
    RuleVersion,
    choose,
    division_places,
    in_force,
    limit_of,
    matches,
    ranked,
    with_draft,
)

DAY = dt.date(2026, 1, 10)
HEATING, NOISE = 1, 2
TOWNSHIP, VILLAGE, OTHER_TOWNSHIP = "150105001", "150105001002", "150105003"
GRID = "grid:17"
WINTER = ((10, 15), (4, 15))


def rule(number: int, *, service: int | None = None, places: tuple[str, ...] = (), **more: Any) -> RuleVersion:
    condition = more.pop("condition", ANY)
    return RuleVersion(
        **{"id": number, "unit_id": 100 + number, "effective_from": dt.date(2026, 1, 1), **more},
        number=number, service_id=service, places=places, condition=condition,
    )  # fmt: skip


def facts(**more: Any) -> Facts:
    return Facts(**{"day": DAY, "service_id": HEATING, "places": division_places(VILLAGE), "text": "暖气不热", **more})


# Each row: what the rule asks for, what the request is, whether the one speaks of the other.
SPEAKS: list[tuple[RuleVersion, Facts, bool]] = [
    (rule(1, service=HEATING), facts(), True),
    (rule(1, service=NOISE), facts(), False),
    (rule(1, service=HEATING), facts(service_id=None), False),
    (rule(1, places=(TOWNSHIP,)), facts(), True),  # a village lies in its township
    (rule(1, places=(VILLAGE,)), facts(), True),
    (rule(1, places=(VILLAGE,)), facts(places=division_places(TOWNSHIP)), False),  # the township is not the village
    (rule(1, places=(OTHER_TOWNSHIP, TOWNSHIP)), facts(), True),
    (rule(1, places=(OTHER_TOWNSHIP,)), facts(), False),
    (rule(1, places=(TOWNSHIP,)), facts(places=()), False),  # where it is was not said
    (rule(1, places=(GRID,)), facts(places=(TOWNSHIP, GRID)), True),
    (rule(1, condition=Condition(any_words=("冰凉", "不热"))), facts(), True),
    (rule(1, condition=Condition(any_words=("冰凉", "漏水"))), facts(), False),
    (rule(1, condition=Condition(all_words=("暖气", "不热"))), facts(), True),
    (rule(1, condition=Condition(all_words=("暖气", "漏水"))), facts(), False),
    (rule(1, condition=Condition(urgent=True)), facts(urgent=True), True),
    (rule(1, condition=Condition(urgent=True)), facts(), False),
    (rule(1, condition=Condition(urgent=False)), facts(), True),
    (rule(1, condition=Condition(channels=("hotline", "window"))), facts(channel="window"), True),
    (rule(1, condition=Condition(channels=("hotline",))), facts(channel="web"), False),
    (rule(1, condition=Condition(season=WINTER)), facts(), True),
    (rule(1, condition=Condition(season=WINTER)), facts(day=dt.date(2026, 7, 1)), False),
    (rule(1, condition=Condition(hours=Hours.OUTSIDE)), facts(in_office_hours=False), True),
    (rule(1, condition=Condition(hours=Hours.OUTSIDE)), facts(), False),
    (rule(1, condition=Condition(hours=Hours.OFFICE)), facts(), True),
    (rule(1, condition=Condition(answers=(("extent", ("building", "estate")),))), facts(answers={"extent": "estate"}), True),
    (rule(1, condition=Condition(answers=(("extent", ("building",)),))), facts(answers={"extent": "home"}), False),
    (rule(1, condition=Condition(answers=(("who", ("child",)),))), facts(answers={"who": ["elderly", "child"]}), True),
    (rule(1, condition=Condition(answers=(("who", ("child",)),))), facts(), False),
    (rule(1, condition=Condition(any_words=("暖气",), urgent=True)), facts(), False),  # all parts must hold
]  # fmt: skip


@pytest.mark.parametrize(("one", "request_facts", "speaks"), SPEAKS)
def test_whether_a_rule_speaks_of_a_request(one: RuleVersion, request_facts: Facts, speaks: bool) -> None:
    assert matches(one, request_facts) is speaks


WORDS = Condition(any_words=("暖气",))
# Each row: rules that all speak of the request, and their numbers in the order in which they decide.
ORDER: list[tuple[str, list[RuleVersion], list[int]]] = [
    ("a service before none", [rule(1, condition=ANY, places=()), rule(2, service=HEATING)], [2, 1]),
    ("a condition before a service", [rule(1, service=HEATING), rule(2, condition=WORDS)], [2, 1]),
    ("a place before a condition", [rule(1, service=HEATING, condition=WORDS), rule(2, places=(TOWNSHIP,))], [2, 1]),
    ("a village before its township", [rule(1, places=(TOWNSHIP,)), rule(2, places=(VILLAGE,))], [2, 1]),
    ("a place of one's own before a village", [rule(1, places=(VILLAGE,)), rule(2, places=(GRID,))], [2, 1]),
    ("the place that fits counts, not the others", [rule(1, places=(TOWNSHIP,)), rule(2, places=("150105009001", TOWNSHIP))], [1, 2]),
    ("more parts before fewer", [rule(1, condition=WORDS), rule(2, condition=Condition(any_words=("暖气",), urgent=False))], [2, 1]),
    ("with the same place and condition, the service", [rule(1, places=(TOWNSHIP,)), rule(2, places=(TOWNSHIP,), service=HEATING)], [2, 1]),
    ("otherwise the lower number", [rule(3, service=HEATING), rule(2, service=HEATING)], [2, 3]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "rules", "order"), ORDER, ids=[row[0] for row in ORDER])
def test_the_most_special_rule_decides(why: str, rules: list[RuleVersion], order: list[int]) -> None:
    here = facts(places=(*division_places(VILLAGE), GRID))
    assert [one.number for one in ranked(rules, here)] == order
    assert [one.number for one in ranked(rules[::-1], here)] == order


def test_a_rule_whose_unit_is_out_of_use_leaves_it_to_the_next() -> None:
    rules = [rule(1, service=HEATING), rule(2, places=(VILLAGE,))]
    found = choose(rules, facts(), lambda unit_id: unit_id != 102)
    assert found is not None
    assert found.number == 1
    assert choose(rules, facts(), lambda _unit: False) is None


THREE_DAYS, ONE_DAY = Limit(3, TimeUnit.WORKING_DAYS), Limit(1, TimeUnit.WORKING_DAYS)


def test_the_limit_is_that_of_the_most_special_rule_that_sets_one() -> None:
    wide, narrow = rule(1, service=HEATING, limit=THREE_DAYS), rule(2, places=(VILLAGE,))
    assert limit_of([wide, narrow], facts()) == THREE_DAYS
    assert limit_of([wide, replace(narrow, limit=ONE_DAY)], facts()) == ONE_DAY
    assert limit_of([narrow], facts()) is None
    assert limit_of([wide], facts(service_id=NOISE)) is None


# -- days --------------------------------------------------------------------------------------------------------------

VERSIONS = [
    rule(1, id=11, unit_id=1, effective_from=dt.date(2026, 1, 1)),
    rule(1, id=12, unit_id=2, effective_from=dt.date(2026, 3, 1)),
    rule(1, id=13, unit_id=3, effective_from=dt.date(2026, 3, 1)),  # corrected on the same day
    rule(1, id=14, unit_id=3, effective_from=dt.date(2026, 6, 1), ended=True),
    rule(1, id=15, unit_id=4, effective_from=dt.date(2026, 9, 1)),  # holds again
    rule(2, id=10, unit_id=9, effective_from=dt.date(2026, 2, 1)),
]


@pytest.mark.parametrize(
    ("day", "units"),
    [
        (dt.date(2025, 12, 31), []),
        (dt.date(2026, 1, 1), [1]),
        (dt.date(2026, 2, 28), [1, 9]),
        (dt.date(2026, 3, 1), [3, 9]),
        (dt.date(2026, 5, 31), [3, 9]),
        (dt.date(2026, 6, 1), [9]),
        (dt.date(2026, 9, 1), [4, 9]),
    ],
)
def test_each_day_has_its_own_directory(day: dt.date, units: list[int]) -> None:
    assert [one.unit_id for one in in_force(VERSIONS, day)] == units
    assert in_force(VERSIONS[::-1], day) == in_force(VERSIONS, day)


def test_a_later_version_never_changes_an_earlier_day() -> None:
    later = rule(1, id=99, unit_id=7, effective_from=dt.date(2026, 7, 1))
    for offset in range(180):
        day = dt.date(2026, 1, 1) + dt.timedelta(days=offset)
        assert in_force([*VERSIONS, later], day) == in_force(VERSIONS, day)


def test_a_draft_stands_instead_of_its_rule_or_beside_the_others() -> None:
    rules = [rule(1), rule(3)]
    assert [r.unit_id for r in with_draft(rules, rule(1, unit_id=7))] == [7, 103]
    assert [r.number for r in with_draft(rules, rule(2))] == [1, 2, 3]
    assert [r.number for r in with_draft(rules, rule(3, ended=True))] == [1]


# -- conditions as data ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "inside"),
    [((10, 15), True), ((12, 31), True), ((1, 1), True), ((2, 29), True), ((4, 15), True), ((4, 16), False), ((10, 14), False)],
)  # fmt: skip
def test_a_season_may_pass_the_turn_of_the_year(day: tuple[int, int], inside: bool) -> None:
    assert in_season(WINTER, dt.date(2024, *day)) is inside
    assert in_season((WINTER[1], WINTER[0]), dt.date(2024, 7, 1))


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ({"weather": "cold"}, "weather"),
        ({"urgent": "yes"}, "urgent"),
        ({"hours": "night"}, "hours"),
        ({"season": ["10-15"]}, "season"),
        ({"season": ["13-01", "04-15"]}, "season"),
        ({"season": ["02-30", "04-15"]}, "season"),
        ({"season": ["", "04-15"]}, "season"),
        ({"any_words": ["字"] * 1 + [f"词{n}" for n in range(20)]}, "any_words"),
        ({"all_words": ["很" * 21]}, "all_words"),
        ({"channels": ["'; drop"]}, "channels"),
        ({"answers": {"extent": ["<b>"]}}, "answers"),
        ({"answers": ["extent"]}, "answers"),
    ],
)
def test_what_is_no_condition_is_refused_by_part(raw: dict[str, Any], part: str) -> None:
    with pytest.raises(BadCondition) as refused:
        parse_condition(raw)
    assert refused.value.part == part


CHOICES = st.lists(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), max_size=3, unique=True)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31)).map(lambda d: f"{d.month:02}-{d.day:02}")


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "any_words": st.lists(st.text(max_size=12), max_size=5),
            "all_words": st.lists(st.text(max_size=12), max_size=5),
            "urgent": st.booleans(),
            "channels": CHOICES,
            "season": st.tuples(DAYS, DAYS).map(list),
            "hours": st.sampled_from(["office", "outside", ""]),
            "answers": st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), CHOICES, max_size=3),
        },
    )
)
def test_what_is_kept_is_read_back_as_it_was(raw: dict[str, Any]) -> None:
    condition = parse_condition(raw)
    assert parse_condition(condition_data(condition)) == condition
    assert condition.parts == len({k for k in condition_data(condition) if k != "answers"}) + len(condition.answers)
