"""Linkage: a county's page and its test, the matrix of all counties, the waves, who is asked to help."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wobangni.kernel import clock
from wobangni.kernel.actors import COUNTY_ROLES, Role
from wobangni.kernel.errors import Forbidden, InvalidInput, NotFound
from wobangni.organisations import queries as organisations
from wobangni.organisations.access import check_admin, is_admin, is_region_admin
from wobangni.organisations.commands.save_pilot import save_league_helper, save_wave
from wobangni.organisations.queries.linkage import league_helpers, pilot_waves
from wobangni.organisations.queries.outreach import outreach_rows
from wobangni.service_requests.commands.linkage_test import linkage_test
from wobangni.surfaces.console.linkage_forms import HelperForm, WaveForm
from wobangni.surfaces.console.linkage_frame import county_page, matrix
from wobangni.surfaces.shared.fields import add_refusal
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff

#: Visits and trainings shown on a county's page of linkage; the rest has a page of its own.
SHOWN = 5


@staff(Role.REGION_OBSERVER, *COUNTY_ROLES)
@require_safe
def county(request: StaffRequest, county: str) -> HttpResponse:
    """What stands of one county, what is missing, whom to ask."""
    context = {
        "page": county_page(county, clock.now()),
        "visits": outreach_rows(county, limit=SHOWN),
        "county": county,
        "may_test": is_admin(request.actor, county),
        "may_see_region": request.actor.sees_region or is_region_admin(request.actor),
    }
    return render(request, "console/linkage/county.html", context)


@staff(Role.COUNTY_ADMIN)
@require_POST
def test(request: StaffRequest, county: str) -> HttpResponse:
    """Measures it now."""
    done = linkage_test(actor=request.actor, now=clock.now(), county=county)
    if done.linked:
        messages.success(request, _("The test request went through all four centres and came back."))
    else:
        messages.error(request, _("Something is missing. It stands below, with what puts it right."))
    return redirect("console:linkage", county=county)


@staff(Role.REGION_OBSERVER, Role.COUNTY_ADMIN)
@require_safe
def region(request: StaffRequest) -> HttpResponse:
    """All counties with their four centres."""
    check_region(request)
    table = matrix(league=request.GET.get("league", ""), only=request.GET.get("only", ""))
    context = {"matrix": table, "may_edit": is_region_admin(request.actor)}
    return render(request, "console/linkage/matrix.html", context)


@staff(Role.COUNTY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def wave(request: StaffRequest, number: int | None) -> HttpResponse:
    """A wave of pilots; ``number`` None: a new one."""
    check_admin(request.actor, None)
    known = next((one for one in pilot_waves() if one.number == number), None)
    if number is not None and known is None:
        raise NotFound(_("There is no such wave."))
    form = WaveForm(request.POST or None, wave=known)
    if request.method == "POST" and form.is_valid() and _save_wave(request, number, form):
        messages.success(request, _("The wave is saved."))
        return redirect("console:region_linkage")
    status = 422 if form.is_bound else 200
    return render(request, "console/linkage/wave.html", {"form": form, "wave": known}, status=status)


@staff(Role.COUNTY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def helper(request: StaffRequest, league: str) -> HttpResponse:
    """Who is asked to help at a league."""
    check_admin(request.actor, None)
    place = next((one for one in organisations.leagues() if one.code == league), None)
    if place is None:
        raise NotFound(_("There is no such league or city."), code="no_such_league")
    form = HelperForm(request.POST or None, helper=league_helpers().get(league))
    if request.method == "POST" and form.is_valid():
        save_league_helper(actor=request.actor, now=clock.now(), league=league, **form.cleaned_data)
        messages.success(request, _("It is saved who is asked to help."))
        return redirect("console:region_linkage")
    status = 422 if form.is_bound else 200
    return render(request, "console/linkage/helper.html", {"form": form, "league": place}, status=status)


def check_region(request: StaffRequest) -> None:
    """Raises Forbidden unless the person sees, or administers, the whole region."""
    if not (request.actor.sees_region or is_region_admin(request.actor)):
        raise Forbidden(_("Your role does not include this page."))


def _save_wave(request: StaffRequest, number: int | None, form: WaveForm) -> bool:
    said = form.cleaned_data
    try:
        save_wave(actor=request.actor, now=clock.now(), **(said | {"number": number or said["number"]}))
    except InvalidInput as error:
        add_refusal(form, error)
        return False
    return True
