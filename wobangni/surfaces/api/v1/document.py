"""The OpenAPI document, in the caller's language, and the page that shows it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext as _

from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.service_requests.labels import action_label, state_label
from wobangni.service_requests.rules.lifecycle import TABLE, Target, Transition
from wobangni.service_requests.rules.states import State
from wobangni.surfaces.api import problems
from wobangni.surfaces.api.bearer import Needs
from wobangni.surfaces.api.operations import JSON
from wobangni.surfaces.api.signed import Signed
from wobangni.surfaces.api.v1.api import api
from wobangni.surfaces.api.wording import title_of
from wobangni.surfaces.shared.permissions import public

DESCRIPTION = N_(
    "Another system submits requests for residents, follows them and acts on them; divisions, units and the catalogue are open to all.\n\n"
    "**Tokens.** `Authorization: Bearer wbn_…`, given out by the administrator of a county. A token is for one county (or the region) and has scopes: "
    "`requests:read`, `requests:write`, `requests:act`, and staff roles such as `role:dispatcher`.\n\n"
    "**Sending again is safe.** Every POST takes an `Idempotency-Key`; submitting needs one, or an `external_id`.\n\n"
    "**Errors** are `application/problem+json` (RFC 9457) in the language of `Accept-Language` (Chinese unless English is asked for): `code` is for programs, "
    "`detail` for people, `errors` says where.\n\n"
    "**Limits.** `RateLimit-Limit`, `-Remaining`, `-Reset` stand in every answer; 429 comes with `Retry-After`.\n\n"
    "**Times** carry their zone (RFC 3339)."
)
TAGS = (
    ("requests", N_("Requests")),
    ("actions", N_("Actions on requests")),
    ("attachments", N_("Photos")),
    ("reference", N_("Divisions and units")),
    ("catalogue", N_("Catalogue and lifecycle")),
    ("calls", N_("Telephone calls")),
)
SCHEME, SIGNATURE = "token", "signature"
_STATUS_WORDS = {200: N_("Done, or found"), 201: N_("It is new")}
#: Texts that this document holds for people, by name of the member.
_WORDS = frozenset({"summary", "description"})
_PAGE_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'"
_RATE_HEADERS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


@public("describes the API, holds nothing of anybody")
def openapi_json(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        _rendered(get_language() or ""),
        content_type=JSON,
        headers={"Cache-Control": "public, max-age=300", "Vary": "Accept-Language"},
    )


@public("describes the API, holds nothing of anybody")
def docs(request: HttpRequest) -> HttpResponse:
    response = render(request, "api/docs.html", {"language": get_language()})
    response["Content-Security-Policy"] = _PAGE_POLICY
    return response


@cache
def _rendered(language: str) -> bytes:
    made = _translated(document())
    for row in TABLE:
        operations = made["paths"].get(f"/api/v1/service-requests/{{code}}/actions/{row.action}", {})
        for operation in operations.values():
            operation["summary"] = action_label(row.action)
            operation["description"] = _row_words(row)
    for operations in made["paths"].values():
        for operation in operations.values():
            operation["description"] = f"{operation.get('description', '')}\n\n{_scope_words(operation)}".strip()
    return orjson.dumps(made)


@cache
def document() -> dict[str, Any]:
    """The document in English, as a plain value. Don't change it."""
    with override("en"):
        return _document()


def _document() -> dict[str, Any]:
    made: dict[str, Any] = orjson.loads(
        orjson.dumps(dict(api.get_openapi_schema(path_prefix="/api/v1/")), option=orjson.OPT_NON_STR_KEYS)
    )
    made["info"]["description"] = DESCRIPTION
    made["tags"] = [{"name": name, "description": words} for name, words in TAGS]
    del made["servers"]  # this one
    made["components"] |= {
        "securitySchemes": {
            SCHEME: {"type": "http", "scheme": "bearer", "description": Needs.openapi_description},
            SIGNATURE: {"type": Signed.openapi_type, "in": Signed.openapi_in, "name": Signed.openapi_name},
        },
        "headers": {name: {"schema": {"type": "string", "pattern": r"^\d+$"}} for name in _RATE_HEADERS},
        "responses": {},
    }
    for schema in made["components"]["schemas"].values():
        schema.pop("description", None)  # docstrings are for programmers
    scopes = _scopes()
    for operations in made["paths"].values():
        for operation in operations.values():
            if operation["tags"] == ["calls"]:
                operation["security"] = [{SIGNATURE: []}]
            if needed := scopes.get(operation["operationId"]):
                # Any one of them will do. OpenAPI 3.1 lets a bearer's requirement name them.
                operation["security"] = [{SCHEME: [scope]} for scope in needed]
            for status, response in operation["responses"].items():
                if int(status) < 400:
                    response["description"] = _STATUS_WORDS[int(status)]
                    response["headers"] = response.get("headers", {}) | _rate_headers()
                else:
                    operation["responses"][status] = {"$ref": f"#/components/responses/{status}"}
                    made["components"]["responses"][status] = _problem_response(int(status))
    return made


def _scopes() -> dict[str, list[str]]:
    """By operation id."""
    found = {}
    for router in api._get_bound_routers():
        for view in router.path_operations.values():
            for operation in view.operations:
                (auth,) = operation.auth_callbacks
                if isinstance(auth, Needs):
                    found[str(operation.operation_id)] = sorted(map(str, auth.scopes))
    return found


def _problem_response(status: int) -> dict[str, Any]:
    """Problems have their own media type."""
    found: dict[str, Any] = {
        "description": title_of(status),
        "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    return found | ({"headers": _rate_headers()} if status < 500 else {})


def _rate_headers() -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in _RATE_HEADERS}


def _translated(value: Any, name: str = "", *, members: bool = False) -> Any:
    """A copy in the active language. ``members``: the keys of this object are names of fields, not words of JSON Schema."""
    if isinstance(value, dict):
        return {
            key: _translated(inner, "" if members else key, members=key == "properties" and not members)
            for key, inner in value.items()
            if members or key != "title" or name == "info"  # pydantic's titles only repeat the names
        }
    if isinstance(value, list):
        return [_translated(inner) for inner in value]
    return _words(value) if name in _WORDS and isinstance(value, str) and value else value


def _scope_words(operation: dict[str, Any]) -> str:
    if {SIGNATURE: []} in operation.get("security", []):
        return _("Signed by a telephone system of a county.")
    scopes = [scope for way in operation.get("security", []) for scope in way[SCHEME]]
    if not scopes:
        return _("Open to everybody.")
    return _("Scope: %(scopes)s") % {"scopes": _(" or ").join(f"`{scope}`" for scope in scopes)}


def _row_words(row: Transition) -> str:
    """A row of the table in words, with what the values of its choices mean."""
    states = ", ".join(state_label(state) for state in State if state in row.sources)
    target = {
        Target.SAME: _("stays where it is"),
        Target.BACK: _("to the state before"),
        Target.WORK: _("back to the unit that has it, else it waits to be dispatched"),
        Target.REVIEW: _("to review where the county reviews answers, else answered"),
    }.get(row.target) or state_label(row.target)  # type: ignore[arg-type]
    lines = [
        _("From: %(states)s") % {"states": states},
        _("Then: %(target)s") % {"target": target},
        _("By: %(who)s") % {"who": ", ".join(sorted(row.who))},
    ]
    for field in row.fields:
        if field.choices:
            choices = "; ".join(f"`{value}` {gettext(words)}" for value, words in field.choices)
            lines.append(f"`{field.name}`: {choices}")
    return "\n\n".join(lines)


def _words(text: str) -> str:
    """A text made of one msgid, or of a field's label and hint."""
    whole = gettext(text)
    if whole != text:
        return whole
    label, stop, hint = text.partition(". ")
    return f"{gettext(label)}。{gettext(hint)}" if stop and gettext(label) != label else whole


def operation_names() -> dict[str, str]:
    """Operation ids by "METHOD /path", for tests and documents."""
    return {
        f"{method.upper()} {re.sub(r'^/api/v1', '', path)}": operation["operationId"]
        for path, operations in document()["paths"].items()
        for method, operation in operations.items()
    }
