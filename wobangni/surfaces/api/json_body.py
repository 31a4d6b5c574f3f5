"""Reading a JSON body strictly: UTF-8, no field twice, no NaN, not deeper than anything we ask for."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser

from wobangni.surfaces.api.problems import Refused, pointer

MAX_DEPTH = 16


class StrictParser(Parser):
    """Ninja's parser for our bodies. Raises Refused."""

    def parse_body(self, request: HttpRequest) -> Any:
        check_media_type(request)
        return parse(request.body)


def check_media_type(request: HttpRequest) -> None:
    """Raises Refused (415) unless the body is said to be plain JSON in UTF-8."""
    if request.META.get("CONTENT_TYPE") == "application/json" and "HTTP_CONTENT_ENCODING" not in request.META:
        return
    kind = request.content_type or ""
    encoding = request.META.get("HTTP_CONTENT_ENCODING", "identity").strip().lower()
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if (
        (kind == "application/json" or kind.endswith("+json"))
        and encoding == "identity"
        and charset in ("utf-8", "utf8")
    ):
        return
    raise Refused(
        415,
        "unsupported_media_type",
        _("Please send application/json in UTF-8, not compressed."),
        headers={"Accept": "application/json"},
    )


def parse(raw: bytes) -> Any:
    """The value in ``raw``. Raises Refused: 400 for what is no JSON, 422 for a field that appears twice, NaN and depth."""
    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Refused(400, "malformed_json", _("The body is no UTF-8 text.")) from None
    except json.JSONDecodeError as error:
        raise Refused(
            400,
            "malformed_json",
            _("The body is no JSON: it can't be read from line %(line)s, column %(column)s on.")
            % {"line": error.lineno, "column": error.colno},
        ) from None
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        if isinstance(error, _Repeated):
            message = _("This field appears twice.")
            raise Refused(
                422, "duplicate_key", message, errors=[{"pointer": pointer([error.name]), "detail": message}]
            ) from None
        raise Refused(
            422,
            "invalid_number",
            _("The body has a number that can't be used: NaN, Infinity or one with too many digits."),
        ) from None
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH and _depth_exceeds(value, MAX_DEPTH):
        raise _too_deep()
    return value


class _Repeated(ValueError):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for name, _value in pairs:
            if name in seen:
                raise _Repeated(name)
            seen.add(name)
    return made


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _depth_exceeds(value: Any, limit: int) -> bool:
    layer = [value]
    for _level in range(limit):
        layer = [
            inner
            for one in layer
            for inner in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
            if isinstance(inner, (dict, list))
        ]
        if not layer:
            return False
    return True


def _too_deep() -> Refused:
    return Refused(422, "too_deep", _("The body is nested deeper than anything that is asked for here."))
