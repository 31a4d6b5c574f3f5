"""Hands what people decided to triage, which learns from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from wobangni.kernel.actors import Actor
from wobangni.organisations.access import check_admin
from wobangni.service_requests.queries.training import decided_services
from wobangni.triage.commands.promote import Promotion, promote
from wobangni.triage.commands.train_model import train_model
from wobangni.triage.queries import ModelRow

#: Of a whole region at most so many of each county's newest: what is learned stays within a night and the memory of a worker.
OF_EACH_COUNTY = 1000

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Taught:
    """The version that was trained, and whether it came into force."""

    version: ModelRow
    promotion: Promotion


def teach_triage(
    *, actor: Actor, now: dt.datetime, county: str | None = None, progress: Progress | None = None
) -> Taught:
    """Trains on the county's or the region's history and puts the result in force if it is not worse. Raises Forbidden, InvalidInput (too little to learn from)."""
    check_admin(actor, county)
    examples = decided_services(county) if county else decided_services(None, OF_EACH_COUNTY)
    row = train_model(actor=actor, now=now, county=county, examples=examples, progress=progress)
    return Taught(row, promote(actor=actor, now=now, county=county, version=row.version))
