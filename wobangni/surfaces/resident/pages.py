"""What the residents' views share: the county of a page, rendering it, who is asking."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.errors import NotFound
from wobangni.organisations.queries import DivisionRef, county, county_settings
from wobangni.surfaces.resident.memory import own_codes
from wobangni.surfaces.resident.signed_in import resident_id, vouched_by

ANYONE = "anonymous"


def county_of_page(code: str) -> DivisionRef:
    """The county that an address names. Raises NotFound."""
    found = county(code)
    if found is None:
        raise NotFound(_("There is no such county."))
    return found


def page(
    request: HttpRequest, template: str, of: DivisionRef | None = None, *, status: int = 200, **context: object
) -> HttpResponse:
    """``template`` in the dress of county ``of``: its name, its own hotline."""
    hotline = (county_settings(of.code).hotline if of else "") or settings.HOTLINE
    return render(request, f"resident/{template}", {"county": of, "hotline": hotline, **context}, status=status)


def resident_actor(request: HttpRequest, *more: str) -> Actor:
    """Whoever is asking, as residents: what they own is what this browser has proved, and ``more`` codes that the caller knows to be theirs."""
    return Actor(
        kind=ActorKind.RESIDENT,
        id=resident_id(request) or ANYONE,
        name="",
        owned=frozenset((*own_codes(request), *more)),
        county=vouched_by(request),
    )
