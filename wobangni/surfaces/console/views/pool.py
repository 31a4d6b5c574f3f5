"""The pool: what is offered to whoever takes it first; and, for the administrator, what is offered and by which rules."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from wobangni.kernel.ids import new_id
from wobangni.organisations import queries as organisations
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.bulk_act import words_of
from wobangni.service_requests.commands.pool import set_pool_rules
from wobangni.service_requests.queries.pool import pool_page, pool_rules
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.surfaces.console.pool_forms import PoolRulesForm
from wobangni.surfaces.console.pool_list import lines
from wobangni.surfaces.shared.fields import add_refusal
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff(Role.HANDLER, Role.GRID_WORKER, Role.DISPATCHER, Role.SUPERVISOR, Role.COUNTY_ADMIN, Role.REGION_OBSERVER)
@require_http_methods(["GET", "HEAD", "POST"])
def pool(request: StaffRequest, county: str) -> HttpResponse:
    """The offered orders; sent, one of them is claimed. Who comes second is told who was quicker."""
    refused, status = "", 200
    if request.method == "POST":
        code = request.POST.get("code", "")
        try:
            if not code.startswith(county):
                raise NotFound(_("There is no request with this tracking code."))
            unit = request.POST.get("unit", "")
            act(
                actor=request.actor,
                now=clock.now(),
                code=code,
                action=Action.CLAIM,
                data={"unit": unit} if unit else {},
                key=request.POST.get("key", "")[:64] or None,
            )
        except (InvalidInput, Conflict, Forbidden, NotFound) as error:
            refused, status = words_of(error), error.http_status
        else:
            messages.success(request, _("It is yours now."))
            return redirect(_home_of(request, county, code))
    now = clock.now()
    rules, _skills = pool_rules(county)
    context = {
        "now": now,
        "county": organisations.county(county),
        "rules": rules,
        "lines": lines(pool_page(request.actor, county, now=now)),
        "refused": refused,
        "may_set": Role.COUNTY_ADMIN in request.actor.roles_in(county),
        "fresh_key": new_id().hex,
    }
    return render(request, "console/pool/page.html", context, status=status)


@staff(Role.COUNTY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: StaffRequest, county: str) -> HttpResponse:
    """Which services are offered, what the units can do, and the numbers."""
    if organisations.county(county) is None:
        raise NotFound(_("There is no such county."))
    set_so_far, skills = pool_rules(county)
    form = PoolRulesForm(request.POST or None, county=county, rules=set_so_far, skills=skills)
    if form.is_bound and form.is_valid():
        try:
            set_pool_rules(actor=request.actor, county=county, **form.said())
        except InvalidInput as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The rules hold from now on; what is offered already stays offered."))
            return redirect("console:pool", county=county)
    status = 422 if form.is_bound else 200
    return render(
        request, "console/pool/rules.html", {"form": form, "county": organisations.county(county)}, status=status
    )


def _home_of(request: StaffRequest, county: str, code: str) -> str:
    in_grid = any(g.county == county for g in request.actor.grid_grants) and not request.actor.units_in(county)
    return reverse("grid:request" if in_grid else "console:request", args=[code])
