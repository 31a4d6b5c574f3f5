"""Every operation declares who may use it, and keeps to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from tests.api.conftest import Caller
from wobangni.surfaces.api import urls
from wobangni.surfaces.api.v1.api import api
from wobangni.surfaces.api.v1.document import document
from wobangni.surfaces.shared.permissions import Audience, permission_of

FILLED = {"code": "1501050000000000", "action": "accept", "id": "01926d5e-0000-7000-8000-000000000000"}


def patterns(found: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns)
        else:
            yield one


def operations() -> Iterator[tuple[str, str, bool]]:
    """Method, address, whether a token is needed, as the document says."""
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), re.sub(r"{(\w+)}", lambda m: FILLED[m[1]], path), bool(operation.get("security"))


def test_every_route_declares_who_may_use_it() -> None:
    for pattern in patterns(urls.urlpatterns):
        permission = permission_of(pattern.callback)
        assert permission is not None, pattern
        assert permission.audience in (Audience.TOKEN, Audience.PUBLIC)
        assert permission.why or permission.audience is Audience.TOKEN


def test_every_operation_declares_it_itself() -> None:
    found = [
        operation
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    ]
    assert len(found) > 40
    assert all(permission_of(operation.view_func) for operation in found)


@pytest.mark.parametrize(("method", "path", "closed"), list(operations()))
def test_what_needs_a_token_is_closed_without_one_and_the_rest_is_open(
    nobody: Caller, method: str, path: str, closed: bool
) -> None:
    answer = Client().generic(method, path, b"{}", content_type="application/json")
    assert (answer.status_code == 401) == closed, answer.content.decode()


def test_only_reading_reference_data_is_open() -> None:
    open_to_all = {f"{method} {path}" for method, path, closed in operations() if not closed}
    assert all(entry.startswith("GET /api/v1/") for entry in open_to_all)
    assert not [entry for entry in open_to_all if "service-requests" in entry]
