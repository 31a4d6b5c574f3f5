"""The command page of the grids: how each stands now, who is responsible for it, and what is open in it, as a list and on a map."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wobangni.kernel import clock
from wobangni.kernel.actors import COUNTY_ROLES, Role
from wobangni.organisations import queries as organisations
from wobangni.service_requests.queries.grid import command_page, grid_states, grids_in, points
from wobangni.surfaces.console.grid_frame import map_data, townships
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff(Role.REGION_OBSERVER, *COUNTY_ROLES)
@require_safe
def grids(request: StaffRequest, county: str) -> HttpResponse:
    """All grids of the county, or those of ``township``. Asked for again by htmx it is only what changes."""
    now = clock.now()
    choices = townships(county)
    township = request.GET.get("township", "")
    chosen = township if township in {one.code for one in choices} else ""
    found = grids_in(county, chosen)
    context = {
        "now": now,
        "county": organisations.county(county),
        "townships": choices,
        "township": chosen,
        "states": grid_states(county, found, now=now),
        "found": command_page(request.actor, county, found, now=now),
        "map_data": map_data(found, points(county, found, now=now)),
    }
    return render(request, "console/grids/live.html" if request.htmx else "console/grids/page.html", context)
