"""The routing directory (派单目录): which rule sends a request where.

A rule says service × place × condition → lead unit, helpers, limit. Of several that fit, the most special one decides:

1. the more special place (a place that the county added, then a village, then a township, then the whole county);
2. then the condition that asks for more parts (none asks for least);
3. then a rule for one service before a rule for all;
4. then the lower number.

A limit is looked for by itself in the same order: where the deciding rule sets none, the next that fits and sets one holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wobangni.catalogue.rules.conditions import ANY, Condition, Hours, in_season
from wobangni.catalogue.rules.limits import Limit

#: Beyond this a text repeats itself or quotes others; characters.
READ_AT_MOST = 2000


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """A rule as it stands from a day on, until the next version of the same number.

    number: what people quote; one rule's in its county. id: later ones of the same day win. service_id None: every service. places: division codes of
    townships (9 digits) and villages (12), or ``kind:key`` for what a county adds (landmark, grid); none: the whole county. ``ended``: it holds no more.
    """

    id: int
    number: int
    service_id: int | None
    places: tuple[str, ...]
    condition: Condition
    unit_id: int
    effective_from: dt.date
    helper_ids: tuple[int, ...] = ()
    limit: Limit | None = None
    ended: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a request a rule may look at, as it was submitted. places: every place that it lies in, as keys. text: title and words, in small
    letters. day: of submission, in Asia/Shanghai. in_office_hours: sent while the county's offices were open."""

    day: dt.date
    service_id: int | None = None
    places: tuple[str, ...] = ()
    text: str = ""
    urgent: bool = False
    channel: str = ""
    in_office_hours: bool = True
    answers: Mapping[str, Any] = field(default_factory=dict)


def in_force(versions: Iterable[RuleVersion], day: dt.date) -> tuple[RuleVersion, ...]:
    """The rules that hold on ``day``, by number: of each the version that began last."""
    latest: dict[int, RuleVersion] = {}
    for version in sorted(versions, key=lambda v: (v.effective_from, v.id)):
        if version.effective_from <= day:
            latest[version.number] = version
    return tuple(latest[number] for number in sorted(latest) if not latest[number].ended)


def matches(rule: RuleVersion, facts: Facts) -> bool:
    """Whether the rule speaks of this request."""
    if rule.service_id not in (None, facts.service_id):
        return False
    if rule.places and not set(rule.places) & set(facts.places):
        return False
    return rule.condition is ANY or holds(rule.condition, facts)


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether all parts that the condition asks for are so."""
    c = condition
    return (
        (not c.any_words or any(word in facts.text for word in c.any_words))
        and all(word in facts.text for word in c.all_words)
        and c.urgent in (None, facts.urgent)
        and (not c.channels or facts.channel in c.channels)
        and (c.season is None or in_season(c.season, facts.day))
        and (c.hours is None or facts.in_office_hours == (c.hours is Hours.OFFICE))
        and all(_answered(facts.answers.get(code), options) for code, options in c.answers)
    )


def ranked(rules: Iterable[RuleVersion], facts: Facts) -> list[RuleVersion]:
    """Those that speak of this request, the most special first."""
    return sorted((rule for rule in rules if matches(rule, facts)), key=lambda rule: _order(rule, facts))


def choose(rules: Iterable[RuleVersion], facts: Facts, usable: Callable[[int], bool]) -> RuleVersion | None:
    """The rule that decides: the most special one whose unit (by id) is ``usable``."""
    return next((rule for rule in ranked(rules, facts) if usable(rule.unit_id)), None)


def limit_of(rules: Iterable[RuleVersion], facts: Facts) -> Limit | None:
    """The time for the answer, of the most special rule that sets one; None: as the service says."""
    setting = [rule for rule in rules if rule.limit is not None]
    return next((rule.limit for rule in ranked(setting, facts)), None) if setting else None


def place_rank(place: str) -> int:
    """How special a place is: 1 a township, 2 a village, 3 what a county added."""
    if ":" in place:
        return 3
    return 2 if len(place) == 12 else 1


def division_places(code: str | None) -> tuple[str, ...]:
    """A village lies in its township too; a whole county is no place within it."""
    if code is None or len(code) < 9:
        return ()
    return (code[:9], code) if len(code) == 12 else (code[:9],)


def with_draft(rules: Sequence[RuleVersion], draft: RuleVersion) -> tuple[RuleVersion, ...]:
    """The directory as it would be: the draft instead of the rule with its number, or beside the others."""
    kept = [rule for rule in rules if rule.number != draft.number]
    return tuple(sorted([*kept, *([] if draft.ended else [draft])], key=lambda rule: rule.number))


def _order(rule: RuleVersion, facts: Facts) -> tuple[int, int, bool, int]:
    place = max((place_rank(place) for place in rule.places if place in facts.places), default=0)
    return -place, -rule.condition.parts, rule.service_id is None, rule.number


def _answered(given: Any, options: tuple[str, ...]) -> bool:
    values = given if isinstance(given, list) else [given]
    return any(str(value) in options for value in values)
