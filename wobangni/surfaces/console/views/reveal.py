"""Seeing contact data in the clear, for a purpose that is kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wobangni.kernel import clock
from wobangni.kernel.errors import Forbidden, InvalidInput
from wobangni.service_requests.commands.reveal import reveal_contact
from wobangni.service_requests.queries.detail import request_detail
from wobangni.surfaces.console.forms import refuse
from wobangni.surfaces.console.request_frame import show_request
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


class RevealForm(forms.Form):
    purpose = forms.CharField(
        label=_("What for?"),
        help_text=_("Kept with your name and the time, and shown to supervisors."),
        max_length=300,
    )


@staff()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reveal(request: StaffRequest, code: str) -> HttpResponse:
    """Asks for the purpose, then shows the data in the answer to that form and nowhere else: no address leads to them."""
    now = clock.now()
    form = RevealForm(request.POST if request.method == "POST" else None)
    shown, refused, status = None, None, 200
    if request.method == "POST" and form.is_valid():
        try:
            purpose = form.cleaned_data["purpose"]
            shown = reveal_contact(actor=request.actor, now=now, code=code, purpose=purpose)
        except InvalidInput as error:
            refuse(form, error)
            status = error.http_status
        except Forbidden as error:
            refused, status = error, error.http_status
    detail = request_detail(request.actor, code, now=now)
    context: dict[str, Any] = {"revealing": True, "reveal_form": form, "shown": shown, "reveal_refused": refused}
    if request.htmx:
        return render(request, "console/request/contact.html", {"detail": detail, **context}, status=status)
    return show_request(request, detail, now=now, status=status, **context)
