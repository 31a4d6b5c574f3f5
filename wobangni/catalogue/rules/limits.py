"""Time limits as values: how much time, counted how."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from wobangni.kernel.rules.time_units import TimeUnit

__all__ = ["DEFAULT_LIMITS", "SETTABLE", "WAITING", "Limit", "LimitKind", "Limits", "TimeUnit"]


class LimitKind(enum.StrEnum):
    SIGN = "sign"  # from dispatch until the unit signs
    RESPONSE = "response"  # from submission until the resident first hears from a person
    ECHO = "echo"  # from one echo until the next while in progress
    ANSWER = "answer"  # from submission until the answer: the whole clock
    ARBITRATE = "arbitrate"  # from the second return until the dispatcher has decided (仲裁)
    INFO = "info"  # from a question to the resident until it counts as not answered
    CALLBACK = "callback"  # from the answer until it counts as not rated
    REVIEW = "review"  # of a suspended request: until its date of review
    ARCHIVE = "archive"  # of an ended request: until nobody may take it up again


#: Limits that a county sets. The others run to a date that the request itself brings.
SETTABLE = (
    LimitKind.SIGN,
    LimitKind.RESPONSE,
    LimitKind.ECHO,
    LimitKind.ANSWER,
    LimitKind.ARBITRATE,
    LimitKind.INFO,
    LimitKind.CALLBACK,
)
#: Nobody on the staff is late with these: they wait for the resident, or for a day. When one ends the platform acts by itself.
WAITING = frozenset({LimitKind.INFO, LimitKind.CALLBACK, LimitKind.REVIEW, LimitKind.ARCHIVE})


@dataclass(frozen=True, slots=True)
class Limit:
    amount: int  # > 0
    unit: TimeUnit


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in force for one service in one county at one moment."""

    sign: Limit
    response: Limit
    echo: Limit
    answer: Limit
    arbitrate: Limit = Limit(4, TimeUnit.WORKING_HOURS)
    info: Limit = Limit(5, TimeUnit.WORKING_DAYS)
    callback: Limit = Limit(5, TimeUnit.WORKING_DAYS)


DEFAULT_LIMITS = Limits(
    sign=Limit(2, TimeUnit.WORKING_HOURS),
    response=Limit(1, TimeUnit.WORKING_DAYS),
    echo=Limit(5, TimeUnit.WORKING_DAYS),
    answer=Limit(5, TimeUnit.WORKING_DAYS),
)
