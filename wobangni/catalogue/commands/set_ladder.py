"""The steps of one clock from a day on. What was in force before stays on record and stays in force for what was submitted before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from wobangni.catalogue.commands.set_limit import YEARS_AHEAD
from wobangni.catalogue.models import LadderEntry
from wobangni.catalogue.rules.ladder import LADDER_CLOCKS, MOST_STEPS, BadStep, Step, check_steps, steps_data
from wobangni.catalogue.rules.limits import LimitKind
from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.kernel.errors import InvalidInput, Message, NotFound
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import columns, record_revision


def set_ladder(
    *,
    actor: Actor,
    now: dt.datetime,
    county: str | None,
    kind: LimitKind,
    steps: Sequence[Step],
    effective_from: dt.date,
) -> int:
    """The id of the entry; county None: the region. No steps: from that day on nobody is told of this clock.

    The earliest day is tomorrow. A later day entered before may be changed until it comes. Sent twice, nothing changes.
    Raises Forbidden, InvalidInput with ``fields`` (kind, steps, effective_from).
    """
    check_admin(actor, county)
    _check(kind, steps, effective_from, local_date(now))
    with acting(actor, counties=[county] if county else []):
        reference.lock(reference.CATALOGUE)
        row = LadderEntry.objects.filter(county=county, kind=kind.value, effective_from=effective_from).first()
        before = columns(row) if row else None
        row = row or LadderEntry(county_id=county, kind=kind.value, effective_from=effective_from)
        row.steps = steps_data(steps)
        row.save()
        record_revision(
            actor=actor,
            now=now,
            row=row,
            before=before,
            after=columns(row),
            county=county,
            title=_title(row),
            bump=reference.CATALOGUE,
        )
    return row.pk


def cancel_ladder(*, actor: Actor, now: dt.datetime, county: str | None, entry_id: int) -> None:
    """Takes back an entry whose day has not come. Raises Forbidden, NotFound, InvalidInput once it is in force."""
    check_admin(actor, county)
    with acting(actor, counties=[county] if county else []):
        reference.lock(reference.CATALOGUE)
        row = LadderEntry.objects.filter(pk=entry_id, county=county).first()
        if row is None:
            raise NotFound(_("There is no such entry in this county."))
        if row.effective_from <= local_date(now):
            raise InvalidInput(_("This entry is in force already. Enter a new one for a later day instead."))
        before, title = columns(row), _title(row)
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


def _check(kind: LimitKind, steps: Sequence[Step], effective_from: dt.date, today: dt.date) -> None:
    fields: dict[str, Message] = {}
    if kind not in LADDER_CLOCKS:
        fields["kind"] = _("This limit has no steps.")
    if effective_from <= today:
        fields["effective_from"] = _("From tomorrow at the earliest: what was submitted until today keeps its steps.")
    elif effective_from.year > today.year + YEARS_AHEAD:
        fields["effective_from"] = _("At most %(n)s years ahead.") % {"n": YEARS_AHEAD}
    try:
        check_steps(kind, steps)
    except BadStep as bad:
        fields["steps"] = _problem(bad)
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)


def _problem(bad: BadStep) -> str:
    words = {
        "many": _("At most %(most)s steps."),
        "nobody": _("Step %(n)s: say who is told."),
        "amount": _("Step %(n)s: give a number that makes sense, of percent at most 99."),
        "twice": _("Step %(n)s is there already."),
        "after_waiting": _(
            "Step %(n)s: when this time is over the platform acts by itself. Only steps before that are possible."
        ),
    }
    return words[bad.problem] % {"n": bad.number, "most": MOST_STEPS}


def _title(row: LadderEntry) -> str:
    return f"{row.kind} {row.effective_from.isoformat()}"
