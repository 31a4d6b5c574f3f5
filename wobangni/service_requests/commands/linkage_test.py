"""Measuring a county's linkage (贯通): what its centres have, and whether a test request really goes through all four and back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor, Role
from wobangni.kernel.errors import NotFound
from wobangni.organisations import queries as organisations
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_linkage import Measurement, Recorded, record_linkage, recorded_run
from wobangni.organisations.queries.linkage_people import CountyPeople, county_people
from wobangni.organisations.rules.linkage import Lack
from wobangni.service_requests.commands.linkage_walk import walk
from wobangni.service_requests.queries.linkage_facts import four_centres, linkage_facts


def linkage_test(*, actor: Actor, now: dt.datetime, county: str, key: str | None = None) -> Recorded:
    """Measures one county and writes it down. The same ``key`` again measures nothing and returns the first one.

    The test request leaves nothing behind (``linkage_walk``). Raises Forbidden unless the actor administers the county; NotFound.
    """
    check_admin(actor, county)
    if organisations.county(county) is None:
        raise NotFound(_("There is no such county."))
    if earlier := recorded_run(county, key):
        return earlier
    people = county_people(county, now)
    way = walk(county=county, people=people, centres=four_centres(county), now=now)
    facts = {kind: replace(one, passed=kind in way.passed) for kind, one in linkage_facts(county, people, now).items()}
    found = Measurement(facts, _missing_at_desk(county, people), way.came_back, way.trace)
    return record_linkage(actor=actor, now=now, county=county, found=found, key=key)


def _missing_at_desk(county: str, people: CountyPeople) -> frozenset[Lack]:
    """Roles without which no request gets to its end here. Residents send theirs themselves, so a clerk is not among them."""
    needed = {Role.DISPATCHER: Lack.DISPATCHER, Role.CALLER: Lack.CALLER}
    if organisations.review_required(county):
        needed[Role.REVIEWER] = Lack.REVIEWER
    return frozenset(lack for role, lack in needed.items() if people.somebody(role) is None)
