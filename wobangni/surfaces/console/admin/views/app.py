"""The county's own app: its look in our pages, who may frame them, the secret by which it signs."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wobangni.exchange.commands import county_app as commands
from wobangni.exchange.queries.county_app import county_app
from wobangni.kernel import clock
from wobangni.organisations.queries import revisions
from wobangni.surfaces.console.admin.forms.county_app import AppForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.sealed import show_once, shown_once

ONCE = "county_app:new"


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def app(request: StaffRequest, county: str) -> HttpResponse:
    """One form. The secret is shown once, right after it was made."""
    row, sent = county_app(county), request.method == "POST"
    form = AppForm(request.POST if sent else None, request.FILES if sent else None, row=row)

    def save() -> None:
        asked = form.cleaned_data
        made = commands.save_app(
            actor=request.actor,
            now=clock.now(),
            county=county,
            name=asked["name"],
            colour=asked["colour"],
            origins=asked["origins"],
            logo=asked["logo"].read() if asked["logo"] else None,
            drop_logo=asked.get("drop_logo", False),
        )
        if made:
            show_once(request, ONCE, {"key": made.key, "secret": made.secret})

    if done(request, form, save):
        messages.success(request, _("Saved."))
        return redirect("console_admin:app", county=county)
    context = {"row": row, "form": form, "fresh": shown_once(request, ONCE)}
    changes = revisions(["county_app"], county, limit=SHOWN_CHANGES)
    return show(request, "app.html", county, "app", context, changes=changes, status=status_of(form))


@admin_page
@require_POST
def secret(request: StaffRequest, county: str) -> HttpResponse:
    """``do``: rotate (a new secret, the old one stays good), drop (only the new one is good), on, off."""
    said: dict[str, Any] = {"actor": request.actor, "now": clock.now(), "county": county}
    match request.POST.get("do"):
        case "rotate":
            made = commands.change_app_secret(**said)
            show_once(request, ONCE, {"key": made.key, "secret": made.secret})
        case "drop":
            commands.drop_former_app_secret(**said)
            messages.success(request, _("Only the new secret is good now."))
        case "on" | "off" as switch:
            commands.switch_app(**said, active=switch == "on")
    return redirect("console_admin:app", county=county)
