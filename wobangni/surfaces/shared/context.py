"""What every template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from wobangni.surfaces.shared.embedded import app_of


def site(request: HttpRequest) -> dict[str, object]:
    """``demo``: whether this is a demo; ``hotline``: the number to call; ``app``: the county's app around the page."""
    return {"demo": settings.DEMO, "hotline": settings.HOTLINE, "app": app_of(request)}
