"""The short way for /api/: first in MIDDLEWARE, it answers API calls itself, so that sessions, messages, sign-in and pages cost them nothing.

What pages get from middleware and API calls need too is done here: security headers, the caller's language, a living database connection.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_resolver
from django.utils import translation
from django.utils.translation import gettext as _

from wobangni.kernel.connections import drop_if_dead
from wobangni.surfaces.api import problems
from wobangni.surfaces.api.language import language_of
from wobangni.surfaces.api.rates import add_headers

PREFIX = "/api/"
URLCONF = "wobangni.surfaces.api.urls"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Vary": "Accept, Accept-Language, Authorization",
}


class ApiLane:
    """Calls to /api/ go to the API; everything else goes on to the next middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self._next(request)
        drop_if_dead()
        language = language_of(request)
        with translation.override(language):
            response = _answer(request)
        _dress(request, response, language)
        return response


def _answer(request: HttpRequest) -> HttpResponseBase:
    head = request.method == "HEAD"
    if head:
        request.method = "GET"
    try:
        request.get_host()
        match = get_resolver(URLCONF).resolve(request.path_info)
        request.resolver_match = match
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            raise problems.Refused(411, "length_required", _("Please send the body with a Content-Length."))
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        if response.status_code == 405:
            response = _not_allowed(request, response)
    except Exception as error:
        response = problems.from_exception(request, error)
    if isinstance(response, HttpResponse):
        response["Content-Length"] = str(len(response.content))
        if head:
            response.content = b""
    return response


def _not_allowed(request: HttpRequest, refused: HttpResponseBase) -> HttpResponse:
    methods = {name.strip() for name in refused["Allow"].split(",")}
    allowed = ", ".join(sorted(methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())))
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": allowed})
    return problems.problem(
        405,
        "method_not_allowed",
        _("%(method)s is not possible here; possible: %(allowed)s.") % {"method": request.method, "allowed": allowed},
        headers={"Allow": allowed},
    )


def _dress(request: HttpRequest, response: HttpResponseBase, language: str) -> None:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Language", language)
    if settings.SECURE_HSTS_SECONDS:
        response["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
    add_headers(request, response)
