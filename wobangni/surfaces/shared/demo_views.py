"""Pages that exist in a demo only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wobangni.notices.queries import demo_messages
from wobangni.surfaces.shared.permissions import public


@public("sample messages to made-up phones; not there outside of a demo")
def sms(request: HttpRequest) -> HttpResponse:
    """The outbox: text messages that would have been sent."""
    if not settings.DEMO:
        raise Http404
    return render(request, "demo/sms.html", {"rows": demo_messages()})
