"""Who may use a route. Every view of every surface declares it here; ``tests/test_routes.py`` walks all routes and proves it.

    @staff(Role.CLERK, Role.DISPATCHER)
    def new(request: StaffRequest, county: str) -> HttpResponse: ...

A declaration guards the door: signed in, one of the roles, and that in the county which the address names (``county``). What may be seen or done behind the door is decided by ``access.py`` and the lifecycle, as for every surface. Errors that commands and
look-ups raise become a page here, so that views stay short.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, URLResolver
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor, ActorKind, Role
from wobangni.kernel.errors import Forbidden, NotFound, TooMany, WobangniError
from wobangni.kernel.scope import acting
from wobangni.organisations.queries import county as find_county

View = Callable[..., HttpResponseBase]
#: Reads all counties; may open any page that has not been narrowed to other roles.
EVERYONE_ON_STAFF = frozenset(Role)


_READING = frozenset({"GET", "HEAD"})


class Audience(enum.StrEnum):
    PUBLIC = "public"  # anyone; shows nothing personal
    RESIDENT = "resident"  # anyone; what they see depends on the codes that their session has proved
    STAFF = "staff"  # signed in, with a role
    TOKEN = "token"  # noqa: S105 - another system, by API token


@dataclass(frozen=True, slots=True)
class Permission:
    """What a route declares. ``roles``: any one of them will do (staff only). ``why``: for public routes, why that is right."""

    audience: Audience
    roles: frozenset[Role] = frozenset()
    why: str = ""


def permission_of(callback: Callable[..., object]) -> Permission | None:
    """What a view has declared, if it has."""
    return getattr(callback, "permission", None)


def public(why: str) -> Callable[[View], View]:
    """Anyone may use it; ``why`` says in a few words why that is right."""
    return lambda view: _guarded(view, Permission(Audience.PUBLIC, why=why), lambda request, kwargs: None)


def resident(view: View) -> View:
    """Anyone may open it; what they see is decided by ``access`` from what their session has proved."""
    return _guarded(view, Permission(Audience.RESIDENT), lambda request, kwargs: None)


def staff(*roles: Role) -> Callable[[View], View]:
    """Signed in and holding one of ``roles`` (none named: any role) in the county that the address names."""
    permission = Permission(Audience.STAFF, frozenset(roles) or EVERYONE_ON_STAFF)

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or actor.kind is not ActorKind.STAFF:
            raise Forbidden(_("This page is for staff."))
        # A request's own county says nothing here: a unit of another county may have it. Its ``access`` look-up decides.
        check_staff(actor, permission.roles, kwargs.get("county"))
        return None

    return lambda view: _guarded(view, permission, check)


def check_staff(actor: Actor, roles: frozenset[Role], county: str | None) -> None:
    """Raises NotFound for a county that the actor has nothing to do with, Forbidden where the role is missing."""
    wide = actor.sees_region or _administers(actor, roles)
    if county is not None and not (county in actor.counties or (wide and find_county(county))):
        if wide:  # who may see every county may know that there is none
            words = _("There is no county with the code %(code)s. Choose one in the list of counties.")
            raise NotFound(words % {"code": county}, code="no_such_county")
        raise NotFound(_("There is no such page, or it belongs to another county."))
    held = {g.role for g in actor.grants if county is None or g.county in (county, None)}
    if not held & roles:
        raise Forbidden(_("Your role does not include this page."))


def _administers(actor: Actor, roles: frozenset[Role]) -> bool:
    """An administrator of the region comes to every page that is for administrators, and by that to no page about requests."""
    for_administrators = Role.COUNTY_ADMIN in roles and roles != EVERYONE_ON_STAFF
    return for_administrators and any(g.role is Role.COUNTY_ADMIN and g.county is None for g in actor.grants)


def declared(permission: Permission, patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Routes of another package (sign-in, API schema) with our declaration on each view. Guards nothing by itself."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            declared(permission, pattern.url_patterns)
        elif permission_of(pattern.callback) is None:
            pattern.callback = _marked(pattern.callback, permission)
    return list(patterns)


def _marked(view: View, permission: Permission) -> View:
    @functools.wraps(view)
    def inner(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    inner.permission = permission  # type: ignore[attr-defined]
    return inner


def _guarded(
    view: View, permission: Permission, check: Callable[[HttpRequest, dict[str, Any]], HttpResponse | None]
) -> View:
    @functools.wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            refused = check(request, kwargs)
            if refused is not None:
                return refused
            if permission.audience is Audience.STAFF and request.method in _READING:
                # One transaction for all reads of a page: one moment's truth, and the database knows who looks (invariant 8).
                with acting(request.actor):  # type: ignore[attr-defined]
                    response = view(request, *args, **kwargs)
            else:
                response = view(request, *args, **kwargs)
        except WobangniError as error:
            response = error_page(request, error, permission.audience)
        if permission.audience is Audience.STAFF and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)  # on a shared desk the next person's "back" must not show it
        return response

    inner.permission = permission  # type: ignore[attr-defined]
    return inner


def error_page(request: HttpRequest, error: WobangniError, audience: Audience) -> HttpResponse:
    """What happened, in the words of whoever raised it, in the dress of the surface."""
    folder = "console" if audience is Audience.STAFF else "resident"
    part = getattr(request, "htmx", False) and audience is Audience.STAFF
    page = (
        "error_note.html" if part else "error.html"
    )  # a corner asked for by htmx gets a note, not a page within the page
    response = render(request, f"{folder}/{page}", {"error": error}, status=error.http_status)
    if isinstance(error, TooMany):
        response["Retry-After"] = str(error.retry_after)
    return response


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back. Whoever was typing (a fragment asked for by htmx) is told where they are: nothing typed is thrown away."""
    if getattr(request, "htmx", False):
        response = render(request, "console/signed_out.html", status=401)
        response["HX-Retarget"] = "#notice"
        response["HX-Reswap"] = "innerHTML"
        return response
    return redirect_to_login(request.get_full_path())
