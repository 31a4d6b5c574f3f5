"""What an administrator says in a rule of the directory, and checking it. Everything wrong is said at once, field by field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from wobangni.catalogue.commands.set_limit import MOST, YEARS_AHEAD
from wobangni.catalogue.queries import Service, service
from wobangni.catalogue.queries.places import is_place_of
from wobangni.catalogue.rules.conditions import ANY, BadCondition, Condition, condition_data, parse_condition
from wobangni.catalogue.rules.limits import Limit
from wobangni.catalogue.rules.routing import RuleVersion
from wobangni.kernel.errors import InvalidInput, Message
from wobangni.kernel.rules.text import clean_line
from wobangni.organisations.queries import unit

MOST_PLACES = 60
MOST_HELPERS = 5
LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class RuleInput:
    """``service`` by code, None: every one. ``places``: keys, none: the whole county. ``condition``: as ``rules/conditions.py`` reads it. ``limit``: for the
    answer; None: as the service says."""

    unit_id: int | None
    service: str | None = None
    places: Sequence[str] = ()
    condition: Mapping[str, Any] = field(default_factory=dict)
    helper_ids: Sequence[int] = ()
    limit: Limit | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckedRule:
    """The same, cleaned, with what it names looked up."""

    unit_id: int
    service: Service | None
    places: tuple[str, ...]
    condition: Condition
    helper_ids: tuple[int, ...]
    limit: Limit | None
    note: str

    def columns(self) -> dict[str, Any]:
        """As the table keeps it."""
        return {
            "service_id": self.service.id if self.service else None,
            "places": list(self.places),
            "condition": condition_data(self.condition),
            "unit_id": self.unit_id,
            "helpers": list(self.helper_ids),
            "limit_amount": self.limit.amount if self.limit else None,
            "limit_unit": self.limit.unit.value if self.limit else "",
            "note": self.note,
        }

    def version(self, number: int, effective_from: dt.date) -> RuleVersion:
        """As the rules see it, for a dry run."""
        return RuleVersion(
            id=0,
            number=number,
            service_id=self.service.id if self.service else None,
            places=self.places,
            condition=self.condition,
            unit_id=self.unit_id,
            effective_from=effective_from,
            helper_ids=self.helper_ids,
            limit=self.limit,
            note=self.note,
        )


def check_rule(county: str, raw: RuleInput) -> CheckedRule:
    """Cleans and checks. Raises InvalidInput with ``fields``: service, places, unit, helpers, limit_amount, note and the parts of the condition."""
    problems: dict[str, Message] = {}
    found = service(raw.service, county) if raw.service else None
    if raw.service and found is None:
        problems["service"] = _("There is no such service.")
    places = tuple(dict.fromkeys(raw.places))
    if len(places) > MOST_PLACES:
        problems["places"] = _("At most %(n)s places; leave them out to mean the whole county.") % {"n": MOST_PLACES}
    elif not all(is_place_of(county, key) for key in places):
        problems["places"] = _("This place does not lie in this county.")
    condition = _condition(raw.condition, found, problems)
    if not (raw.service or places or condition.parts or problems):
        problems["service"] = _("Say for what the rule is: a service, a place or a condition.")
    _check_units(county, raw, problems)
    if raw.limit is not None and not 1 <= raw.limit.amount <= MOST[raw.limit.unit]:
        problems["limit_amount"] = _("A number from 1 to %(n)s.") % {"n": MOST[raw.limit.unit]}
    note = clean_line(raw.note)
    if len(note) > LONGEST_NOTE:
        problems["note"] = _("At most %(limit)s characters; this has %(length)s.") % {
            "limit": LONGEST_NOTE,
            "length": len(note),
        }
    if problems or raw.unit_id is None:
        raise InvalidInput(_("Please check what you entered."), fields=problems)
    return CheckedRule(raw.unit_id, found, places, condition, tuple(dict.fromkeys(raw.helper_ids)), raw.limit, note)


def check_day(effective_from: dt.date, today: dt.date, *, changes_limit: bool) -> None:
    """Raises InvalidInput (effective_from) for a day on which the change would reach back, or too far ahead."""
    message: Message = ""
    if effective_from < today:
        message = _("From today at the earliest: the past stays as it was.")
    elif changes_limit and effective_from == today:
        message = _("From tomorrow at the earliest: what was submitted until today has its deadlines.")
    elif effective_from.year > today.year + YEARS_AHEAD:
        message = _("At most %(n)s years ahead.") % {"n": YEARS_AHEAD}
    if message:
        raise InvalidInput(_("Please check what you entered."), fields={"effective_from": message})


def _condition(raw: Mapping[str, Any], found: Service | None, problems: dict[str, Message]) -> Condition:
    try:
        condition = parse_condition(raw)
    except BadCondition as bad:
        problems[bad.part] = _(bad.problem)
        return ANY
    questions = {q.code: dict(q.options) for q in found.questions} if found else {}
    for code, options in condition.answers:
        if not set(options) <= set(questions.get(code, ())):
            problems["answers"] = _("The service does not ask this.")
    return condition


def _check_units(county: str, raw: RuleInput, problems: dict[str, Message]) -> None:
    if raw.unit_id is None or not _is_ours(county, raw.unit_id):
        problems["unit"] = _("Choose a unit of this county that is in use.")
    if len(raw.helper_ids) > MOST_HELPERS:
        problems["helpers"] = _("At most %(n)s helping units.") % {"n": MOST_HELPERS}
    elif raw.unit_id in raw.helper_ids:
        problems["helpers"] = _("The unit that does it can't help itself.")
    elif not all(_is_ours(county, unit_id) for unit_id in raw.helper_ids):
        problems["helpers"] = _("Choose a unit of this county that is in use.")


def _is_ours(county: str, unit_id: int) -> bool:
    found = unit(unit_id)
    return found is not None and found.active and found.county == county
