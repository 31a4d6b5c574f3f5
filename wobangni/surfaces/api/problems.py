"""Everything that goes wrong, as problem+json (RFC 9457) in the caller's language.

``code`` is stable and for programs; ``title`` and ``detail`` are for people. ``errors`` says where: a JSON pointer into the body, or the
name of a parameter or header.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict
from uuid import uuid4

import orjson
from django.core.exceptions import DisallowedHost, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404
from django.utils.translation import gettext as _
from ninja.errors import HttpError, ValidationError

from wobangni.kernel.errors import Conflict, InvalidInput, Message, TooMany, WobangniError
from wobangni.surfaces.api.wording import input_error_words, title_of

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:wobangni:problem:"
log = logging.getLogger("wobangni.api")


class Where(TypedDict, total=False):
    """One thing that is wrong. One of ``pointer``, ``parameter``, ``header`` says where."""

    pointer: str
    parameter: str
    header: str
    detail: str


class Refused(WobangniError):
    """A call that the API itself turns away, before any command is asked."""

    def __init__(
        self,
        status: int,
        code: str,
        message: Message,
        *,
        errors: Iterable[Where] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message, code=code)
        self.http_status = status
        self.errors = list(errors)
        self.headers = dict(headers or {})


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Iterable[Where] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """The response. ``more``: extension members."""
    body: dict[str, Any] = {
        "type": TYPE + code,
        "title": title_of(status),
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }
    where = list(errors)
    if where:
        body["errors"] = where
    response = HttpResponse(orjson.dumps(body), status=status, content_type=MEDIA_TYPE)
    for name, value in (headers or {}).items():
        response[name] = value
    response._has_been_logged = status < 500  # type: ignore[attr-defined]  # the caller's mistakes don't fill our logs
    return response


def from_exception(request: HttpRequest, error: Exception) -> HttpResponse:
    """The problem that ``error`` is. What nobody foresaw is logged under a number that the caller can tell us."""
    if isinstance(error, HttpError) and isinstance(error.__cause__, WobangniError):
        error = error.__cause__  # ninja wraps what reading the body raised
    if isinstance(error, ValidationError):
        return _from_validation(error)
    if isinstance(error, WobangniError):
        return _from_ours(request, error)
    known = _known(error)
    if known is not None:
        return known
    number = str(uuid4())
    log.error("API call failed: %s %s (%s)", request.method, request.path, number, exc_info=error)
    return problem(
        500,
        "error",
        _(
            "Something went wrong on our side. Nothing was lost; it is safe to send this again with the same Idempotency-Key."
        ),
        instance=f"urn:uuid:{number}",
    )


def _from_ours(request: HttpRequest, error: WobangniError) -> HttpResponse:
    message = str(error.message)
    if isinstance(error, Refused):
        return problem(error.http_status, error.code, message, errors=error.errors, headers=error.headers)
    if isinstance(error, InvalidInput):
        return problem(
            error.http_status,
            error.code,
            message,
            errors=[_where(request, name, str(words)) for name, words in error.fields.items()],
        )
    if isinstance(error, TooMany):
        return problem(error.http_status, error.code, message, headers={"Retry-After": str(error.retry_after)})
    if isinstance(error, Conflict):
        details: dict[str, Any] = dict(error.details)
        # If-Match asked for exactly one version: RFC 9110 has a status of its own for that.
        if error.code == "moved_on" and "HTTP_IF_MATCH" in request.META:
            return problem(412, "stale", message, **details)
        return problem(error.http_status, error.code, message, **details)
    headers = {"WWW-Authenticate": "Bearer"} if error.http_status == 401 else {}
    return problem(error.http_status, error.code, message, headers=headers)


def _where(request: HttpRequest, name: str, detail: str) -> Where:
    in_path = request.resolver_match.kwargs if request.resolver_match else {}
    if name in in_path or request.method == "GET":
        return {"parameter": name, "detail": detail}
    return {"pointer": pointer(name.split(".", 1)), "detail": detail}


def pointer(path: Iterable[object]) -> str:
    """A JSON pointer as URI fragment (RFC 6901), readable: characters outside ASCII stay as they are."""
    return "#" + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _from_validation(error: ValidationError) -> HttpResponse:
    errors: list[Where] = []
    for item in error.errors:
        source, *path = item["loc"]
        words = input_error_words(item)
        if source == "body":
            errors.append({"pointer": pointer(path[1:]), "detail": words})
        elif source in ("query", "path"):
            errors.append({"parameter": str(path[0] if path else source), "detail": words})
        else:
            errors.append({"pointer": pointer(path[-1:]), "detail": words})
    return problem(422, "invalid", _("Please check what you sent."), errors=errors)


def _known(error: Exception) -> HttpResponse | None:
    if isinstance(error, Resolver404):
        return problem(
            404, "unknown_path", _("There is nothing at this address. The API is described at /api/v1/docs.")
        )
    if isinstance(error, RequestDataTooBig):
        return too_large()
    if isinstance(error, (MultiPartParserError, UnreadablePostError)):
        return problem(400, "malformed_body", _("The body could not be read to its end."))
    if isinstance(error, DisallowedHost):
        return problem(400, "unknown_host", _("This host name is not one of ours."))
    if isinstance(error, SuspiciousOperation):
        return problem(400, "malformed_request", _("This call could not be read."))
    if isinstance(error, (OperationalError, InterfaceError)):
        log.error("API call without database: %s", error)
        return problem(
            503,
            "unavailable",
            _("The service is not available just now. Please try again shortly, with the same Idempotency-Key."),
            headers={"Retry-After": "5"},
        )
    if isinstance(error, HttpError):
        return problem(error.status_code, "malformed_request", _("This call could not be read."))
    return None


def too_large() -> HttpResponse:
    return problem(413, "too_large", _("The body is too large: at most 2 MB, for one photo 20 MB."))
