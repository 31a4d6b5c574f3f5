"""The routing directory as administrators read it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from wobangni.catalogue.queries import condition_words, place_words, rule_versions, service_by_id, service_words
from wobangni.catalogue.rules.routing import RuleVersion
from wobangni.organisations.queries import unit
from wobangni.organisations.rules.find import plain
from wobangni.service_requests.labels import channel_label
from wobangni.surfaces.console.admin.frame import url
from wobangni.surfaces.console.admin.words import limit_words


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version in words. ``state``: future, now, past or ended. ``cancel_url``: only while it is to come. in_use: its unit still is."""

    number: int
    service: str
    place: str
    everywhere: bool
    conditions: tuple[str, ...]
    unit: str
    in_use: bool
    helpers: tuple[str, ...]
    limit: str
    note: str
    effective_from: dt.date
    ended: bool
    state: str
    url: str
    cancel_url: str

    @property
    def searched(self) -> str:
        """Everything that a search looks at."""
        parts = (self.service, self.place, *self.conditions, self.unit, *self.helpers, self.note)
        return plain(f"{' '.join(parts)} #{self.number}")


def rule_lines(county: str, today: dt.date, q: str = "") -> tuple[VersionLine, ...]:
    """Each rule as it stands (or first will stand), by number; those of which ``q`` speaks: a service, unit, place, word or number. No query when warm.

    Ended ones come last. What is still to come of a rule is told on its own page.
    """
    numbers = sorted({version.number for version in rule_versions(county)})
    lines = [_current(version_lines(county, number, today)) for number in numbers]
    wanted = plain(q)
    found = [line for line in lines if not wanted or wanted in line.searched or wanted == str(line.number)]
    return tuple(sorted(found, key=lambda line: (line.state == "ended", line.number)))


def version_lines(county: str, number: int, today: dt.date) -> tuple[VersionLine, ...]:
    """All versions of one rule, the latest first; empty for a number never given. No query when warm."""
    versions = sorted(rule_versions(county, number), key=lambda v: (v.effective_from, v.id), reverse=True)
    lines, begun = [], False
    for version in versions:
        future = version.effective_from > today
        state = "future" if future else "past" if begun else "ended" if version.ended else "now"
        begun = begun or not future
        lines.append(_line(county, version, state))
    return tuple(lines)


def latest_version(county: str, number: int) -> RuleVersion | None:
    """The version to start an edit from: the last one known, to come or not."""
    return max(rule_versions(county, number), key=lambda v: (v.effective_from, v.id), default=None)


def next_number(county: str) -> int:
    """The number that a new rule would get."""
    return max((version.number for version in rule_versions(county)), default=0) + 1


def _current(lines: tuple[VersionLine, ...]) -> VersionLine:
    return next((line for line in lines if line.state in ("now", "ended")), lines[-1])


def _line(county: str, version: RuleVersion, state: str) -> VersionLine:
    doing = unit(version.unit_id)
    service = service_by_id(version.service_id, county) if version.service_id is not None else None
    helpers = (unit(unit_id) for unit_id in version.helper_ids)
    return VersionLine(
        number=version.number,
        service=service_words(version, county),
        place=place_words(version),
        everywhere=not version.places,
        conditions=condition_words(version.condition, service, channel_label),
        unit=doing.name if doing else "",
        in_use=doing is not None and doing.active,
        helpers=tuple(one.short_name for one in helpers if one is not None),
        limit=limit_words(version.limit) if version.limit else "",
        note=version.note,
        effective_from=version.effective_from,
        ended=version.ended,
        state=state,
        url=url("rule", county, number=version.number),
        cancel_url=url("cancel_rule", county, version_id=version.id) if state == "future" else "",
    )
