"""The door of the desk, and the page of its keys."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from wobangni.surfaces.console.keys import key_groups
from wobangni.surfaces.console.worklists import landing_url
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff()
@require_safe
def home(request: StaffRequest) -> HttpResponse:
    """To the list that this person works from."""
    return redirect(landing_url(request.actor))


@staff()
@require_safe
def keys(request: StaffRequest) -> HttpResponse:
    """Every key of the desk. With scripts it opens over the page (frontend/src/console/help.ts)."""
    template = "console/keys_list.html" if request.htmx else "console/keys.html"
    return render(request, template, {"groups": key_groups()})
