"""How hot an issue is: a sum of five parts that a reader can work out with a pencil. Every part is rounded to one decimal, then they are added.

people    PEOPLE for each person who wrote (one who writes ten times is one)
repeats   REPEAT for each further message of theirs, at most as much as ``people``
thumbs    the square root of likes minus dislikes, at most THUMBS_A_PERSON of them for each person who wrote: a click is cheaper than a letter
growth    GROWTH for each person more who first wrote in the busiest WINDOW days than in the WINDOW days before those
waiting   WAITING for each 30 days that the oldest unanswered message has waited, at most WAITING_MOST
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wobangni.kernel.rules.working_calendar import SHANGHAI

PEOPLE = 1.0
REPEAT = 0.2
THUMBS_A_PERSON = 200
GROWTH = 0.5
WINDOW = 7  # days
WAITING = 1.0
WAITING_MOST = 6.0


class Counted(Protocol):
    """What the heat asks of a message."""

    @property
    def person(self) -> str: ...
    @property
    def at(self) -> dt.datetime: ...
    @property
    def likes(self) -> int: ...
    @property
    def against(self) -> int: ...
    @property
    def answered_at(self) -> dt.datetime | None: ...


@dataclass(frozen=True, slots=True)
class Heat:
    """``value``: the sum of the five parts. The counts behind them: distinct people, messages, thumbs, people more, days waited."""

    value: float
    people: float
    repeats: float
    thumbs: float
    growth: float
    waiting: float
    persons: int
    requests: int
    net_likes: int
    more_people: int
    days_waiting: int

    @property
    def parts(self) -> dict[str, float]:
        """The five, by name."""
        return {name: getattr(self, name) for name in ("people", "repeats", "thumbs", "growth", "waiting")}

    @property
    def counts(self) -> dict[str, int]:
        """What they were made from, by name."""
        return {
            name: getattr(self, name) for name in ("persons", "requests", "net_likes", "more_people", "days_waiting")
        }


def heat_of(messages: Sequence[Counted], *, now: dt.datetime) -> Heat:
    """The heat of an issue with these messages at ``now``. None: all zero."""
    first: dict[str, dt.datetime] = {}
    for message in messages:
        first[message.person] = min(message.at, first.get(message.person, message.at))
    persons, requests = len(first), len(messages)
    net = max(0, sum(m.likes - m.against for m in messages))
    more = surge([at.astimezone(SHANGHAI).toordinal() for at in first.values()])
    waited = [now - m.at for m in messages if m.answered_at is None]
    days = max(0, max(waited).days) if waited else 0
    people = round(PEOPLE * persons, 1)
    parts = (
        people,
        round(min(REPEAT * (requests - persons), people), 1),
        round(math.sqrt(min(net, THUMBS_A_PERSON * persons)), 1),
        round(GROWTH * more, 1),
        round(min(WAITING * (days // 30), WAITING_MOST), 1),
    )
    return Heat(round(sum(parts), 1), *parts, persons, requests, net, more, days)


def surge(days: Sequence[int]) -> int:
    """How many more people first wrote in the busiest WINDOW days than in the WINDOW days before. ``days``: the day number of each one's first."""
    ordered = sorted(days)
    best_end, best = 0, 0
    start = 0
    for n, day in enumerate(ordered):
        while day - ordered[start] >= WINDOW:
            start += 1
        if n - start + 1 > best:
            best, best_end = n - start + 1, day
    before = sum(best_end - 2 * WINDOW < day <= best_end - WINDOW for day in ordered)
    return max(0, best - before)
