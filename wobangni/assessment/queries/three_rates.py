"""The three rates (三率): response, solved, satisfied. Two separate questions to the resident, and one about us."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from wobangni.service_requests.queries.figures import totals
from wobangni.service_requests.queries.overdue import overdue_responses

#: From 1 to 5: who gave this many or more counts as satisfied. Three is "so-so" and no praise.
SATISFIED_FROM = 4

_ON_TIME, _LATE = "met:response:on_time", "met:response:late"
_SOLVED, _UNSOLVED = "solved:yes", "solved:no"
_RATINGS = {score: f"satisfied:{score}" for score in range(1, 6)}


@dataclass(frozen=True, slots=True)
class Rate:
    """``hits`` of ``n``; ``value`` from 0 to 1, None when there is nothing to divide by."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        return self.hits / self.n if self.n else None


@dataclass(frozen=True, slots=True)
class ThreeRates:
    """Response: first answered by a person on time, of all that were, and of those still waiting past their time.
    Solved and satisfied: of the residents' own answers."""

    county: str
    response: Rate
    solved: Rate
    satisfied: Rate


def three_rates(counties: Iterable[str], *, since: dt.date, until: dt.date, now: dt.datetime) -> tuple[ThreeRates, ...]:
    """The rates of each county for what happened on the days from ``since`` up to and including ``until``, in the order given. Two queries."""
    asked = tuple(counties)
    measures = (_ON_TIME, _LATE, _SOLVED, _UNSOLVED, *_RATINGS.values())
    sums = totals(measures, counties=asked, since=since, until=until)
    waiting = overdue_responses(asked, since=since, until=until, now=now)
    return tuple(_rates(county, sums[county], waiting.get(county, 0)) for county in asked)


def _rates(county: str, sums: Counter[str], waiting: int) -> ThreeRates:
    satisfied = sum(sums[m] for score, m in _RATINGS.items() if score >= SATISFIED_FROM)
    return ThreeRates(
        county=county,
        response=Rate(sums[_ON_TIME], sums[_ON_TIME] + sums[_LATE] + waiting),
        solved=Rate(sums[_SOLVED], sums[_SOLVED] + sums[_UNSOLVED]),
        satisfied=Rate(satisfied, sum(sums[m] for m in _RATINGS.values())),
    )
