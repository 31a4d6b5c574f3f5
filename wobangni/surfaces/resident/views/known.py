"""What is known already, while somebody is typing; and following it, from the check."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wobangni.kernel import clock
from wobangni.organisations.queries import DivisionRef
from wobangni.service_requests.commands.submission import MAX_DESCRIPTION, MAX_PLACE
from wobangni.surfaces.resident import drafts
from wobangni.surfaces.resident.drafts import Draft
from wobangni.surfaces.resident.joining import choice, offers_for
from wobangni.surfaces.resident.views.ask import step


@step
@require_POST
def known(request: HttpRequest, of: DivisionRef, kept: Draft) -> HttpResponse:
    """The offers for what stands in the boxes now. By POST: what people write never stands in an address. Nothing is kept."""
    typed = request.POST
    division = typed.get("division", kept.division)
    lat, lng = _degrees(typed.get("lat")), _degrees(typed.get("lng"))
    looked = replace(
        kept,
        description=typed.get("description", kept.description)[:MAX_DESCRIPTION],
        place_text=typed.get("place_text", kept.place_text)[:MAX_PLACE],
        division=division if division.startswith(of.code) and division.isdigit() else "",
        lat=kept.lat if lat is None or lng is None else lat,
        lng=kept.lng if lat is None or lng is None else lng,
    )
    return render(request, "resident/ask/known.html", {"offers": offers_for(request, looked, now=clock.now())})


@step
@require_POST
def join(request: HttpRequest, of: DivisionRef, kept: Draft) -> HttpResponse:
    """Keeps which one is followed, or that none is, and goes back to the check."""
    drafts.save(request, replace(kept, **choice(kept, request.POST)))
    return redirect("ask_check", of.code, kept.id)


def _degrees(text: str | None) -> float | None:
    try:
        found = float(text or "")
    except ValueError:
        return None
    return found if abs(found) <= 180 else None
