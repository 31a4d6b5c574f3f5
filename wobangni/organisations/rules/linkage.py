"""Linkage (贯通) of a county's four centres: what a measurement says, and since when. Measured, never declared.

A centre is linked when it is in use, has people, services and routes, and the test request came through it. A county is linked when its four
centres are and the test request came back whole to the desk that sent it.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace

from wobangni.organisations.rules.kinds import CENTRES, UnitKind

#: The four centres in the order in which they are always shown.
FOUR: tuple[UnitKind, ...] = tuple(kind for kind in UnitKind if kind in CENTRES)


class Level(enum.StrEnum):
    """How far a centre or a county is; the later the further."""

    NONE = "none"  # no such centre in use
    BEGUN = "begun"  # people, services or routes are missing
    READY = "ready"  # all three are there; the test request has not come through
    LINKED = "linked"


class Lack(enum.StrEnum):
    """What is missing. The last four are the county's desk, without which no request moves."""

    CENTRE = "centre"
    PEOPLE = "people"
    SERVICES = "services"
    ROUTES = "routes"
    TEST = "test"
    DISPATCHER = "dispatcher"
    REVIEWER = "reviewer"
    CALLER = "caller"
    RETURN = "return"  # it went through the centres and did not come back


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """One centre as measured. people: active handlers. services: that it offers. routes: ways by which the directory sends something there.

    ``unit_id`` None: the county has no such centre in use. ``passed``: the test request was handed over, signed and echoed there.
    """

    unit_id: int | None
    people: int = 0
    services: int = 0
    routes: int = 0
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What one measurement says of a centre or a county. ``lacks``: in the order of ``Lack``."""

    level: Level
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The same with its dates. first_on: linked for the first time. since_on: of the present or, when fallen back, the last time. fell_on: not linked
    any more since; None while linked, or when it never was."""

    level: Level
    lacks: tuple[Lack, ...] = ()
    first_on: dt.date | None = None
    since_on: dt.date | None = None
    fell_on: dt.date | None = None


def measure_centre(facts: CentreFacts) -> Measured:
    """What one centre lacks. That nobody could sign the test is no lack of its own where nobody is there."""
    if facts.unit_id is None:
        return Measured(Level.NONE, (Lack.CENTRE,))
    there = {Lack.PEOPLE: facts.people, Lack.SERVICES: facts.services, Lack.ROUTES: facts.routes}
    missing = tuple(lack for lack, n in there.items() if n == 0)
    lacks = missing if facts.passed or Lack.PEOPLE in missing else (*missing, Lack.TEST)
    if not lacks:
        return Measured(Level.LINKED)
    return Measured(Level.READY if lacks == (Lack.TEST,) else Level.BEGUN, lacks)


def measure_county(centres: Mapping[UnitKind, Measured], desk: frozenset[Lack], came_back: bool) -> Measured:
    """The county is as far as the centre that is least far. ``desk``: roles that nobody holds and without which the test stops."""
    order = list(Level)
    least = min((centres[kind].level for kind in FOUR), key=order.index)
    lacks = {lack for kind in FOUR for lack in centres[kind].lacks} | desk
    if not came_back and not lacks:
        lacks.add(Lack.RETURN)
    if least is Level.LINKED and lacks:
        least = Level.BEGUN if desk else Level.READY
    return Measured(least, tuple(lack for lack in Lack if lack in lacks))


def moved(before: Standing | None, measured: Measured, day: dt.date) -> Standing:
    """The standing after a measurement on ``day``. Dates once reached are kept; a fall-back is dated, and taken back when it is linked again."""
    was = before or Standing(Level.NONE)
    now = replace(was, level=measured.level, lacks=measured.lacks)
    if measured.level is Level.LINKED:
        since = was.since_on if was.level is Level.LINKED else day
        return replace(now, first_on=was.first_on or day, since_on=since, fell_on=None)
    return replace(now, fell_on=day) if was.level is Level.LINKED else now


def is_change(before: Standing | None, measured: Measured) -> bool:
    """Whether the measurement says anything new, worth a line in the history."""
    return before is None or (before.level, before.lacks) != (measured.level, measured.lacks)
