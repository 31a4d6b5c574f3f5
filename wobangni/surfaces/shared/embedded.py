"""Residents' pages inside a county's own app: without our frame, in its colours, framed by nobody but the sites that the county named.

A browser that came by ``/launch/`` carries the county's code in a cookie until it is closed. It decides about the look alone; who somebody is stays with the
session. Without the cookie nothing is asked of the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from wobangni.exchange.queries.county_app import AppRow, county_app

COOKIE = "app"
#: The only surface that is shown in another's frame: never the desk, never a page that asks for a password.
RESIDENTS = "wobangni.surfaces.resident."


class EmbeddedMiddleware:
    """Outside of the clickjacking middleware, whose header it takes away where the county's app may frame the page. One query with the cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._next(request)
        app = app_of(request)
        if app is not None and app.origins:
            response._csp_replace = {"frame-ancestors": list(app.origins)}  # type: ignore[attr-defined]
            del response["X-Frame-Options"]
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        code = request.COOKIES.get(COOKIE, "")
        if view.__module__.startswith(RESIDENTS) and re.fullmatch(r"15\d{4}", code):
            found = county_app(code)
            if found is not None and found.active:
                request.embedded_app = found  # type: ignore[attr-defined]


def app_of(request: HttpRequest) -> AppRow | None:
    """The county's app in which this page is shown; None: in a browser."""
    return getattr(request, "embedded_app", None)


def embed(response: HttpResponse, county: str) -> None:
    """From the next page on this browser is the county's app, until it is closed."""
    response.set_cookie(COOKIE, county, secure=settings.HTTPS, httponly=True, samesite="Lax")
