"""What a call is, worked out from the events that a telephone system has sent so far, in whatever order and however often they came.

| events (any order)                    | state    |
|---------------------------------------|----------|
| ringing                               | ringing  |
| answered, and nothing that ends it    | answered |
| answered and ended                    | ended    |
| missed, or ended, without answered    | missed   |
| answered and missed (one of several)  | as if it had not been missed: some desk of the group did not pick up, another did |
| recording alone                       | ended: nobody records what did not happen |
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass


class CallEventKind(enum.StrEnum):
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    MISSED = "missed"
    RECORDING = "recording"


class CallState(enum.StrEnum):
    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    MISSED = "missed"


#: The promise of the hotline: picked up within so many seconds.
ANSWER_WITHIN = 15
#: A call that nothing has been heard of for so long is over; its last event was lost on the way.
RINGS_FOR, TALKS_FOR = dt.timedelta(minutes=5), dt.timedelta(hours=2)
#: Clocks of machines differ by so much; what lies further ahead is not true.
AHEAD = dt.timedelta(minutes=2)
#: What a telephone system may bring later, after a failure of its line to us.
BEHIND = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Told:
    """One event."""

    kind: CallEventKind
    at: dt.datetime
    extension: str = ""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """``waited``: whole seconds from the first ringing to the first answer; None where one of the two is not known. ``extension``: of who has it, or had it last."""

    state: CallState
    began_at: dt.datetime
    answered_at: dt.datetime | None
    ended_at: dt.datetime | None
    waited: int | None
    extension: str


def facts_of(events: Iterable[Told]) -> CallFacts:
    """The call that these events (at least one) tell of. The same for every order of them, and with any of them twice."""
    by_kind: dict[CallEventKind, list[Told]] = {kind: [] for kind in CallEventKind}
    for event in events:
        by_kind[event.kind].append(event)
    everything = [event.at for told in by_kind.values() for event in told]
    rang = [event.at for event in by_kind[CallEventKind.RINGING]]
    answers = sorted(by_kind[CallEventKind.ANSWERED], key=lambda event: (event.at, event.extension))
    answered_at = answers[0].at if answers else None
    over = [event.at for event in by_kind[CallEventKind.ENDED]]
    if answered_at is None:
        over += [event.at for event in by_kind[CallEventKind.MISSED]]
    state = _state(by_kind, answered=bool(answers), over=bool(over))
    if state is CallState.ENDED and not over:
        over = [max(everything)]
    ended_at = max(over) if over else None
    if ended_at is not None and answered_at is not None:
        ended_at = max(ended_at, answered_at)  # clocks differ: nobody hangs up before picking up
    waited = None
    if answered_at is not None and rang:
        waited = max(0, int((answered_at - min(rang)).total_seconds()))
    return CallFacts(
        state=state,
        began_at=min(rang) if rang else min(everything),
        answered_at=answered_at,
        ended_at=ended_at,
        waited=waited,
        extension=answers[-1].extension if answers else "",
    )


def _state(by_kind: dict[CallEventKind, list[Told]], *, answered: bool, over: bool) -> CallState:
    if answered:
        return CallState.ENDED if over or by_kind[CallEventKind.RECORDING] else CallState.ANSWERED
    if over:
        return CallState.MISSED
    return CallState.ENDED if by_kind[CallEventKind.RECORDING] else CallState.RINGING


def digits(number: str) -> str:
    """The digits of a number as dialled: 0477-8959580 and (0477) 895 9580 are one; +86 is left out."""
    found = "".join(c for c in number if c.isdecimal())
    return found[2:] if number.strip().startswith("+86") else found
