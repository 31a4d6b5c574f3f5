"""The region at a glance: every county with its states and lights, each number a way into that county's queue."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.surfaces.console.region_table import region_table
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff(Role.REGION_OBSERVER)
@require_safe
def counties(request: StaffRequest) -> HttpResponse:
    """Read only, like everything that an observer sees."""
    table = region_table(now=clock.now(), league=request.GET.get("league", ""), sort=request.GET.get("sort", ""))
    return render(request, "console/region.html", {"table": table})
