"""What needs an administrator's eye, and the way to everything else."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from wobangni.kernel import clock
from wobangni.organisations.queries import revisions
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, show
from wobangni.surfaces.console.admin.overview import overview
from wobangni.surfaces.shared.http import StaffRequest


@admin_page
@require_safe
def home(request: StaffRequest, county: str | None) -> HttpResponse:
    found = overview(request.actor, county, clock.now())
    changes = revisions((), county, limit=SHOWN_CHANGES)
    return show(request, "home.html", county, "home", {"overview": found}, changes=changes)
