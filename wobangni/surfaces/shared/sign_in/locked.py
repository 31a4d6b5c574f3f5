"""The lock after too many wrong passwords (django-axes), and the page that says so."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wobangni.accounts.rules.usernames import tidy_username


def locked_username(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The name that is being tried, in its one spelling, so that another spelling is no further try."""
    raw = (credentials or {}).get("username") or (request.POST.get("login", "") if request is not None else "")
    return tidy_username(str(raw))


def locked_page(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """429, how long to wait, and what else can be done."""
    seconds = int(settings.AXES_COOLOFF_TIME.total_seconds())
    page = render(request, "account/locked.html", {"minutes": seconds // 60}, status=429)
    page["Retry-After"] = str(seconds)
    return page
