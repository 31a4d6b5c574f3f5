"""Which unit does what."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wobangni.catalogue.commands.set_routing import set_routing
from wobangni.catalogue.queries import routes
from wobangni.kernel import clock
from wobangni.organisations.queries import revisions
from wobangni.surfaces.console.admin.forms.routing import RoutingForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of
from wobangni.surfaces.shared.http import StaffRequest


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def routing(request: StaffRequest, county: str) -> HttpResponse:
    form = RoutingForm(request.POST or None, county=county, service=request.GET.get("service", ""))
    if done(request, form, lambda: _save(request, county, form)):
        messages.success(request, _("From now on requests go there."))
        return redirect("console_admin:routing", county=county)
    changes = revisions(["routing_rule"], county, limit=SHOWN_CHANGES)
    context = {"form": form, "rows": routes(county)}
    return show(request, "routing.html", county, "routing", context, changes=changes, status=status_of(form))


def _save(request: StaffRequest, county: str, form: RoutingForm) -> None:
    said = form.cleaned_data
    set_routing(actor=request.actor, now=clock.now(), county=county, service=said["service"], unit_id=said["unit"])
