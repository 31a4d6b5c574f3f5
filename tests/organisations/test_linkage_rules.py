"""When a centre and a county are linked, and what stays of it when they no longer are: the rule, without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wobangni.organisations.rules.linkage import (
    FOUR,
    CentreFacts,
    Lack,
    Level,
    Measured,
    Standing,
    is_change,
    measure_centre,
    measure_county,
    moved,
)

SPRING, SUMMER, AUTUMN = dt.date(2021, 4, 16), dt.date(2021, 7, 2), dt.date(2021, 9, 1)
L = Lack
LINKED = Measured(Level.LINKED)
ALONE = Measured(Level.BEGUN, (Lack.PEOPLE,))


@pytest.mark.parametrize(
    ("facts", "level", "lacks"),
    [
        (CentreFacts(None), Level.NONE, (L.CENTRE,)),
        (CentreFacts(None, 3, 3, 3, passed=True), Level.NONE, (L.CENTRE,)),
        (CentreFacts(1, 0, 0, 0), Level.BEGUN, (L.PEOPLE, L.SERVICES, L.ROUTES)),
        (CentreFacts(1, 0, 2, 2), Level.BEGUN, (L.PEOPLE,)),
        (CentreFacts(1, 2, 2, 0), Level.BEGUN, (L.ROUTES, L.TEST)),
        (CentreFacts(1, 2, 0, 0, passed=True), Level.BEGUN, (L.SERVICES, L.ROUTES)),
        (CentreFacts(1, 1, 1, 1), Level.READY, (L.TEST,)),
        (CentreFacts(1, 1, 1, 1, passed=True), Level.LINKED, ()),
    ],
)
def test_a_centre_is_as_far_as_what_it_has(facts: CentreFacts, level: Level, lacks: tuple[Lack, ...]) -> None:
    assert measure_centre(facts) == Measured(level, lacks)


def four(**other: Measured) -> dict:
    return {kind: other.get(kind.name.removeprefix("CENTRE_").lower(), LINKED) for kind in FOUR}


@pytest.mark.parametrize(
    ("centres", "desk", "came_back", "expected"),
    [
        (four(), frozenset(), True, Measured(Level.LINKED)),
        (four(), frozenset(), False, Measured(Level.READY, (L.RETURN,))),
        (four(media=ALONE), frozenset(), False, Measured(Level.BEGUN, (L.PEOPLE,))),
        (four(media=ALONE, party=Measured(Level.NONE, (L.CENTRE,))), frozenset(), False, Measured(Level.NONE, (L.CENTRE, L.PEOPLE))),
        (four(), frozenset({L.CALLER}), False, Measured(Level.BEGUN, (L.CALLER,))),
        # Three linked centres don't make a linked county, and a test that came back doesn't make up for a missing one.
        (four(civilisation=Measured(Level.BEGUN, (L.ROUTES,))), frozenset(), True, Measured(Level.BEGUN, (L.ROUTES,))),
    ],
)  # fmt: skip
def test_a_county_is_as_far_as_its_least_centre(
    centres: dict, desk: frozenset[Lack], came_back: bool, expected: Measured
) -> None:
    assert measure_county(centres, desk, came_back) == expected


def test_the_date_reached_is_kept_through_a_fall_back() -> None:
    reached = moved(None, LINKED, SPRING)
    assert reached == Standing(Level.LINKED, (), first_on=SPRING, since_on=SPRING)
    later = moved(reached, LINKED, SUMMER)
    assert later == reached
    fallen = moved(reached, ALONE, SUMMER)
    assert fallen == Standing(Level.BEGUN, (L.PEOPLE,), first_on=SPRING, since_on=SPRING, fell_on=SUMMER)
    assert moved(fallen, ALONE, AUTUMN).fell_on == SUMMER
    assert moved(fallen, LINKED, AUTUMN) == Standing(Level.LINKED, (), first_on=SPRING, since_on=AUTUMN)


def test_only_news_makes_a_line_in_the_history() -> None:
    assert is_change(None, ALONE)
    standing = moved(None, ALONE, SPRING)
    assert not is_change(standing, ALONE)
    assert is_change(standing, Measured(Level.BEGUN, (L.ROUTES,)))


measurements = st.lists(st.sampled_from([LINKED, ALONE, Measured(Level.READY, (L.TEST,))]), min_size=1, max_size=12)


@given(measurements)
def test_dates_tell_the_same_as_the_whole_series(series: list[Measured]) -> None:
    standing: Standing | None = None
    days = [SPRING + dt.timedelta(days=n) for n in range(len(series))]
    for day, measured in zip(days, series, strict=True):
        standing = moved(standing, measured, day)
    assert standing is not None
    linked = [day for day, m in zip(days, series, strict=True) if m is LINKED]
    assert standing.first_on == (linked[0] if linked else None)
    if series[-1] is LINKED:
        run = next((n for n, m in enumerate(reversed(series)) if m is not LINKED), len(series))
        assert (standing.since_on, standing.fell_on) == (days[-run], None)
    else:
        assert standing.fell_on == (linked[-1] + dt.timedelta(days=1) if linked else None)
