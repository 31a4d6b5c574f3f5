"""Idempotency keys and preconditions, from headers."""

from __future__ import annotations

import hashlib
import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.surfaces.api.problems import Refused

MAX_KEY = 255
_VERSION = re.compile(r'"([1-9]\d{0,8})"')


def idempotency_key(request: HttpRequest, actor: Actor) -> str | None:
    """The caller's key as it is kept: bound to the token, so that two partners' keys never meet. None where none was sent. Raises Refused."""
    raw = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if raw is None:
        return None
    key = raw.strip().strip('"')
    if not (key.isascii() and key.isprintable() and 0 < len(key) <= MAX_KEY):
        message = _("An Idempotency-Key has 1 to 255 printable ASCII characters, such as a UUID.")
        raise Refused(400, "bad_idempotency_key", message, errors=[{"header": "Idempotency-Key", "detail": message}])
    return f"api:{actor.id}:{hashlib.sha256(key.encode()).hexdigest()[:40]}"


def expected_version(request: HttpRequest) -> int | None:
    """The version that If-Match asks for; None without it or with ``*``. Raises Refused."""
    raw = request.META.get("HTTP_IF_MATCH", "").strip()
    if raw in ("", "*"):
        return None
    found = _VERSION.fullmatch(raw)
    if found is None:
        message = _('If-Match takes the ETag of the request as you last read it, such as "3".')
        raise Refused(400, "bad_if_match", message, errors=[{"header": "If-Match", "detail": message}])
    return int(found[1])


def etag(version: int) -> str:
    return f'"{version}"'
