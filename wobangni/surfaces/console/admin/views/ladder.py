"""The ladder: who is told when a time limit comes near, is over, is long over; what is to come; a new one for a clock."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wobangni.catalogue.commands.set_ladder import cancel_ladder, set_ladder
from wobangni.kernel import clock
from wobangni.kernel.errors import InvalidInput
from wobangni.organisations.queries import revisions
from wobangni.surfaces.console.admin.forms.ladder import LadderForm, chosen_kind
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of, url
from wobangni.surfaces.console.admin.ladder_table import ladder_table
from wobangni.surfaces.shared.http import StaffRequest


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: StaffRequest, county: str | None) -> HttpResponse:
    now = clock.now()
    tomorrow = clock.local_date(now) + dt.timedelta(days=1)
    kind = chosen_kind(request.POST or request.GET)
    form = LadderForm(request.POST or None, county=county, kind=kind, now=now, tomorrow=tomorrow)
    if done(request, form, lambda: _save(request, county, form, now)):
        messages.success(request, _("The steps hold from %(day)s on.") % {"day": form.cleaned_data["effective_from"]})
        return redirect(url("ladder", county))
    context = {"form": form, "table": ladder_table(county, now, kind)}
    changes = revisions(["ladder"], county, limit=SHOWN_CHANGES)
    return show(request, "ladder.html", county, "ladder", context, changes=changes, status=status_of(form))


@admin_page
@require_POST
def cancel(request: StaffRequest, county: str | None, entry_id: int) -> HttpResponse:
    try:
        cancel_ladder(actor=request.actor, now=clock.now(), county=county, entry_id=entry_id)
    except InvalidInput as error:
        messages.error(request, str(error.message))
    else:
        messages.success(request, _("The steps will not come into force."))
    return redirect(url("ladder", county))


def _save(request: StaffRequest, county: str | None, form: LadderForm, now: dt.datetime) -> None:
    set_ladder(
        actor=request.actor,
        now=now,
        county=county,
        kind=form.kind,
        steps=form.steps,
        effective_from=form.cleaned_data["effective_from"],
    )
