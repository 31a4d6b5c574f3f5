"""Headers and parameters that several operations describe."""

from __future__ import annotations

from typing import Any

from wobangni.kernel.rules.i18n import gettext_noop as N_

KEY_PARAMETER: dict[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[!#-~]([ -!#-~]*[!#-~])?$"},
    "description": N_(
        "Any value that you never use for anything else, such as a UUID. Send the same one when you send again."
    ),
}
MATCH_PARAMETER: dict[str, Any] = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "schema": {"type": "string", "pattern": r'^(\*|"[1-9][0-9]{0,8}")$'},
    "description": N_("The ETag that you read: the action is refused (412) if anything has happened since."),
}
ETAG_HEADER: dict[str, Any] = {"ETag": {"schema": {"type": "string"}, "description": N_("The version")}}
_REPLAYED: dict[str, Any] = {
    "Idempotency-Replayed": {"schema": {"const": "true"}, "description": N_("It had been done before.")}
}
CREATED_HEADERS: dict[int, Any] = {
    201: {"headers": {**ETAG_HEADER, "Location": {"schema": {"type": "string"}}}},
    200: {"headers": {**ETAG_HEADER, "Location": {"schema": {"type": "string"}}, **_REPLAYED}},
}
ACTED_HEADERS: dict[int, Any] = {200: {"headers": {**ETAG_HEADER}}}
