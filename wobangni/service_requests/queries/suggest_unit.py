"""Which unit should do it, and why: the routing directory and experience together. No query when warm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wobangni.catalogue.queries import RequestFacts, Route, route, rule_words
from wobangni.catalogue.rules.routing import RuleVersion
from wobangni.kernel.clock import local_date
from wobangni.organisations.queries import UnitRef, unit
from wobangni.service_requests.labels import channel_label
from wobangni.service_requests.queries.experience import OrderReturned, experience
from wobangni.service_requests.rules.suggest import By, Candidate, Done, Returned, candidates, done_like

#: Returned orders teach for about a quarter.
TAUGHT_FOR = dt.timedelta(days=91)
SHOWN_REASON = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that a unit is wanted for. ``facts``: with the service that was chosen, or the one its words speak of."""

    id: UUID
    facts: RequestFacts


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """One unit that could do it. reasons: in the reader's words, the weightiest first. warning: how such orders came back from it; or empty.

    ``doubtful``: it came back so often, or this very one, that a person should look.
    """

    unit: UnitRef
    by: By
    reasons: tuple[str, ...]
    warning: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class UnitSuggestion:
    """choices: the best first; at least one. rule: of the directory, if one fits; helpers: what it names besides, for its own unit."""

    choices: tuple[UnitChoice, ...]
    rule: RuleVersion | None
    helpers: tuple[UnitRef, ...]

    @property
    def best(self) -> UnitChoice:
        return self.choices[0]


def suggest_units(county: str, asked: Mapping[str, Asked], now: dt.datetime) -> dict[str, UnitSuggestion]:
    """By the caller's key, for those for which there is any unit to suggest; the directory as it stands today. No query when warm."""
    known = experience(county)
    found = {}
    for key, one in asked.items():
        service_id = one.facts.service_id or 0
        directed = route(one.facts, local_date(now))
        done = done_like(known.done.get(service_id, ()), _township(one.facts))
        returns = [r for r in known.returned.get(service_id, ()) if now - TAUGHT_FOR < r.at <= now]
        made = _suggestion(county, one, directed, done, returns)
        if made is not None:
            found[key] = made
    return found


def _suggestion(
    county: str, one: Asked, directed: Route, done: Done, returns: list[OrderReturned]
) -> UnitSuggestion | None:
    rule, own = directed.rule, directed.unit.id if directed.unit else None
    ranked = candidates(
        by_rule=own if rule else None,
        usual=None if rule else own,
        done=done,
        returned=_returned(one.id, returns),
        usable=_usable(county),
    )
    if not ranked:
        return None
    choices = tuple(_choice(county, candidate, rule) for candidate in ranked)
    return UnitSuggestion(choices, rule, directed.helpers if rule and ranked[0].unit_id == own else ())


def _choice(county: str, one: Candidate, rule: RuleVersion | None) -> UnitChoice:
    doing = unit(one.unit_id)
    assert doing is not None
    reasons = []
    if one.by is By.RULE and rule is not None:
        reasons.append(rule_words(rule, county, channel_label))
    elif one.by is By.USUAL:
        reasons.append(_("units of its kind usually do this service"))
    if one.done:
        reasons.append(_done_words(one))
    return UnitChoice(doing, one.by, tuple(reasons), _returned_words(doing, one.returned), one.doubtful)


def _done_words(one: Candidate) -> str:
    numbers = {"done": one.done, "of": one.of}
    if one.here:
        return _("%(done)s of %(of)s like it in this township were done there within the year") % numbers
    return _("%(done)s of %(of)s like it were done there within the year") % numbers


def _returned_words(doing: UnitRef, returned: Returned | None) -> str:
    if returned is None:
        return ""
    words = {"unit": doing.short_name, "n": returned.times, "reason": returned.reason[:SHOWN_REASON]}
    if returned.this_one:
        return _("%(unit)s has returned this very request: %(reason)s") % words
    return (
        ngettext(
            "returned by %(unit)s once in three months: %(reason)s",
            "returned by %(unit)s %(n)s times in three months: %(reason)s",
            returned.times,
        )
        % words
    )


def _returned(request_id: UUID, returns: list[OrderReturned]) -> dict[int, Returned]:
    """By unit, the latest return first in ``returns``."""
    found: dict[int, Returned] = {}
    for row in returns:
        known = found.get(row.unit_id)
        this_one = row.request_id == request_id
        if known is None:
            found[row.unit_id] = Returned(1, row.reason, this_one)
        else:
            reason = row.reason if this_one and not known.this_one else known.reason
            found[row.unit_id] = Returned(known.times + 1, reason, known.this_one or this_one)
    return found


def _township(facts: RequestFacts) -> str:
    return facts.division[:9] if facts.division and len(facts.division) >= 9 else ""


def _usable(county: str) -> Callable[[int], bool]:
    def usable(unit_id: int) -> bool:
        found = unit(unit_id)
        return found is not None and found.active and found.county == county

    return usable
