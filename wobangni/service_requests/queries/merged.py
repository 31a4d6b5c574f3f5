"""Following merges: up to the request that stays, down to all that are merged into it."""

from __future__ import annotations

from uuid import UUID

from wobangni.service_requests.models import ServiceRequest

#: Merges of merges of merges; nobody goes deeper, and a damaged chain must not hang us.
DEPTH = 20


def merged_below(county: str, id: UUID) -> list[ServiceRequest]:
    """Every request merged into this one, directly or by way of others, nearest first. One query a level. Archived ones too: they still
    belong to it."""
    found: list[ServiceRequest] = []
    level: list[UUID] = [id]
    for _step in range(DEPTH):
        rows = list(
            ServiceRequest.objects.filter(county=county, merged_into__in=level)
            .defer("search")
            .order_by("submitted_at", "id")
        )
        if not rows:
            break
        found += rows
        level = [row.id for row in rows]
    return found


def merged_above(row: ServiceRequest) -> ServiceRequest | None:
    """The request that stays, at the upper end of all merges; None for one that is not merged. One query a level. What was
    archived as merged stays where it was."""
    above: ServiceRequest | None = None
    next_id = row.merged_into
    for _step in range(DEPTH):
        if next_id is None:
            break
        above = ServiceRequest.objects.filter(county=row.county, id=next_id).defer("search").first()
        next_id = above.merged_into if above else None
    return above
