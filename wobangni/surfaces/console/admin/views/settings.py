"""What the county decides for itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wobangni.kernel import clock
from wobangni.organisations.commands.save_county_settings import save_county_settings
from wobangni.organisations.queries import county_settings, revisions
from wobangni.surfaces.console.admin.forms.calendar import SettingsForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of
from wobangni.surfaces.shared.http import StaffRequest


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: StaffRequest, county: str) -> HttpResponse:
    form = SettingsForm(request.POST or None, row=county_settings(county))
    if done(request, form, lambda: _save(request, county, form)):
        messages.success(request, _("The settings are saved."))
        return redirect("console_admin:settings", county=county)
    changes = revisions(["county_settings"], county, limit=SHOWN_CHANGES)
    return show(request, "settings.html", county, "settings", {"form": form}, changes=changes, status=status_of(form))


def _save(request: StaffRequest, county: str, form: SettingsForm) -> None:
    save_county_settings(
        actor=request.actor,
        now=clock.now(),
        county=county,
        review_required=form.cleaned_data["review_required"],
        hotline=form.cleaned_data["hotline"],
        office_hours=form.office_hours,
        sure_percent=form.cleaned_data["sure_percent"],
        info_lapses=form.cleaned_data["info_lapses"],
    )
