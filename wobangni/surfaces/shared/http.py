"""The requests that our views get: Django's, with what the middleware adds."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from wobangni.kernel.actors import Actor


class StaffRequest(HttpRequest):
    """A request of someone who signed in. ``actor`` comes from the accounts' middleware."""

    actor: Actor
    htmx: HtmxDetails
