"""My queue."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wobangni.kernel import clock
from wobangni.service_requests.queries.queue import queue as queue_page
from wobangni.service_requests.queries.saved_views import saved_views
from wobangni.service_requests.queries.suggested import suggestions
from wobangni.surfaces.console import filters
from wobangni.surfaces.console.queue_frame import queue_frame, waiting
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff()
@require_safe
def queue(request: StaffRequest, county: str) -> HttpResponse:
    """One county's requests as far as this person may see them, filtered by the address."""
    now = clock.now()
    form, wanted = filters.read(request.GET, county=county)
    cursor = request.GET.get("cursor") or None
    page = queue_page(request.actor, county, wanted, now=now, cursor=cursor)
    hints = suggestions(request.actor, county, waiting(request.actor, county, page.rows), now)
    context = {
        "now": now,
        "page": page,
        "rows": [(row, hints.get(row.code)) for row in page.rows],
        "form": form,
        "first": cursor is None,
        "views": saved_views(request.actor, county),
        "frame": queue_frame(request, county, form),
    }
    return render(request, "console/queue/page.html", context)
