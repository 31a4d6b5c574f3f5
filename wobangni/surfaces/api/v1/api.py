"""API v1: every operation, put together."""

from __future__ import annotations

from ninja import NinjaAPI

api = NinjaAPI(title="我帮你 API", version="1", urls_namespace="api_v1", docs_url=None)
