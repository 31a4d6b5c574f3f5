"""Answers with data that everybody may know and caches may keep for a few minutes."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from wobangni.kernel.errors import NotFound
from wobangni.organisations.queries import county
from wobangni.surfaces.api.operations import JSON

WHY_OPEN = "public reference data, nothing personal"


def answer(request: HttpRequest, value: Any) -> HttpResponse:
    """``value`` with an ETag by its content; 304 for who has it already."""
    body = orjson.dumps(value)
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {"ETag": tag, "Cache-Control": "public, max-age=300", "Vary": "Accept-Language"}
    if request.META.get("HTTP_IF_NONE_MATCH") == tag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type=JSON, headers=headers)


def known_county(code: str | None) -> None:
    """Raises NotFound for a code that is no county's."""
    if code is not None and county(code) is None:
        raise NotFound(_("There is no such county."))
