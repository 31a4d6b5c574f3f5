"""Rules of the routing directory: a new one, a change from a day on, the end of one. What held before stays on record."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from wobangni.catalogue.commands.check_rule import CheckedRule, RuleInput, check_day, check_rule
from wobangni.catalogue.models import RoutingRule
from wobangni.catalogue.queries.routing import version_of
from wobangni.catalogue.queries.rule_words import rule_words
from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.kernel.errors import Conflict, InvalidInput, NotFound
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision

#: What makes a version another one.
_CONTENT = ("service_id", "places", "condition", "unit_id", "helpers", "limit_amount", "limit_unit", "note", "ended")


def save_rule(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str,
    number: int | None,
    rule: RuleInput,
    effective_from: dt.date,
    key: str | None = None,
) -> int:
    """The number of the rule. ``number`` None: a new rule gets the next one; otherwise that rule is so from ``effective_from`` on.

    The earliest day is today; tomorrow where a limit for the answer is set, changed or dropped, since what was submitted today has its deadlines. The
    same ``key`` again changes nothing. Raises Forbidden, NotFound, Conflict, InvalidInput with ``fields``.
    """
    check_admin(actor, county)
    checked = check_rule(county, rule)
    with acting(actor, counties=[county]):
        reference.lock(reference.CATALOGUE)
        made = RoutingRule.objects.filter(county=county, key=key).first() if key else None
        if made is not None:
            return _again(made, checked, number)
        before = _holding(county, number, effective_from) if number is not None else None
        check_day(effective_from, local_date(now), changes_limit=_touches_limit(checked, before))
        row = _row(county, before, number, effective_from, now)
        old = columns(row) if row.pk else None
        for name, value in checked.columns().items():
            setattr(row, name, value)
        row.ended, row.key = False, key or row.key
        _write(actor, now, row, old, before)
        return row.number


def end_rule(*, actor: Actor, now: dt.datetime, county: str, number: int, effective_from: dt.date) -> bool:
    """From ``effective_from`` on the rule holds no more. False if it held no more already. Raises as ``save_rule`` does."""
    check_admin(actor, county)
    with acting(actor, counties=[county]):
        reference.lock(reference.CATALOGUE)
        before = _holding(county, number, effective_from)
        check_day(effective_from, local_date(now), changes_limit=before is not None and _limit(before) is not None)
        if before is None or before.ended:
            return False
        row = _row(county, before, number, effective_from, now)
        old = columns(row) if row.pk else None
        for name in _CONTENT:
            setattr(row, name, getattr(before, name))
        row.ended = True
        return _write(actor, now, row, old, before)


def cancel_version(*, actor: Actor, now: dt.datetime, county: str, version_id: int) -> int:
    """Takes back a version whose day has not come; returns the rule's number. Raises Forbidden, NotFound, InvalidInput once it is in force."""
    check_admin(actor, county)
    with acting(actor, counties=[county]):
        reference.lock(reference.CATALOGUE)
        row = RoutingRule.objects.filter(pk=version_id, county=county).first()
        if row is None:
            raise NotFound(_("There is no such rule in this county."))
        if row.effective_from <= local_date(now):
            raise InvalidInput(_("This is in force already. Change the rule from a later day instead."))
        before, title = columns(row), _title(row)
        row.delete()
        record_revision(
            actor=actor, now=now, row=row, before=before, after=None, county=county, title=title,
            bump=reference.CATALOGUE,
        )  # fmt: skip
        return row.number


def _holding(county: str, number: int, day: dt.date) -> RoutingRule | None:
    """The version that holds on ``day``, ended ones too; None before its first. Raises NotFound for a number never given."""
    rows = {row.pk: row for row in RoutingRule.objects.filter(county=county, number=number)}
    if not rows:
        raise NotFound(_("There is no such rule in this county."))
    begun = [row for row in rows.values() if row.effective_from <= day]
    return max(begun, key=lambda row: (row.effective_from, row.pk), default=None)


def _row(
    county: str, before: RoutingRule | None, number: int | None, effective_from: dt.date, now: dt.datetime
) -> RoutingRule:
    """The version to be written: the one of that day if the day has not come yet, else a new one."""
    if number is None:
        last = RoutingRule.objects.filter(county=county).order_by("-number").values_list("number", flat=True).first()
        return RoutingRule(county_id=county, number=(last or 0) + 1, effective_from=effective_from)
    if before is not None and before.effective_from == effective_from > local_date(now):
        return RoutingRule.objects.get(pk=before.pk)
    return RoutingRule(county_id=county, number=number, effective_from=effective_from)


def _write(
    actor: Actor, now: dt.datetime, row: RoutingRule, old: dict[str, Any] | None, before: RoutingRule | None
) -> bool:
    """``old``: the row's own columns before; else ``before``, the version that it follows, tells what was. False if nothing is another than before."""
    if before is not None and all(getattr(row, name) == getattr(before, name) for name in _CONTENT):
        return False
    was = old or (columns(before) if before is not None else None)
    row.save()
    now_is = columns(row)
    shown = (*_CONTENT, "effective_from")
    return record_revision(
        actor=actor,
        now=now,
        row=row,
        before=None if was is None else {name: was[name] for name in shown} | {"id": row.pk},
        after={name: now_is[name] for name in (*shown, "id")},
        county=row.county_id,
        title=_title(row),
        bump=reference.CATALOGUE,
    )


def _again(made: RoutingRule, checked: CheckedRule, number: int | None) -> int:
    same = all(getattr(made, name) == value for name, value in checked.columns().items())
    if not same or number not in (None, made.number):
        raise Conflict(_("This was sent before with other contents. Nothing was changed."), code="key_reused")
    return made.number


def _touches_limit(checked: CheckedRule, before: RoutingRule | None) -> bool:
    """Whether some request's time for its answer would be another one."""
    new = checked.columns()
    if before is None or before.ended:
        return checked.limit is not None
    if checked.limit is None and before.limit_amount is None:
        return False
    return any(
        getattr(before, name) != new[name]
        for name in ("service_id", "places", "condition", "limit_amount", "limit_unit")
    )


def _limit(row: RoutingRule) -> tuple[int, str] | None:
    return (row.limit_amount, row.limit_unit) if row.limit_amount and not row.ended else None


def _title(row: RoutingRule) -> str:
    return rule_words(version_of(row), row.county_id)[:120]


__all__ = ["RuleInput", "cancel_version", "end_rule", "save_rule"]
