"""My grid: what is open in it; and whether the line is there, for what waits on the phone."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.kernel.errors import NotFound
from wobangni.service_requests.queries.grid import grid_page
from wobangni.surfaces.grid.pages import own_grids, page
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff(Role.GRID_WORKER)
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """To the county of the first grid."""
    grants = request.actor.grid_grants
    if not grants or grants[0].county is None:
        raise NotFound(_("You work in no grid."))
    return redirect("grid:mine", grants[0].county)


@staff(Role.GRID_WORKER)
@require_safe
def mine(request: StaffRequest, county: str) -> HttpResponse:
    """The open requests of my grids: mine first, then what nobody has, then what others have."""
    found = grid_page(request.actor, county, now=clock.now())
    groups = (
        (_("I have these"), [r for r in found.rows if r.mine]),
        (_("Nobody has these yet"), [r for r in found.rows if not r.mine and r.may_take]),
        (_("Others have these"), [r for r in found.rows if not r.mine and not r.may_take]),
    )
    grids = own_grids(request.actor, county)
    return page(request, "mine.html", county, tab="mine", groups=groups, found=found, grids=grids)


@staff(Role.GRID_WORKER)
@require_safe
@never_cache
def line(request: StaffRequest, county: str) -> HttpResponse:
    """There is signal and somebody is signed in: who, so that nobody sends what another person left on this phone."""
    return JsonResponse({"person": request.actor.id, "token": get_token(request)})
