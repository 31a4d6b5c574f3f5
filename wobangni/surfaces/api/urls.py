"""The API's own addresses, found by ``lane`` without asking any other surface."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from wobangni.surfaces.api.v1.api import api
from wobangni.surfaces.shared.permissions import Audience, Permission, declared

_patterns, _app, _namespace = api.urls
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include((declared(Permission(Audience.TOKEN), _patterns), _app), namespace=_namespace))
]
