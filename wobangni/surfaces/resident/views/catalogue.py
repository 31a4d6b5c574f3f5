"""What do you need: services by search and by category."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wobangni.catalogue.queries import category, search_services, service, services
from wobangni.kernel.errors import NotFound
from wobangni.surfaces.resident.pages import county_of_page, page
from wobangni.surfaces.shared.permissions import public


@public("the catalogue")
@require_safe
def search(request: HttpRequest, county: str) -> HttpResponse:
    """Services that fit what was typed; own words always remain a way on."""
    known = county_of_page(county)
    q = request.GET.get("q", "").strip()[:200]
    if not q:
        return redirect("county", county)
    found = tuple(match.service for match in search_services(q, county, limit=8))
    return page(request, "services.html", known, q=q, services=found)


@public("the catalogue")
@require_safe
def in_category(request: HttpRequest, county: str, code: str) -> HttpResponse:
    """All services of one category."""
    known, group = county_of_page(county), category(code)
    if group is None:
        raise NotFound(_("There is no such category."))
    return page(request, "services.html", known, category=group, services=services(county, code))


@public("the catalogue")
@require_safe
def guide(request: HttpRequest, county: str, code: str) -> HttpResponse:
    """What a service is for, what it asks and how it goes; then its form. Links from elsewhere lead here."""
    known, found = county_of_page(county), service(code, county)
    if found is None or not found.active:
        raise NotFound(_("There is no such service."))
    return page(request, "guide.html", known, service=found)


@public("begins an empty form")
@require_safe
def begin(request: HttpRequest, county: str, code: str = "") -> HttpResponse:
    """A fresh form, for one service or for own words. Nothing is kept before something is typed."""
    county_of_page(county)
    if code and ((found := service(code, county)) is None or not found.active):
        raise NotFound(_("There is no such service."))
    target = redirect("ask_what", county, uuid.uuid4())
    if code:
        target["Location"] += f"?service={code}"
    return target
