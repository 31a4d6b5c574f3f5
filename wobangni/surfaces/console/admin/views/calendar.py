"""The working calendar of a year: what statute has, what the region and the county say otherwise."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wobangni.kernel import clock
from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.organisations.commands.set_calendar_days import YEARS_AHEAD, clear_calendar_day, set_calendar_days
from wobangni.organisations.queries import calendar_warnings, revisions
from wobangni.surfaces.console.admin.calendar_table import months_of
from wobangni.surfaces.console.admin.forms.calendar import DaysForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of, url
from wobangni.surfaces.shared.http import StaffRequest


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: StaffRequest, county: str | None, year: int | None = None) -> HttpResponse:
    now = clock.now()
    today = clock.local_date(now)
    year = today.year if year is None else year
    if not today.year - 1 <= year <= today.year + YEARS_AHEAD:
        raise NotFound(_("The calendar reaches from last year to %(n)s years ahead.") % {"n": YEARS_AHEAD})
    form = DaysForm(request.POST or None)
    if done(request, form, lambda: _save(request, county, form, now)):
        messages.success(request, _("The calendar is changed. Deadlines set from now on go by it."))
        return redirect(url("calendar_year", county, year=form.cleaned_data["first"].year))
    context = {
        "form": form,
        "year": year,
        "years": [(y, url("calendar_year", county, year=y)) for y in range(today.year - 1, today.year + 3)],
        "months": months_of(county, year, today),
        "warnings": calendar_warnings(county, year),
        "clear_url": url("clear_day", county),
    }
    changes = revisions(["calendar_day"], county, limit=SHOWN_CHANGES)
    return show(request, "calendar.html", county, "calendar", context, changes=changes, status=status_of(form))


@admin_page
@require_POST
def clear(request: StaffRequest, county: str | None) -> HttpResponse:
    try:
        day = dt.date.fromisoformat(request.POST.get("date", ""))
        clear_calendar_day(actor=request.actor, now=clock.now(), county=county, date=day)
    except ValueError:
        raise NotFound(_("There is no such day.")) from None
    except InvalidInput as error:
        messages.error(request, str(error.message))
    return redirect(url("calendar_year", county, year=day.year))


def _save(request: StaffRequest, county: str | None, form: DaysForm, now: dt.datetime) -> None:
    said = form.cleaned_data
    set_calendar_days(
        actor=request.actor,
        now=now,
        county=county,
        first=said["first"],
        last=said["last"],
        is_workday=said["is_workday"],
        note=said["note"],
    )
