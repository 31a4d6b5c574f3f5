"""The county's telephones: systems that report calls, hotlines with their numbers, who sits at which extension."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wobangni.exchange.commands import telephones as commands
from wobangni.exchange.queries.telephones import telephones as find_telephones
from wobangni.kernel import clock
from wobangni.organisations.queries import revisions
from wobangni.surfaces.console.admin.forms.telephones import LineForm, SeatForm, SystemForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.sealed import show_once, shown_once

ONCE = "telephone:new"


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def telephones(request: StaffRequest, county: str) -> HttpResponse:
    """Three small forms, told apart by ``form``. A secret is shown once, right after it was made."""
    now, which = clock.now(), request.POST.get("form", "")
    found = find_telephones(county, now)
    system = SystemForm(request.POST if which == "system" else None)
    line = LineForm(request.POST if which == "line" else None)
    seat = SeatForm(request.POST if which == "seat" else None, found=found)
    said: dict[str, Any] = {"actor": request.actor, "now": now, "county": county}

    def add_system() -> None:
        made = commands.add_system(**said, name=system.cleaned_data["name"])
        show_once(request, ONCE, {"key": made.key, "secret": made.secret})

    def seat_clerk() -> None:
        asked = seat.cleaned_data
        commands.seat_clerk(**said, line_id=asked["line"], number=asked["number"], clerk_id=asked["clerk"])

    if (
        (which == "system" and done(request, system, add_system))
        or (
            which == "line"
            and done(request, line, lambda: commands.save_line(**said, line_id=None, **line.cleaned_data))
        )
        or (which == "seat" and done(request, seat, seat_clerk))
    ):
        return redirect("console_admin:telephones", county=county)
    context = {
        "telephones": found,
        "system_form": system,
        "line_form": line,
        "seat_form": seat,
        "fresh": shown_once(request, ONCE),
    }
    changes = revisions(["telephone_system", "hotline_line", "hotline_extension"], county, limit=SHOWN_CHANGES)
    status = status_of(system, line, seat)
    return show(request, "telephones.html", county, "telephones", context, changes=changes, status=status)


@admin_page
@require_POST
def system(request: StaffRequest, county: str, system_id: int) -> HttpResponse:
    """``do``: rotate (a new secret, the old one stays good), drop (only the new one is good), on, off."""
    said: dict[str, Any] = {"actor": request.actor, "now": clock.now(), "county": county, "system_id": system_id}
    match request.POST.get("do"):
        case "rotate":
            made = commands.change_secret(**said)
            show_once(request, ONCE, {"key": made.key, "secret": made.secret})
        case "drop":
            commands.drop_former_secret(**said)
            messages.success(request, _("Only the new secret is good now."))
        case "on" | "off" as switch:
            commands.switch_system(**said, active=switch == "on")
    return redirect("console_admin:telephones", county=county)


@admin_page
@require_POST
def unseat(request: StaffRequest, county: str, extension_id: int) -> HttpResponse:
    commands.unseat(actor=request.actor, now=clock.now(), county=county, extension_id=extension_id)
    return redirect("console_admin:telephones", county=county)


@admin_page
@require_POST
def line(request: StaffRequest, county: str, line_id: int) -> HttpResponse:
    """Puts a line out of use, or back; its calls stay."""
    row = next((r for r in find_telephones(county, clock.now()).lines if r.id == line_id), None)
    commands.save_line(
        actor=request.actor,
        now=clock.now(),
        county=county,
        line_id=line_id,
        name=row.name if row else "",
        full_number=row.full_number if row else "",
        short_number=row.short_number if row else "",
        active=request.POST.get("do") == "on",
    )
    return redirect("console_admin:telephones", county=county)
