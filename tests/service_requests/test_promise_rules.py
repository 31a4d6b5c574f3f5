"""The promise (有回应、有回音、有回答) as a light, a word and a date."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wobangni.catalogue.rules.limits import Limit, LimitKind
from wobangni.kernel.rules.time_units import TimeUnit
from wobangni.service_requests.rules.deadlines import Clock, ClockState
from wobangni.service_requests.rules.lights import Light
from wobangni.service_requests.rules.promises import PROMISES, Kept, promises

BEGAN = dt.datetime(2026, 9, 14, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DUE, YELLOW = BEGAN + 8 * HOUR, BEGAN + 6 * HOUR


def clock(kind: LimitKind, state: ClockState, met_at: dt.datetime | None = None) -> Clock:
    return Clock(kind, state, Limit(8, TimeUnit.HOURS), BEGAN, DUE, YELLOW, met_at=met_at)


@pytest.mark.parametrize(
    ("state", "met_after", "now_after", "kept", "light", "at"),
    [
        (ClockState.RUNNING, None, 1, Kept.DUE, Light.GREEN, DUE),
        (ClockState.RUNNING, None, 7, Kept.DUE, Light.YELLOW, DUE),
        (ClockState.RUNNING, None, 9, Kept.OVERDUE, Light.RED, DUE),
        (ClockState.MET, 3, 20, Kept.KEPT, Light.GREEN, BEGAN + 3 * HOUR),
        (ClockState.MET, 8, 20, Kept.KEPT, Light.GREEN, DUE),
        (ClockState.MET, 9, 20, Kept.LATE, Light.NONE, BEGAN + 9 * HOUR),
        (ClockState.PAUSED, None, 20, Kept.PAUSED, Light.PAUSED, None),
        (ClockState.CANCELLED, None, 20, Kept.OVER, Light.NONE, None),
    ],
)
def test_each_promise_is_a_light_a_word_and_a_date(
    state: ClockState, met_after: int | None, now_after: int, kept: Kept, light: Light, at: dt.datetime | None
) -> None:
    met_at = BEGAN + met_after * HOUR if met_after is not None else None
    one = promises({LimitKind.ANSWER: clock(LimitKind.ANSWER, state, met_at)}, BEGAN + now_after * HOUR)[2]
    assert (one.kind, one.kept, one.light, one.at) == (LimitKind.ANSWER, kept, light, at)


def test_what_has_not_begun_comes_later() -> None:
    assert [p.kept for p in promises({}, BEGAN)] == [Kept.LATER] * 3


@given(
    states=st.lists(st.sampled_from(ClockState), min_size=3, max_size=3),
    hours=st.integers(0, 100),
    met=st.integers(0, 100),
)
def test_there_are_always_three_and_only_what_runs_or_was_kept_has_a_date(
    states: list[ClockState], hours: int, met: int
) -> None:
    met_at = BEGAN + met * HOUR
    clocks = {k: clock(k, s, met_at if s is ClockState.MET else None) for k, s in zip(PROMISES, states, strict=True)}
    found = promises(clocks, BEGAN + hours * HOUR)
    assert [p.kind for p in found] == list(PROMISES)
    for one in found:
        assert (one.at is None) == (clocks[one.kind].state in (ClockState.PAUSED, ClockState.CANCELLED))
        assert (one.light is Light.RED) == (one.kept is Kept.OVERDUE)
