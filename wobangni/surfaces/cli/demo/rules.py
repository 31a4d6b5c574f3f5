"""Rules of the routing directory in some of the demo's counties, through the same command as their administrators'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from wobangni.catalogue.commands.save_rule import RuleInput, save_rule
from wobangni.catalogue.rules.limits import Limit, TimeUnit
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.clock import local_date
from wobangni.organisations.queries import places_of
from wobangni.surfaces.cli.demo.staff import unit_of_kind


def add_rules(county: str, rules: Iterable[Mapping[str, Any]], now: dt.datetime) -> None:
    """Each in force from today on, from tomorrow where it sets a limit. Again, it changes nothing."""
    townships = {row.ref.name: row.ref.code for row in places_of(county)}
    for number, rule in enumerate(rules, 1):
        limit = Limit(rule["limit"], TimeUnit.WORKING_DAYS) if "limit" in rule else None
        save_rule(
            actor=SYSTEM,
            now=now,
            county=county,
            number=None,
            rule=RuleInput(
                unit_id=unit_of_kind(county, rule["unit"]).id,
                service=rule.get("service"),
                places=[townships[name] for name in rule.get("townships", ())],
                condition=rule.get("condition", {}),
                helper_ids=[unit_of_kind(county, kind).id for kind in rule.get("helpers", ())],
                limit=limit,
                note=rule.get("note", ""),
            ),
            effective_from=local_date(now) + dt.timedelta(days=limit is not None),
            key=f"demo-rule-{number}",
        )
