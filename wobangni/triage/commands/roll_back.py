"""Takes the version in force out of it again: the one before it returns, or the catalogue's words alone."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import Conflict, NotFound
from wobangni.kernel.rules.text import clean_line
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.triage.models import TriageModel
from wobangni.triage.queries.loaded import MODELS

_State = TriageModel.State


def roll_back(*, actor: Actor, now: dt.datetime, county: str | None, version: int, reason: str = "") -> int | None:
    """``version``: the one that is in force, so that sending it twice rolls back once. Returns the version in force afterwards; None: the catalogue alone.

    Raises Forbidden, NotFound; Conflict if another version is in force.
    """
    check_admin(actor, county)
    with acting(actor, counties=[county] if county else None):
        reference.lock(MODELS)
        rows = TriageModel.objects.filter(county=county, kind=TriageModel.Kind.SERVICE).defer("data", "exam_data")
        row = rows.filter(version=version).first()
        if row is None:
            raise NotFound(_("There is no such version."))
        if row.state == _State.ROLLED_BACK:
            return rows.filter(state=_State.IN_FORCE).values_list("version", flat=True).first()
        if row.state != _State.IN_FORCE:
            raise Conflict(_("Version {version} is not in force.").format(version=version))
        row.state, row.retired_at, row.reason = _State.ROLLED_BACK, now, clean_line(reason)[:300]
        row.save(update_fields=["state", "retired_at", "reason"])
        before = rows.filter(state=_State.REPLACED, size__gt=0).order_by(F("retired_at").desc(), "-version").first()
        if before is not None:
            before.state, before.in_force_since, before.retired_at = _State.IN_FORCE, now, None
            before.save(update_fields=["state", "in_force_since", "retired_at"])
        reference.bump(MODELS)
    return before.version if before else None
