"""Who calls: the bearer of a token, with the scopes that an operation asks for."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.base import AuthBase

from wobangni.kernel.actors import Scope
from wobangni.organisations.tokens import Bearer, bearer
from wobangni.surfaces.api.problems import Refused
from wobangni.surfaces.api.rates import count_call, count_open_call


class ApiRequest(HttpRequest):
    """A call whose token has been checked."""

    bearer: Bearer


class Needs(AuthBase):
    """Lets a call pass whose token has any one of ``scopes``; sets ``request.bearer``. Raises Refused (401, 403) and TooMany."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "Authorization: Bearer wbn_…"

    def __init__(self, scopes: Iterable[Scope]) -> None:
        super().__init__()
        self.scopes = frozenset(scopes)

    def __call__(self, request: HttpRequest) -> Bearer:
        found = bearer_of(request)
        if found is None:
            count_open_call(request)  # whoever guesses is slowed down by address
            raise _unknown(request)
        count_call(request, f"token:{found.token_id}", found.rate_per_minute)
        if not self.scopes & found.actor.scopes:
            wanted = ", ".join(sorted(self.scopes))
            raise Refused(
                403,
                "scope_missing",
                _("This token does not have the scope that is needed: %(scopes)s.") % {"scopes": wanted},
                headers={
                    "WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{" ".join(sorted(self.scopes))}"'
                },
            )
        request.bearer = found  # type: ignore[attr-defined]
        return found


class OpenToAll(AuthBase):
    """Lets every call pass and counts it: by its token if it has one, else by address. No security in the document."""

    openapi_type = "http"

    def __init__(self) -> None:
        super().__init__()
        del self.openapi_security_schema

    def __call__(self, request: HttpRequest) -> bool:
        found = bearer_of(request)
        if found is None:
            count_open_call(request)
        else:
            count_call(request, f"token:{found.token_id}", found.rate_per_minute)
        return True


def bearer_of(request: HttpRequest) -> Bearer | None:
    """Whose token stands in the Authorization header; None for none or an unknown one."""
    scheme, _space, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        return None
    return bearer(secret.strip())


def _unknown(request: HttpRequest) -> Refused:
    if request.META.get("HTTP_AUTHORIZATION"):
        return Refused(
            401,
            "bad_token",
            _("This token is not valid, or no longer."),
            headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
        )
    return Refused(
        401,
        "no_token",
        _("Please send a token: Authorization: Bearer …"),
        headers={"WWW-Authenticate": "Bearer"},
    )
