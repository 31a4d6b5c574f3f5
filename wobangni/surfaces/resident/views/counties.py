"""Which county: by search, by list, by location; and its first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from wobangni.catalogue.queries import categories
from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.organisations.queries import (
    counties,
    county_at,
    county_boundary,
    leagues,
    search_counties,
)
from wobangni.surfaces.resident.drafts import unfinished
from wobangni.surfaces.resident.memory import own_codes, remember_county, remembered_county
from wobangni.surfaces.resident.pages import county_of_page, page
from wobangni.surfaces.resident.signed_in import resident_id
from wobangni.surfaces.shared.permissions import public, resident

#: So near to the border that a telephone may well be wrong about it.
NEAR_KM = 3.0


@public("leads to the county's first page")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Straight to the county chosen before; else to the choice."""
    known = remembered_county(request)
    return redirect("county", known.code) if known else redirect("counties")


@public("the list of counties")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Search (Chinese, pinyin, initials), or the list league by league."""
    q = request.GET.get("q", "").strip()[:50]
    return page(
        request,
        "counties.html",
        q=q,
        found=search_counties(q, limit=20) if q else (),
        groups=[] if q else [(one, counties(one.code)) for one in leagues()],
    )


@public("the county of a place; nothing is kept")
@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """The county in which the phone is. The place comes in the body, never in an address that logs would keep."""
    try:
        lat, lng = float(request.POST.get("lat", "")), float(request.POST.get("lng", ""))
    except ValueError:
        raise InvalidInput(_("We could not read where you are. Please choose from the list.")) from None
    code = county_at(lat, lng, margin_km=NEAR_KM)
    if code is None:
        raise NotFound(_("You seem to be outside of Inner Mongolia. Please choose the county from the list."))
    return _to_county(code)


@resident
@require_safe
def first_page(request: HttpRequest, county: str) -> HttpResponse:
    """What do you need? And what this browser has under way."""
    known = county_of_page(county)
    response = page(
        request,
        "county.html",
        known,
        categories=categories(county),
        unfinished=unfinished(request, county),
        has_own=bool(own_codes(request) or resident_id(request)),
    )
    if request.COOKIES.get("county") != county:
        remember_county(response, county)
    return response


@public("a county's outline")
@require_safe
@cache_control(public=True, max_age=7 * 24 * 3600)
def outline(request: HttpRequest, county: str) -> HttpResponse:
    """The county's outline as GeoJSON, for the map without tiles."""
    shape = county_boundary(county_of_page(county).code)
    if shape is None:
        raise NotFound(_("There is no map of this county."))
    return JsonResponse(shape, content_type="application/geo+json")


def _to_county(code: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(reverse("county", args=[code]))
    remember_county(response, code)
    return response
