"""What to do at once where a resident's own words show danger: calm, in plain words, a number to ring. The form can be sent all the same.

Numbers: 110 police, 119 fire and rescue, 120 ambulance; 12356 the national line for psychological help; 95598 the power companies' line for breakdowns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l

from wobangni.service_requests.queries.reading import alarms_of
from wobangni.triage.rules.urgency_table import Danger

#: Of several dangers the gravest; more nobody reads who is in one.
MOST_SHOWN = 2

NUMBERS: dict[str, Promise] = {
    "110": _l("Police"),
    "119": _l("Fire and rescue"),
    "120": _l("Ambulance"),
    "12356": _l("Psychological help"),
    "95598": _l("Power breakdowns"),
}

#: Numbers to ring, the first one first, and what to do. Not here: what is urgent for the units but for which nobody rings an emergency number.
ADVICE: dict[str, tuple[tuple[str, ...], Promise]] = {
    Danger.SELF_HARM: (
        ("12356", "120"),
        _l(
            "It may be very hard just now. Please talk with somebody who listens: on 12356 there are people for this, and you can say anything. If somebody was hurt or has taken something, ring 120 now."
        ),
    ),
    Danger.LIFE: (
        ("120", "119", "110"),
        _l(
            "If somebody is in danger now, please ring first: 120 for somebody who is hurt or very ill, 119 for somebody who is trapped or in the water, 110 for the police."
        ),
    ),
    Danger.FIRE: (
        ("119",),
        _l("If something is burning now, please ring 119 first. Leave the house by the stairs, not by the lift."),
    ),
    Danger.GAS: (
        ("119", "120"),
        _l(
            "If you smell gas, or a stove's fumes make you dizzy: open the windows, touch no switch and no flame, go outside, and ring 119 from there. If somebody feels ill, ring 120."
        ),
    ),
    Danger.ELECTRIC: (
        ("95598", "120"),
        _l("Please keep at least ten steps away from the wire, and keep others away. Ring 95598; if somebody had a shock, ring 120."),
    ),
    Danger.COLLAPSE: (
        ("119", "120"),
        _l("Please go to a safe place and do not go near it. If somebody is under it, ring 119; if somebody is hurt, ring 120."),
    ),
    Danger.POISON: (
        ("120",),
        _l("If people have fallen ill at the same time, please ring 120 now, and keep what was eaten or drunk."),
    ),
    Danger.VIOLENCE: (
        ("110", "120"),
        _l("If somebody threatens or hurts you or others now, please go to a safe place and ring 110. If somebody is hurt, ring 120."),
    ),
    Danger.MISSING: (
        ("110",),
        _l("If you can't find somebody, please ring 110 now; you need not wait a day. Have their clothes and the last place ready."),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """A number, and whose it is."""

    number: str
    whose: str


@dataclass(frozen=True, slots=True)
class Advice:
    """``texts``: one for each danger, the gravest first. ``calls``: each number once, the one to ring first comes first."""

    texts: tuple[str, ...]
    calls: tuple[Call, ...]

    def __bool__(self) -> bool:
        return bool(self.texts)


def advice_for(kinds: Iterable[str]) -> Advice:
    """For dangers by kind, the gravest first as they come; empty where nobody has to be rung."""
    found = [ADVICE[kind] for kind in kinds if kind in ADVICE][:MOST_SHOWN]
    numbers = dict.fromkeys(number for several, _text in found for number in several)
    return Advice(
        tuple(str(text) for _numbers, text in found), tuple(Call(number, str(NUMBERS[number])) for number in numbers)
    )


def advice_in(words: str, *, now: dt.datetime) -> Advice:
    """The same for words that were not sent yet. No query."""
    return advice_for(alarm.kind for alarm in alarms_of("", words, now))
