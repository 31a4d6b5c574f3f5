"""The heat of an issue, worked out by hand beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.triage.village import START, message
from wobangni.triage.rules.heat import heat_of, surge

NOW = START + dt.timedelta(days=65)


def test_a_worked_example() -> None:
    messages = [message(n, "", "", person=f"p{n % 4}", days=n, likes=20, against=4) for n in range(6)]
    heat = heat_of(messages, now=NOW)
    assert heat.persons == 4
    assert heat.people == 4.0  # four people
    assert heat.repeats == 0.4  # two messages more, 0.2 each
    assert heat.thumbs == 9.8  # the root of 6 x 16 = 96
    assert heat.growth == 2.0  # four in the busiest week, none in the week before
    assert heat.waiting == 2.0  # 65 days: two times thirty
    assert heat.value == 18.2


def test_the_parts_are_what_the_sum_is_made_of() -> None:
    heat = heat_of([message(n, "", "", likes=7, days=n * 3) for n in range(9)], now=NOW)
    assert heat.value == round(sum(heat.parts.values()), 1)
    assert heat.counts["persons"] == 9


@pytest.mark.parametrize(("likes", "against", "thumbs"), [(0, 0, 0.0), (9, 0, 3.0), (9, 20, 0.0), (10**9, 0, 14.1)])
def test_a_click_is_cheaper_than_a_letter(likes: int, against: int, thumbs: float) -> None:
    assert heat_of([message(1, "", "", likes=likes, against=against)], now=NOW).thumbs == thumbs


def test_repeats_never_count_more_than_the_people() -> None:
    heat = heat_of([message(n, "", "", person="one", days=n / 10) for n in range(500)], now=NOW)
    assert (heat.people, heat.repeats) == (1.0, 1.0)


def test_what_is_answered_does_not_wait() -> None:
    waits = message(1, "", "")
    answered = replace(waits, answered_at=START)
    assert heat_of([waits], now=NOW).waiting == 2.0
    assert heat_of([answered], now=NOW).waiting == 0.0
    assert heat_of([waits], now=START + dt.timedelta(days=4000)).waiting == 6.0


@pytest.mark.parametrize(
    ("days", "more"),
    [
        ([], 0),
        ([5], 1),
        ([1, 2, 3, 4, 5, 6, 7], 7),  # all in one week, none before
        ([1, 2, 8, 9, 10], 1),  # three in the busiest week, two in the week before
        ([1, 8, 15, 22], 1),  # one a week: the first has nobody before it
    ],
)
def test_growth_is_the_busiest_week_over_the_week_before(days: list[int], more: int) -> None:
    assert surge(days) == more


def test_nothing_has_no_heat() -> None:
    assert heat_of([], now=NOW).value == 0
