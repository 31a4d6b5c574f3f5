"""How a county's app looks: a stylesheet and a logo, the same for everybody, asked for again only when they have changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import etag, require_safe

from wobangni.exchange.queries.county_app import AppRow, app_logo, county_app
from wobangni.kernel.errors import NotFound
from wobangni.surfaces.shared.permissions import public


def _tag(request: HttpRequest, county: str) -> str | None:
    found = county_app(county)
    return f'"{found.key}-{found.version}-{request.path[-3:]}"' if found and found.active else None


@public("colours of a county's app")
@require_safe
@cache_control(public=True, max_age=600)
@etag(_tag)
def look(request: HttpRequest, county: str) -> HttpResponse:
    """The colours of what can be done; lights, states and warnings keep ours, which mean something."""
    return render(request, "resident/look.css", {"look": _app(county).look}, content_type="text/css; charset=utf-8")


@public("the logo of a county's app")
@require_safe
@cache_control(public=True, max_age=600)
@etag(_tag)
def logo(request: HttpRequest, county: str) -> HttpResponse:
    """A JPEG that was written by us."""
    _app(county)
    found = app_logo(county)
    if not found:
        raise NotFound(_("This county's app has no logo."))
    response = HttpResponse(found, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _app(county: str) -> AppRow:
    found = county_app(county)
    if found is None or not found.active:
        raise NotFound(_("This county has no app yet."))
    return found
