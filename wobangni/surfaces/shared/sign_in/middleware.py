"""Who acts: ``request.actor`` for everyone who is signed in, and the ends of a session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from wobangni.kernel import clock
from wobangni.organisations.memberships import staff_actor

SEEN, SINCE = "staff_seen", "staff_since"
#: The moment of the last click is written to the session at most this often.
NOTED_SECONDS = 60
#: What a page asks for by itself is no sign that anybody is there.
NOBODY_CLICKED = ("/console/me/notices/bell/",)
#: Sent by a page that asks by itself, again and again, whether there is anything new: that is nobody's click.
WAITING = "X-Waiting"
#: Where somebody whose password must be changed may go.
OPEN_TO_ALL = ("/accounts/", "/language/", "/static/")


class StaffMiddleware:
    """After authentication: ends idle and long sessions, insists on a changed first password, names the actor.

    One query for the roles beside session and user; nothing at all for visitors without a session.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = None  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self._next(request)
        if _is_over(request):
            logout(request)
            messages.info(
                request, _("You were signed out because nothing happened for a long time. Please sign in again.")
            )
            return self._next(request)  # the page itself says what to do with what was being typed
        user: Any = request.user
        if user.must_change_password and not request.path.startswith(OPEN_TO_ALL):
            return _to(request, reverse("account_change_password"))
        actor = staff_actor(user, clock.now(), second_factor=has_second_factor(request))
        request.actor = actor  # type: ignore[attr-defined]
        return self._next(request)


def has_second_factor(request: HttpRequest) -> bool:
    """Whether this session was opened with a one-time code beside the password."""
    user: Any = request.user
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def _is_over(request: HttpRequest) -> bool:
    """Whether nobody has clicked for too long, or the session is a working day old. Notes that somebody clicked."""
    now = int(clock.now().timestamp())
    session = request.session
    seen, since = session.get(SEEN, now), session.get(SINCE, now)
    if now - seen > settings.STAFF_IDLE_SECONDS or now - since > settings.SESSION_COOKIE_AGE:
        return True
    if request.path in NOBODY_CLICKED or WAITING in request.headers:
        return False
    if SINCE not in session or now - seen >= NOTED_SECONDS:
        session[SEEN], session[SINCE] = now, since
    return False


def _to(request: HttpRequest, url: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
