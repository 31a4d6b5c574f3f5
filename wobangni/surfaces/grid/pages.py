"""What the views share: the frame, and the two ways of answering: to a browser, and to the script that sends what waited on the phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, WobangniError
from wobangni.organisations.queries import LocalPlaceRef, county, local_place
from wobangni.service_requests.rules.photo import MAX_PHOTOS
from wobangni.surfaces.shared.http import StaffRequest


def page(
    request: StaffRequest, template: str, of: str, *, tab: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    """``template`` in the frame of county ``of``. ``tab``: which of the places at the foot of the screen this is.

    ``kept``: the phone fetches it to keep it. What is said to somebody once is not for that, and not taken from them by it.
    """
    context |= {"county": county(of), "tab": tab, "person": request.actor.id, "kept": "X-Keep" in request.headers}
    return render(request, f"grid/{template}", context, status=status)


def own_grids(actor: Actor, of: str) -> list[LocalPlaceRef]:
    """The grids of a county in which this actor works."""
    found = (local_place(of, g.grid_id) for g in actor.grid_grants if g.county == of and g.grid_id is not None)
    return [grid for grid in found if grid is not None]


def by_script(request: HttpRequest) -> bool:
    """Whether the phone's own queue sends, which wants to hear in data how it went."""
    return request.headers.get("X-Sent-By") == "script"


def done(request: HttpRequest, url: str, said: str) -> HttpResponse:
    """It has been done: on to ``url``."""
    messages.success(request, said)
    return JsonResponse({"next": url}) if by_script(request) else redirect(url)


def refused(error: WobangniError) -> JsonResponse:
    """Why not, for the phone's queue: everything that is wrong in one text. What was sent stays on the phone."""
    lines = [str(m) for m in error.fields.values()] if isinstance(error, InvalidInput) and error.fields else []
    return JsonResponse({"message": " ".join(lines) or str(error.message)}, status=error.http_status)


def photos(request: HttpRequest) -> list[bytes]:
    """The photos of a form. Raises InvalidInput (``photo``) for more than a request can have; what they are is for the command to see."""
    files = [f for f in request.FILES.getlist("photos") if isinstance(f, UploadedFile)]
    if len(files) > MAX_PHOTOS:
        message = _("There are %(limit)s photos already; no more can be added.") % {"limit": MAX_PHOTOS}
        raise InvalidInput(message, fields={"photo": message}, code="photo_too_many")
    return [f.read() for f in files]
