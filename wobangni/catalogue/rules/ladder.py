"""The ladder (催办阶梯): at which moments of a clock who is told. Versioned data; a request keeps the ladder of the day it was submitted on.

A ladder has for each kind of clock up to ``MOST_STEPS`` steps. A step is a moment (a share or a span before the clock ends, its end, or a span after
it) and the rungs that are told then.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wobangni.catalogue.rules.limits import WAITING, LimitKind
from wobangni.kernel.rules.time_units import TimeUnit

MOST_STEPS = 8
MOST_AMOUNT = 400


class Rung(enum.StrEnum):
    """Who is told, from the nearest to the furthest."""

    RESIDENT = "resident"
    UNIT = "unit"
    UNIT_LEADER = "unit_leader"
    CLERK = "clerk"
    CALLER = "caller"
    DISPATCHER = "dispatcher"
    COUNTY_LEADER = "county_leader"
    LEAGUE = "league"  # shown in the view of the league or city


def furthest(told: Iterable[Rung]) -> str:
    """The furthest of those who were told; empty for nobody."""
    order = list(Rung)
    return max(told, key=order.index, default="")


class When(enum.StrEnum):
    """``amount`` of a step is a share in percent, or a number of its ``unit``."""

    SHARE_LEFT = "share_left"  # so many percent of the time are left
    LEFT = "left"  # so much time is left
    AT = "at"  # the time is over
    AFTER = "after"  # so much time after that


BEFORE = frozenset({When.SHARE_LEFT, When.LEFT})
#: Clocks that have steps. What only waits for its day (the archive) tells nobody.
LADDER_CLOCKS = tuple(kind for kind in LimitKind if kind is not LimitKind.ARCHIVE)


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``amount`` and ``unit`` mean nothing with AT; ``unit`` nothing with SHARE_LEFT."""

    when: When
    tell: tuple[Rung, ...]
    amount: int = 0
    unit: TimeUnit = TimeUnit.WORKING_HOURS


@dataclass(frozen=True, slots=True)
class Rungs:
    """The steps of one clock. ``version``: id of the entry they come from; 0: of none."""

    version: int = 0
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Ladder:
    """All that holds for what was submitted on one day in one county."""

    clocks: Mapping[LimitKind, Rungs] = field(default_factory=dict)

    def of(self, kind: LimitKind) -> Rungs:
        return self.clocks.get(kind, _NONE)


_NONE = Rungs()
EMPTY = Ladder()


@dataclass(frozen=True, slots=True)
class LadderVersion:
    """One entry: the steps of one clock from a day on. county None: the region's."""

    id: int
    county: str | None
    kind: LimitKind
    steps: tuple[Step, ...]
    effective_from: dt.date


def ladder_on(day: dt.date, county: str, versions: Iterable[LadderVersion]) -> Ladder:
    """What holds for requests submitted on ``day`` (Asia/Shanghai): clock by clock the county's latest entry that has begun, else the region's."""
    chosen: dict[LimitKind, LadderVersion] = {}
    for version in versions:
        if version.effective_from > day or version.county not in (None, county):
            continue
        best = chosen.get(version.kind)
        if best is None or _weight(version) > _weight(best):
            chosen[version.kind] = version
    return Ladder({kind: Rungs(v.id, v.steps) for kind, v in chosen.items()})


def _weight(version: LadderVersion) -> tuple[bool, dt.date]:
    return version.county is not None, version.effective_from


class BadStep(ValueError):
    """``problem``: which rule a step breaks; ``number``: which step, from one."""

    def __init__(self, problem: str, number: int) -> None:
        super().__init__(f"step {number}: {problem}")
        self.problem = problem
        self.number = number


def check_steps(kind: LimitKind, steps: Sequence[Step]) -> None:
    """Raises BadStep: ``many``, ``nobody``, ``amount``, ``twice``, ``after_waiting``."""
    if len(steps) > MOST_STEPS:
        raise BadStep("many", MOST_STEPS + 1)
    seen: set[tuple[When, int, TimeUnit | None]] = set()
    for number, step in enumerate(steps, 1):
        most = 99 if step.when is When.SHARE_LEFT else MOST_AMOUNT
        if not step.tell:
            raise BadStep("nobody", number)
        if step.when is not When.AT and not 1 <= step.amount <= most:
            raise BadStep("amount", number)
        if kind in WAITING and step.when not in BEFORE:
            raise BadStep("after_waiting", number)  # when it ends the platform acts, and that is told by itself
        has_unit = step.when in (When.LEFT, When.AFTER)
        key = (step.when, step.amount if step.when is not When.AT else 0, step.unit if has_unit else None)
        if key in seen:
            raise BadStep("twice", number)
        seen.add(key)


def steps_data(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """As JSON, each step as short as it can be said."""
    found = []
    for step in steps:
        data: dict[str, Any] = {"when": step.when.value}
        if step.when is not When.AT:
            data["amount"] = step.amount
        if step.when in (When.LEFT, When.AFTER):
            data["unit"] = step.unit.value
        found.append(data | {"tell": [r.value for r in Rung if r in step.tell]})
    return found


def parse_steps(data: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """From JSON or TOML. Raises KeyError, ValueError for what is no step."""
    return tuple(
        Step(
            When(row["when"]),
            tuple(Rung(name) for name in row["tell"]),
            int(row.get("amount", 0)),
            TimeUnit(row.get("unit", TimeUnit.WORKING_HOURS.value)),
        )
        for row in data
    )
