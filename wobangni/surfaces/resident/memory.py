"""What a resident's browser remembers: the county they chose, and the requests it has proved to own."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from wobangni.organisations.queries import DivisionRef, county

COUNTY_COOKIE = "county"
MINE_COOKIE = "mine"
YEAR = 365 * 24 * 3600
HALF_YEAR = YEAR // 2
#: The oldest are forgotten first; a code of sixteen digits each, well below what a cookie holds.
MOST_CODES = 40


def remembered_county(request: HttpRequest) -> DivisionRef | None:
    return county(request.COOKIES.get(COUNTY_COOKIE, "")[:6])


def remember_county(response: HttpResponse, code: str) -> None:
    response.set_cookie(COUNTY_COOKIE, code, max_age=YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax")


def own_codes(request: HttpRequest) -> tuple[str, ...]:
    """Tracking codes that this browser made or has proved to own, newest first. Signed, so that nobody can add one."""
    kept = request.get_signed_cookie(MINE_COOKIE, default="", salt=MINE_COOKIE, max_age=HALF_YEAR) or ""
    return tuple(kept.split(".")) if kept else ()


def remember_code(request: HttpRequest, response: HttpResponse, code: str) -> None:
    """From now on this browser owns the request with ``code``."""
    codes = list(dict.fromkeys([code, *own_codes(request)]))[:MOST_CODES]
    response.set_signed_cookie(
        MINE_COOKIE,
        ".".join(codes),
        salt=MINE_COOKIE,
        max_age=HALF_YEAR,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget_codes(response: HttpResponse) -> None:
    response.delete_cookie(MINE_COOKIE, samesite="Lax")
