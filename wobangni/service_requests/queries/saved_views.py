"""A person's saved views of one county."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wobangni.kernel.actors import Actor, ActorKind
from wobangni.service_requests.models import SavedView


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """``query``: the filters as in the queue's address."""

    id: UUID
    name: str
    query: str


def saved_views(actor: Actor, county: str) -> tuple[SavedViewRow, ...]:
    """The actor's own, oldest first. One query."""
    if actor.kind is not ActorKind.STAFF:
        return ()
    rows = SavedView.objects.filter(county=county, owner_id=int(actor.id)).order_by("created_at", "id")
    return tuple(SavedViewRow(*row) for row in rows.values_list("id", "name", "query"))
