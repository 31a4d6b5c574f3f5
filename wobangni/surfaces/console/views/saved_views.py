"""Saved views of a queue."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wobangni.kernel import clock
from wobangni.kernel.errors import Conflict, InvalidInput
from wobangni.service_requests.commands.delete_view import delete_view
from wobangni.service_requests.commands.save_view import save_view
from wobangni.surfaces.console.filters import given_back
from wobangni.surfaces.console.worklists import queue_url
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff()
@require_POST
def save(request: StaffRequest, county: str) -> HttpResponse:
    """Keeps the filters that the page showed, and shows them again."""
    query = given_back(request.POST.get("query", ""))
    name = request.POST.get("name", "")
    try:
        save_view(actor=request.actor, now=clock.now(), county=county, name=name, query=query)
    except InvalidInput as error:
        messages.error(request, " ".join(str(m) for m in error.fields.values()))
    except Conflict as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("Saved as “%(name)s”.") % {"name": name.strip()})
    return redirect(queue_url(county, query))


@staff()
@require_POST
def delete(request: StaffRequest, county: str, view_id: UUID) -> HttpResponse:
    """Forgets one view; the list stays as it is shown."""
    delete_view(actor=request.actor, now=clock.now(), county=county, view_id=view_id)
    return redirect(queue_url(county, given_back(request.POST.get("query", ""))))
