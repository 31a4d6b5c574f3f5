"""API v1: every operation, put together. A class of its own only to let errors out to the lane, which words them all."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from wobangni.surfaces.api.json_body import StrictParser
from wobangni.surfaces.api.v1 import actions, attachments, calls, catalogue, reference, requests, routing


class Api(NinjaAPI):
    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        raise exc


api = Api(
    title="我帮你 API",
    version="1",
    urls_namespace="api_v1",
    docs_url=None,
    openapi_url=None,
    parser=StrictParser(),
)
for router in (
    requests.router,
    actions.router,
    attachments.router,
    reference.router,
    catalogue.router,
    routing.router,
    calls.router,
):
    api.add_router("", router)
