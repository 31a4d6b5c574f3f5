"""What was sent to the writing helper, by whom, about which request."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from wobangni.exchange.queries.drafts import drafting_is_on, drafts_of
from wobangni.kernel.actors import Role
from wobangni.surfaces.console.admin.frame import show
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff

SHOWN = 300


@staff(Role.SUPERVISOR, Role.COUNTY_ADMIN)
@require_safe
def drafts(request: StaffRequest, county: str) -> HttpResponse:
    rows = drafts_of(county, limit=SHOWN)
    return show(request, "drafts.html", county, "drafts", {"rows": rows, "shown": SHOWN, "on": drafting_is_on()})
