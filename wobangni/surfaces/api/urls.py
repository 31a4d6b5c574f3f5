"""The API's own addresses, found by ``lane`` without asking any other surface."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, include, path
from ninja.operation import PathView
from ninja.utils import replace_path_param_notation

from wobangni.surfaces.api.v1 import document
from wobangni.surfaces.api.v1.actions import unknown_action
from wobangni.surfaces.api.v1.api import api
from wobangni.surfaces.shared.permissions import Audience, Permission, declared


def _operations() -> Iterator[URLPattern]:
    """Ninja's addresses, each with the permission that its operations declare."""
    for router in api._get_bound_routers():
        for where, view in router.path_operations.items():
            route = replace_path_param_notation(where).lstrip("/")
            pattern = path(route, view.get_view(), name="_".join(["api", *_names(view)]))
            declared(_permission(view), [pattern])
            yield pattern


def _names(view: PathView) -> list[str]:
    return [str(operation.operation_id) for operation in view.operations]


def _permission(view: PathView) -> Permission:
    """Of all operations at one address. They must agree: an open one beside a closed one would be easy to overlook."""
    found = {operation.view_func.permission for operation in view.operations}  # type: ignore[attr-defined]
    if len(found) != 1:
        raise ValueError(f"operations at one address declare {found}")
    permission: Permission = found.pop()
    return permission


urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "api/v1/",
        include(
            [
                *_operations(),
                *declared(
                    Permission(Audience.TOKEN),
                    [path("service-requests/<str:code>/actions/<str:action>", unknown_action)],
                ),
                path("openapi.json", document.openapi_json, name="api_openapi"),
                path("docs", document.docs, name="api_docs"),
            ]
        ),
    )
]
