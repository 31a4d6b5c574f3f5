"""Who saw residents' contact data, and what for."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from wobangni.accounts.queries import reveals_of
from wobangni.kernel.actors import Role
from wobangni.surfaces.console.admin.frame import show
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff

SHOWN = 300


@staff(Role.SUPERVISOR, Role.COUNTY_ADMIN)
@require_safe
def reveals(request: StaffRequest, county: str) -> HttpResponse:
    rows = reveals_of(county, limit=SHOWN)
    who = request.GET.get("who", "").strip()[:64]
    if who:
        rows = [row for row in rows if who in row.actor_name]
    return show(request, "reveals.html", county, "reveals", {"rows": rows, "who": who, "shown": SHOWN})
