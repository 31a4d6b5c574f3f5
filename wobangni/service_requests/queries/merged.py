"""Following merges: up to the request that stays, down to all that are merged into it."""

from __future__ import annotations

from uuid import UUID

from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.rules.states import State

#: Merges of merges of merges; nobody goes deeper, and a damaged chain must not hang us.
DEPTH = 20


def merged_below(county: str, id: UUID) -> list[ServiceRequest]:
    """Every request merged into this one, directly or by way of others, nearest first. One query a level."""
    found: list[ServiceRequest] = []
    level: list[UUID] = [id]
    for _step in range(DEPTH):
        rows = list(
            ServiceRequest.objects.filter(county=county, merged_into__in=level, state=State.MERGED)
            .defer("search")
            .order_by("submitted_at", "id")
        )
        if not rows:
            break
        found += rows
        level = [row.id for row in rows]
    return found


def merged_above(row: ServiceRequest) -> ServiceRequest | None:
    """The request that stays, at the upper end of all merges; None for one that is not merged. One query a level."""
    above: ServiceRequest | None = None
    next_id = row.merged_into if row.state == State.MERGED else None
    for _step in range(DEPTH):
        if next_id is None:
            break
        above = ServiceRequest.objects.filter(county=row.county, id=next_id).defer("search").first()
        next_id = above.merged_into if above and above.state == State.MERGED else None
    return above
