"""Puts a version in force, unless it did worse than what is in force in the same exam."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import NotFound
from wobangni.kernel.scope import acting
from wobangni.organisations import reference
from wobangni.organisations.access import check_admin
from wobangni.triage.models import TriageModel
from wobangni.triage.queries.loaded import MODELS

_State = TriageModel.State


@dataclass(frozen=True, slots=True)
class Promotion:
    """``in_force``: whether the version is in force now; if it isn't, ``reason`` says why, in the reader's words."""

    in_force: bool
    reason: str


def promote(*, actor: Actor, now: dt.datetime, county: str | None, version: int) -> Promotion:
    """Sent twice it changes nothing more. A refusal is kept with the version. Raises Forbidden, NotFound."""
    check_admin(actor, county)
    with acting(actor, counties=[county] if county else None):
        reference.lock(MODELS)
        rows = TriageModel.objects.filter(county=county, kind=TriageModel.Kind.SERVICE)
        row = rows.filter(version=version).defer("data", "exam_data").first()
        if row is None:
            raise NotFound(_("There is no such version."))
        if row.state == _State.IN_FORCE:
            return Promotion(True, "")
        current = rows.filter(state=_State.IN_FORCE).defer("data", "exam_data").first()
        reason = _refusal(row, current)
        if reason:
            row.reason = reason
            row.save(update_fields=["reason"])
            return Promotion(False, reason)
        if current is not None:
            current.state, current.retired_at = _State.REPLACED, now
            current.save(update_fields=["state", "retired_at"])
        row.state, row.in_force_since, row.retired_at, row.reason = _State.IN_FORCE, now, None, ""
        row.save(update_fields=["state", "in_force_since", "retired_at", "reason"])
        reference.bump(MODELS)
    return Promotion(True, "")


def _refusal(row: TriageModel, current: TriageModel | None) -> str:
    """Why the version may not come into force; empty if it may."""
    if row.state == _State.ROLLED_BACK:
        return _("Version {version} was rolled back; it takes new examples to make another.").format(
            version=row.version
        )
    if not row.size:
        return _("Version {version} is too old: only its scores were kept.").format(version=row.version)
    against = row.scores["against"]
    if against["version"] != (current.version if current else None):
        return _("Version {version} was not compared with what is in force now; train again.").format(
            version=row.version
        )
    if row.scores["macro_f1"] < against["macro_f1"]:
        return _(
            "Version {version} does worse than what is in force: {own} instead of {theirs} (macro-F1, the same {n} texts)."
        ).format(
            version=row.version,
            own=f"{row.scores['macro_f1']:.3f}",
            theirs=f"{against['macro_f1']:.3f}",
            n=row.scores["n"],
        )
    return ""
