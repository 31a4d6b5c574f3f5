"""What is to be said while somebody is typing: danger in the words, and what is known already; and following it, from the check."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wobangni.kernel import clock
from wobangni.organisations.queries import DivisionRef
from wobangni.service_requests.commands.submission import MAX_DESCRIPTION, MAX_PLACE
from wobangni.surfaces.resident import drafts
from wobangni.surfaces.resident.danger import advice_in
from wobangni.surfaces.resident.drafts import Draft
from wobangni.surfaces.resident.joining import choice, offers_for
from wobangni.surfaces.resident.views.ask import step


@step
@require_POST
def known(request: HttpRequest, of: DivisionRef, kept: Draft) -> HttpResponse:
    """Whom to ring, where the words typed show danger, and the offers for what stands in the boxes now.

    By POST: what people write never stands in an address. Nothing is kept.
    """
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
    now = clock.now()
    # Where only the place is typed, the page itself says whom to ring.
    advice = advice_in(looked.description, now=now) if "description" in typed else None
    offers = offers_for(request, looked, now=now)
    return render(request, "resident/ask/typing.html", {"advice": advice, "offers": offers})


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
