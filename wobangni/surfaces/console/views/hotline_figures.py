"""How the hotline did: a day, a week, a month; in one county by line, in the region by county."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wobangni.exchange.queries.call_figures import call_figures
from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.organisations import queries as organisations
from wobangni.surfaces.console.call_table import Span, span_of, table
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff(Role.CLERK, Role.SUPERVISOR, Role.COUNTY_ADMIN, Role.DISPATCHER, Role.REGION_OBSERVER)
@require_safe
def county_figures(request: StaffRequest, county: str) -> HttpResponse:
    return _show(request, county)


@staff(Role.REGION_OBSERVER)
@require_safe
def region_figures(request: StaffRequest) -> HttpResponse:
    return _show(request, None)


def _show(request: StaffRequest, county: str | None) -> HttpResponse:
    today = clock.local_date(clock.now())
    span = span_of(request.GET.get("span", ""), request.GET.get("day", ""), today)
    since, until = (dt.datetime.combine(day, dt.time(), clock.SHANGHAI) for day in (span.first, span.after))
    figures = call_figures([county] if county else None, since, until)
    place = organisations.county(county) if county else None
    context = {"table": table(figures, county), "span": span, "spans": list(Span.KINDS), "place": place, "today": today}
    return render(request, "console/hotline/figures.html", context)
