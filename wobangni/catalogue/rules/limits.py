"""Time limits as values: how much time, counted how."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from wobangni.kernel.rules.time_units import TimeUnit

__all__ = ["DEFAULT_LIMITS", "Limit", "LimitKind", "Limits", "TimeUnit"]


class LimitKind(enum.StrEnum):
    SIGN = "sign"  # from dispatch until the unit signs
    RESPONSE = "response"  # from submission until the resident first hears from a person
    ECHO = "echo"  # from one echo until the next while in progress
    ANSWER = "answer"  # from submission until the answer: the whole clock


@dataclass(frozen=True, slots=True)
class Limit:
    amount: int  # > 0
    unit: TimeUnit


@dataclass(frozen=True, slots=True)
class Limits:
    """The four limits in force for one service in one county at one moment."""

    sign: Limit
    response: Limit
    echo: Limit
    answer: Limit


DEFAULT_LIMITS = Limits(
    sign=Limit(2, TimeUnit.WORKING_HOURS),
    response=Limit(1, TimeUnit.WORKING_DAYS),
    echo=Limit(5, TimeUnit.WORKING_DAYS),
    answer=Limit(5, TimeUnit.WORKING_DAYS),
)
