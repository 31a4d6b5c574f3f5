"""A time limit from a day on. What was in force before stays on record and stays in force for what was submitted before."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from wobangni.catalogue.access import get_service_for
from wobangni.catalogue.models import TimeLimit
from wobangni.catalogue.rules.limits import SETTABLE, Limit, LimitKind, TimeUnit
from wobangni.catalogue.rules.natures import Nature
from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.kernel.errors import InvalidInput, Message, NotFound
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision

MOST = {
    TimeUnit.HOURS: 720,
    TimeUnit.WORKING_HOURS: 400,
    TimeUnit.WORKING_DAYS: 250,
    TimeUnit.CALENDAR_DAYS: 365,
}
YEARS_AHEAD = 2


def set_limit(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str | None,
    kind: LimitKind,
    limit: Limit,
    effective_from: dt.date,
    service: str | None = None,
    nature: Nature | None = None,
) -> int:
    """The id of the entry: for one service (by code), for all of one nature, or (neither) for everything; county None: the region.

    The earliest day is tomorrow, since what was submitted today has its deadlines. A later day entered before may be changed until it comes.
    Raises Forbidden, NotFound, InvalidInput with ``fields`` (amount, effective_from, service).
    """
    check_admin(actor, county)
    found = get_service_for(actor, county, service) if service else None
    _check(kind, limit, effective_from, local_date(now), both=found is not None and nature is not None)
    with acting(actor, counties=[county] if county else []):
        reference.lock(reference.CATALOGUE)
        of = "" if nature is None else nature.value
        row = TimeLimit.objects.filter(
            county=county, service=found, nature=of, kind=kind.value, effective_from=effective_from
        ).first()
        before = columns(row) if row else None
        row = row or TimeLimit(
            county_id=county, service=found, nature=of, kind=kind.value, effective_from=effective_from
        )
        row.amount, row.unit = limit.amount, limit.unit.value
        row.save()
        record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=columns(row),
            county=county,
            title=_title(row, found.name if found else ""),
            bump=reference.CATALOGUE,
        )
    return row.pk


def cancel_limit(*, actor: Actor, now: dt.datetime, county: str | None, limit_id: int) -> None:
    """Takes back an entry whose day has not come. Raises Forbidden, NotFound, InvalidInput once it is in force."""
    check_admin(actor, county)
    with acting(actor, counties=[county] if county else []):
        reference.lock(reference.CATALOGUE)
        row = TimeLimit.objects.filter(pk=limit_id, county=county).select_related("service").first()
        if row is None:
            raise NotFound(_("There is no such limit in this county."))
        if row.effective_from <= local_date(now):
            raise InvalidInput(_("This limit is in force already. Enter a new one for a later day instead."))
        before, title = columns(row), _title(row, row.service.name if row.service else "")
        row.delete()
        record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=None,
            county=county,
            title=title,
            bump=reference.CATALOGUE,
        )


def _check(kind: LimitKind, limit: Limit, effective_from: dt.date, today: dt.date, *, both: bool) -> None:
    fields: dict[str, Message] = {}
    if kind not in SETTABLE:
        fields["kind"] = _("This one has no limit: it runs to a date that the request brings.")
    if not 1 <= limit.amount <= MOST[limit.unit]:
        fields["amount"] = _("A number from 1 to %(n)s.") % {"n": MOST[limit.unit]}
    if effective_from <= today:
        fields["effective_from"] = _("From tomorrow at the earliest: what was submitted until today has its deadlines.")
    elif effective_from.year > today.year + YEARS_AHEAD:
        fields["effective_from"] = _("At most %(n)s years ahead.") % {"n": YEARS_AHEAD}
    if both:
        fields["service"] = _("Choose one service or one nature, not both.")
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)


def _title(row: TimeLimit, service: str) -> str:
    return " ".join(filter(None, [service or row.nature, row.kind, row.effective_from.isoformat()]))
