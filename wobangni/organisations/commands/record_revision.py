"""Keeping the history of what administrators change. Every editing command ends here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models

from wobangni.kernel.actors import Actor
from wobangni.organisations import reference
from wobangni.organisations.models import Revision


def columns(row: models.Model) -> dict[str, Any]:
    """A row's columns as JSON values."""
    return {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def record_revision(
    *,
    actor: Actor,
    now: dt.datetime,
    row: models.Model,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    county: str | None,
    title: str,
    bump: str | None,
) -> bool:
    """Writes what changed between ``before`` (None: made) and ``after`` (None: deleted). False, and nothing written, if nothing did.

    Call inside the transaction of the change. ``bump``: the reference data that every process must read again.
    """
    old, new = dict(before or {}), dict(after or {})
    changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    if before is not None and after is not None and not changed:
        return False
    kind = (
        Revision.Kind.CREATED if before is None else Revision.Kind.DELETED if after is None else Revision.Kind.CHANGED
    )
    Revision.objects.create(
        at=now,
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        actor_name=actor.name,
        county=county,
        table=row._meta.db_table,
        row=str((after or before or {}).get(row._meta.pk.attname, row.pk)),
        title=title,
        kind=kind,
        before={name: old[name] for name in changed if name in old},
        after={name: new[name] for name in changed if name in new},
    )
    if bump is not None:
        reference.bump(bump)
    return True


def _plain(value: Any) -> Any:
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    return value
