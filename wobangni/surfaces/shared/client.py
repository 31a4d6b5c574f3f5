"""Where a request comes from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of the sender. Behind ``settings.PROXIES`` proxies of ours, what the outermost of them wrote; never what the sender claims."""
    if settings.PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
        if len(hops) >= settings.PROXIES:
            return str(hops[-settings.PROXIES])
    return str(request.META.get("REMOTE_ADDR", ""))
