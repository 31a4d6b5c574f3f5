"""The short way for /api/: first in MIDDLEWARE, it answers API calls itself, so that sessions, messages, sign-in and pages cost them nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_resolver

PREFIX = "/api/"
URLCONF = "wobangni.surfaces.api.urls"


class ApiLane:
    """Calls to /api/ go to the API; everything else goes on to the next middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self._next(request)
        match = get_resolver(URLCONF).resolve(request.path_info)
        request.resolver_match = match
        return match.func(request, *match.args, **match.kwargs)  # type: ignore[no-any-return]
