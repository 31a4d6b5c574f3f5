"""Forgetting a saved view."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.scope import acting
from wobangni.service_requests.models import SavedView


def delete_view(*, actor: Actor, now: dt.datetime, county: str, view_id: UUID) -> bool:
    """Deletes one of the actor's own views; False if there is none such (any more)."""
    if actor.kind is not ActorKind.STAFF:
        return False
    with acting(actor, counties={county}):
        deleted, _ = SavedView.objects.filter(county=county, id=view_id, owner_id=int(actor.id)).delete()
    return bool(deleted)
