"""Early warning: against an issue's own past and what else comes in."""

from __future__ import annotations

import math

import pytest

from wobangni.triage.rules.alarm import alarm, at_least

TODAY = 1_000
QUIET = [TODAY - n for n in range(31) for _twice in range(2)]  # a county with two requests a day


def test_six_people_in_three_days_out_of_nothing_raise_it() -> None:
    found = alarm([TODAY, TODAY, TODAY - 1, TODAY - 1, TODAY - 2, TODAY - 2], QUIET + [TODAY] * 6, TODAY)
    assert found is not None
    assert (found.people, found.expected) == (6, 0.5)
    assert found.chance < 0.001


def test_as_many_as_ever_raise_none() -> None:
    steady = [TODAY - n for n in range(31) for _twice in range(2)]
    assert alarm(steady, QUIET * 3, TODAY) is None


def test_what_lifts_the_whole_county_raises_none() -> None:
    people = [TODAY, TODAY, TODAY - 1, TODAY - 1, TODAY - 2]
    assert alarm(people, QUIET + people, TODAY) is not None
    flood = QUIET + [TODAY - n % 3 for n in range(60)]
    assert alarm(people, flood + people, TODAY) is None


@pytest.mark.parametrize("people", [[], [TODAY] * 4, [TODAY - 3] * 9, [TODAY + 1] * 9])
def test_too_few_too_old_and_what_is_yet_to_come_raise_none(people: list[int]) -> None:
    assert alarm(people, QUIET, TODAY) is None


@pytest.mark.parametrize(("count", "expected"), [(0, 1.0), (1, 0.5), (5, 0.5), (3, 7.0)])
def test_the_chance_is_poissons(count: int, expected: float) -> None:
    below = sum(math.exp(-expected) * expected**n / math.factorial(n) for n in range(count))
    assert at_least(count, expected) == pytest.approx(1 - below)
