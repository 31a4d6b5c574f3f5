"""Taking orders (抢单): who may claim an offered order, and when. Pure.

Fairness: for the first minutes only those may claim who have taken fewest lately; then everybody who is skilled. Limits: so many open orders at most,
and a rest after giving one back, so that nobody takes what they can't do. A person who dispatches is bound by none of this.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from wobangni.kernel.rules.i18n import gettext_noop as N_

#: "Lately", of what somebody has taken.
LATELY = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PoolRules:
    """What a county has set. ``services``: ids of those that are offered; none: there is no pool. Minutes are those of the clock on the wall."""

    services: frozenset[int] = frozenset()
    wait_minutes: int = 60  # unclaimed so long, it goes to dispatch
    most_open: int = 10  # orders that a unit may have open when it claims
    cooling_minutes: int = 120  # after giving one back
    head_start_minutes: int = 10  # for those who have taken fewest lately

    def offers(self, service_id: int | None) -> bool:
        return service_id is not None and service_id in self.services


@dataclass(frozen=True, slots=True)
class Taker:
    """One unit as the rules see it. ``skills``: ids of services; none named: every service."""

    unit_id: int
    open_now: int = 0
    taken_lately: int = 0
    returned_at: dt.datetime | None = None
    skills: frozenset[int] = frozenset()

    def can_do(self, service_id: int) -> bool:
        return not self.skills or service_id in self.skills


class NoClaim(enum.Enum):
    """Why not, worded for whoever tried. ``%(at)s``: from when on they may."""

    NOT_SKILLED = N_("Your unit has not named this service among those that it can do.")
    FULL = N_("Your unit has as many open orders as it may have. Please finish some first.")
    COOLING = N_("Your unit has just given an order back. It may claim again from %(at)s on.")
    LATER = N_("Units that have taken fewer orders lately come first. Your unit may claim it from %(at)s on.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``why``: None if they may. ``since``: the moment from which on that reason no longer stands, where time alone heals it."""

    why: NoClaim | None = None
    since: dt.datetime | None = None


def verdict(
    rules: PoolRules, service_id: int, offered_at: dt.datetime, taker: Taker, others: Iterable[Taker], now: dt.datetime
) -> Verdict:
    """Whether ``taker`` may claim an order of this service now. ``others``: all units of the county."""
    if not taker.can_do(service_id):
        return Verdict(NoClaim.NOT_SKILLED)
    if taker.open_now >= rules.most_open:
        return Verdict(NoClaim.FULL)
    if taker.returned_at is not None:
        rested = taker.returned_at + dt.timedelta(minutes=rules.cooling_minutes)
        if now < rested:
            return Verdict(NoClaim.COOLING, rested)
    everybody = offered_at + dt.timedelta(minutes=rules.head_start_minutes)
    if now < everybody and taker.taken_lately > _fewest(rules, service_id, [taker, *others], now):
        return Verdict(NoClaim.LATER, everybody)
    return Verdict()


def _fewest(rules: PoolRules, service_id: int, takers: Iterable[Taker], now: dt.datetime) -> int:
    """The least taken lately among those who could claim it: nobody waits for a unit that is full, resting or not skilled."""
    rest = dt.timedelta(minutes=rules.cooling_minutes)
    able = [
        t
        for t in takers
        if t.can_do(service_id)
        and t.open_now < rules.most_open
        and (t.returned_at is None or now >= t.returned_at + rest)
    ]
    return min((t.taken_lately for t in able), default=0)
