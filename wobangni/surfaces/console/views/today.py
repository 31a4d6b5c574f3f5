"""The supervisor's pages: what matters today in a county, in the counties of a league or city, and what is under supervision."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.organisations import queries as organisations
from wobangni.service_requests.queries.supervision import MOST, supervision
from wobangni.surfaces.console.today_frame import region_today, today_frame
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff

#: Who looks after more than their own list.
LOOKS_AFTER = (Role.SUPERVISOR, Role.DISPATCHER, Role.COUNTY_ADMIN, Role.REGION_OBSERVER)


@staff(*LOOKS_AFTER)
@require_safe
def today(request: StaffRequest, county: str) -> HttpResponse:
    """One county: red, red by tonight, overloaded, passed around."""
    now = clock.now()
    return render(request, "console/today/county.html", {"now": now, "frame": today_frame(request.actor, county, now)})


@staff(Role.REGION_OBSERVER)
@require_safe
def region(request: StaffRequest) -> HttpResponse:
    """The same of every county, or of those of one league or city."""
    table = region_today(clock.now(), league=request.GET.get("league", ""))
    return render(request, "console/today/region.html", {"table": table})


@staff(*LOOKS_AFTER)
@require_safe
def under_supervision(request: StaffRequest, county: str) -> HttpResponse:
    """Who, why, what was done since; open or ended."""
    now, ended = clock.now(), request.GET.get("ended") == "on"
    rows = supervision(request.actor, county, ended=ended, now=now)
    context = {"now": now, "rows": rows, "ended": ended, "most": MOST, "place": organisations.county(county)}
    return render(request, "console/today/supervision.html", context)
