"""What every template may use."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """``demo``: whether this is a demo; ``hotline``: the number to call."""
    return {"demo": settings.DEMO, "hotline": settings.HOTLINE}
