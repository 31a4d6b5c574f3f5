"""Time limits: what is in force, what is to come, a new one."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wobangni.catalogue.commands.set_limit import cancel_limit, set_limit
from wobangni.catalogue.rules.limits import LimitKind
from wobangni.kernel import clock
from wobangni.kernel.errors import InvalidInput
from wobangni.organisations.queries import revisions
from wobangni.surfaces.console.admin.forms.limits import LimitForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of, url
from wobangni.surfaces.console.admin.limit_table import limit_table
from wobangni.surfaces.shared.http import StaffRequest


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: StaffRequest, county: str | None) -> HttpResponse:
    now = clock.now()
    tomorrow = clock.local_date(now) + dt.timedelta(days=1)
    form = LimitForm(request.POST or None, county=county, tomorrow=tomorrow)
    if done(request, form, lambda: _save(request, county, form, now)):
        messages.success(request, _("The limit holds from %(day)s on.") % {"day": form.cleaned_data["effective_from"]})
        return redirect(url("limits", county))
    context = {"form": form, "table": limit_table(county, now)}
    changes = revisions(["time_limit"], county, limit=SHOWN_CHANGES)
    return show(request, "limits.html", county, "limits", context, changes=changes, status=status_of(form))


@admin_page
@require_POST
def cancel(request: StaffRequest, county: str | None, limit_id: int) -> HttpResponse:
    try:
        cancel_limit(actor=request.actor, now=clock.now(), county=county, limit_id=limit_id)
    except InvalidInput as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The limit will not come into force."))
    return redirect(url("limits", county))


def _save(request: StaffRequest, county: str | None, form: LimitForm, now: dt.datetime) -> None:
    set_limit(
        actor=request.actor,
        now=now,
        county=county,
        kind=LimitKind(form.cleaned_data["kind"]),
        limit=form.limit,
        effective_from=form.cleaned_data["effective_from"],
        service=form.service,
        nature=form.nature,
    )
