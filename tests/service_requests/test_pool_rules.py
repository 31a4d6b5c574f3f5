"""Who may claim an offered order: limits, rest, skills, and who has had fewest lately first."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wobangni.service_requests.rules.pool import NoClaim, PoolRules, Taker, verdict

NOW = dt.datetime(2026, 9, 14, 2, tzinfo=dt.UTC)
LAMPS, PIPES = 1, 2
RULES = PoolRules(frozenset({LAMPS, PIPES}), 60, 3, 120, 10)


def minutes(n: float) -> dt.timedelta:
    return dt.timedelta(minutes=n)


ME = Taker(1, taken_lately=2)
FRESH = Taker(2)


@pytest.mark.parametrize(
    ("taker", "others", "offered", "why"),
    [
        (ME, [], 0, None),
        (ME, [Taker(2, taken_lately=2)], 0, None),  # equals: whoever comes first
        (ME, [FRESH], 0, NoClaim.LATER),
        (ME, [FRESH], 9, NoClaim.LATER),
        (ME, [FRESH], 10, None),  # the head start is over
        (FRESH, [ME], 0, None),
        (ME, [Taker(2, open_now=3)], 0, None),  # nobody waits for one that is full
        (ME, [Taker(2, returned_at=NOW - minutes(5))], 0, None),  # or resting
        (ME, [Taker(2, skills=frozenset({PIPES}))], 0, None),  # or not skilled
        (Taker(1, open_now=3), [], 0, NoClaim.FULL),
        (Taker(1, open_now=2), [], 0, None),
        (Taker(1, returned_at=NOW - minutes(119)), [], 0, NoClaim.COOLING),
        (Taker(1, returned_at=NOW - minutes(120)), [], 0, None),
        (Taker(1, skills=frozenset({PIPES})), [], 0, NoClaim.NOT_SKILLED),
        (Taker(1, skills=frozenset({PIPES, LAMPS})), [], 0, None),
    ],
)
def test_the_rules_in_a_table(taker: Taker, others: list[Taker], offered: float, why: NoClaim | None) -> None:
    assert verdict(RULES, LAMPS, NOW - minutes(offered), taker, others, NOW).why is why


TAKERS = st.builds(
    Taker,
    st.integers(1, 50),
    st.integers(0, 4),
    st.integers(0, 9),
    st.none() | st.integers(0, 300).map(lambda n: NOW - minutes(n)),
    st.frozensets(st.sampled_from([LAMPS, PIPES])),
)


@given(st.lists(TAKERS, min_size=1, max_size=8), st.integers(0, 30))
def test_when_anybody_is_able_somebody_may_claim_at_once(takers: list[Taker], offered: int) -> None:
    """Fairness puts some before others; it never leaves an order that nobody may take."""
    said = [verdict(RULES, LAMPS, NOW - minutes(offered), t, takers, NOW).why for t in takers]
    able = [w in (None, NoClaim.LATER) for w in said]
    assert any(w is None for w in said) == any(able)


@given(TAKERS, st.lists(TAKERS, max_size=8))
def test_what_only_time_stands_against_is_gone_when_it_says(taker: Taker, others: list[Taker]) -> None:
    said = verdict(RULES, LAMPS, NOW, taker, others, NOW)
    if said.since is not None:
        assert said.since > NOW
        assert verdict(RULES, LAMPS, NOW, taker, others, said.since).why is not said.why
