"""Declaring operations. Every one says who may use it, what it answers with and what can go wrong; nothing is left to a default."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from wobangni.kernel.actors import Scope
from wobangni.surfaces.api.bearer import Needs, OpenToAll
from wobangni.surfaces.api.problems import Refused, Where
from wobangni.surfaces.api.schemas import Problem
from wobangni.surfaces.api.signed import Signed
from wobangni.surfaces.api.wording import input_error_words
from wobangni.surfaces.shared.permissions import Audience, Permission

F = TypeVar("F", bound=Callable[..., HttpResponse])
JSON = "application/json"
_OPEN, _SIGNED = OpenToAll(), Signed()
#: Any of these lets a caller look at the requests that it may see.
ANY_SCOPE = frozenset(Scope)


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    needs: Collection[Scope] | None = None,
    open_because: str = "",
    signed: bool = False,
    answers: dict[int, Any],
    errors: Iterable[int] = (),
    summary: str,
    produces: str = JSON,
    **ninja: Any,
) -> Callable[[F], F]:
    """One operation. needs: a token with any of these scopes; None: everybody, ``open_because`` says why that is right.

    signed: by one of our telephone systems, instead of a token.
    answers: shapes by status, for the document; the view builds the response itself. errors: statuses of problems beside 401, 403, 406, 422,
    429, 500 and 503.
    """
    if (needs is None) != bool(open_because or signed):
        raise ValueError(f"{method} {path}: name the scopes, or say why it is open")
    usual = {406, 422, 429, 500, 503} | ({401, 403} if needs is not None or signed else set())
    permission = Permission(Audience.PUBLIC, why=open_because) if open_because else Permission(Audience.TOKEN)

    def register(view: F) -> F:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            check_accept(request, produces)
            check_parameters(request, known)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.__signature__ = inspect.signature(view, eval_str=True)  # type: ignore[attr-defined]
        router.api_operation(
            [method],
            path,
            auth=_SIGNED if signed else _OPEN if needs is None else Needs(needs),
            response=answers | dict.fromkeys(sorted(usual | set(errors)), Problem),
            summary=summary,
            **ninja,
        )(guarded)
        known = _query_names(guarded)
        return view

    return register


def json_response(value: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """``value`` as JSON; moments in UTC with a Z."""
    body = orjson.dumps(value, option=orjson.OPT_UTC_Z)
    return HttpResponse(body, status=status, content_type=JSON, headers=headers)


def check_accept(request: HttpRequest, produces: str) -> None:
    """Raises Refused (406) if the caller can't use what this operation answers with."""
    header = request.META.get("HTTP_ACCEPT")
    if not header or header == "*/*" or produces in header or request.accepts(produces):
        return
    raise Refused(406, "not_acceptable", _("This answers with %(type)s only.") % {"type": produces})


def check_parameters(request: HttpRequest, known: dict[str, bool]) -> None:
    """Raises Refused (422) for parameters that are misspelt, or given twice where one is meant: they would be silently without effect."""
    if not request.META.get("QUERY_STRING"):
        return
    errors: list[Where] = []
    for name, values in request.GET.lists():
        if name not in known:
            errors.append({"parameter": name, "detail": input_error_words({"type": "unknown_parameter"})})
        elif len(values) > 1 and not known[name]:
            errors.append({"parameter": name, "detail": input_error_words({"type": "repeated_parameter"})})
    if errors:
        raise Refused(422, "invalid", _("Please check what you sent."), errors=errors)


def _query_names(view: Any) -> dict[str, bool]:
    """The query parameters of an operation, and whether each may be given several times."""
    names: dict[str, bool] = {}
    for model in view._ninja_operation.models:
        if model.__ninja_param_source__ == "query":
            several = set(getattr(model, "__ninja_collection_fields__", ()))
            names |= {name: name in several for name in model.__ninja_flatten_map__}
    return names
