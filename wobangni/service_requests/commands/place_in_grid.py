"""Placing requests in the county's grids: a new or corrected one, and all open ones when a grid has changed."""

from __future__ import annotations

from uuid import UUID

from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.scope import acting
from wobangni.organisations.queries import grid_for
from wobangni.service_requests.models import GridRequest, ServiceRequest
from wobangni.service_requests.rules.states import OPEN_STATES

#: Requests placed in one go.
BATCH = 2_000
_COLUMNS = ("county", "id", "division_id", "lat", "lng")


def place_in_grid(*, county: str, id: UUID) -> int | None:
    """The id of the grid in which the request lies now, kept beside it; None, and nothing kept, if in none. Again it changes nothing."""
    row = ServiceRequest.objects.filter(county=county, id=id).only(*_COLUMNS).first()
    if row is None:
        return None
    with acting(SYSTEM, counties={county}):
        return _place([row], county)[row.id]


def place_open_requests(*, county: str) -> int:
    """Places all open requests of a county anew; the number of those that lie in a grid. O(open): grids change seldom."""
    placed, after = 0, UUID(int=0)
    while True:
        with acting(SYSTEM, counties={county}):
            open_ones = ServiceRequest.objects.filter(county=county, state__in=OPEN_STATES, id__gt=after)
            rows = list(open_ones.only(*_COLUMNS).order_by("id")[:BATCH])
            placed += sum(grid is not None for grid in _place(rows, county).values())
        if len(rows) < BATCH:
            return placed
        after = rows[-1].id


def say_grid(*, county: str, id: UUID, grid_id: int) -> None:
    """A grid worker says that it lies in this grid; that stands where the place alone tells no grid. Call it in the transaction of the report."""
    GridRequest.objects.update_or_create(
        county=county, service_request_id=id, defaults={"grid_id": grid_id, "said": True}
    )
    row = ServiceRequest.objects.filter(county=county, id=id).only(*_COLUMNS).get()
    _place([row], county)


def _place(rows: list[ServiceRequest], county: str) -> dict[UUID, int | None]:
    found = {r.id: g.id if (g := grid_for(county, r.division_id, r.lat, r.lng)) else None for r in rows}
    kept = [GridRequest(county=county, service_request_id=id, grid_id=grid) for id, grid in found.items() if grid]
    GridRequest.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["county", "service_request_id"], update_fields=["grid"]
    )
    lost = [id for id, grid in found.items() if grid is None]
    beside = GridRequest.objects.filter(county=county, service_request_id__in=lost)
    beside.exclude(said=True, grid__active=True).delete()
    return found | dict(beside.values_list("service_request_id", "grid_id"))
