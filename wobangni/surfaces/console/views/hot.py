"""Hot issues (舆情热点): the county's, the region's, one with its requests, and the press that puts all of them under supervision."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from wobangni.kernel import clock
from wobangni.kernel.actors import COUNTY_ROLES, Role
from wobangni.kernel.ids import new_id
from wobangni.organisations import queries as organisations
from wobangni.service_requests.commands.supervise_issue import SupervisedIssue, supervise_issue
from wobangni.service_requests.labels import action_label
from wobangni.service_requests.queries.hot import DAYS, LEAST_PEOPLE, hot_rows
from wobangni.service_requests.queries.hot_page import hot_page
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.surfaces.console.hot_frame import hot_line, hot_lines
from wobangni.surfaces.console.queue_frame import MAY_MERGE
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff

_WORDS = {"days": DAYS, "least_people": LEAST_PEOPLE}


@staff(Role.REGION_OBSERVER)
@require_safe
def everywhere(request: StaffRequest) -> HttpResponse:
    """The hottest of all counties."""
    lines = hot_lines(hot_rows(request.actor, None))
    return render(request, "console/hot/list.html", {"lines": lines, "region": True, **_WORDS})


@staff(Role.REGION_OBSERVER, *COUNTY_ROLES)
@require_safe
def issues(request: StaffRequest, county: str) -> HttpResponse:
    """What is hot in one county."""
    lines = hot_lines(hot_rows(request.actor, county))
    place = organisations.county(county)
    return render(request, "console/hot/list.html", {"lines": lines, "county": place, **_WORDS})


@staff(Role.REGION_OBSERVER, *COUNTY_ROLES)
@require_safe
def issue(request: StaffRequest, county: str, issue: UUID) -> HttpResponse:
    """One issue: why it is hot, and its requests."""
    now = clock.now()
    found = hot_page(request.actor, county, issue, now=now)
    roles = request.actor.roles_in(county)
    context = {
        "now": now,
        "line": hot_line(found.row),
        "hot": found,
        "may_supervise": Role.SUPERVISOR in roles,
        "merge_codes": found.merge_codes if roles & MAY_MERGE else (),
        "fresh_key": new_id().hex,
    }
    return render(request, "console/hot/issue.html", context)


@staff(Role.SUPERVISOR)
@require_POST
def supervise(request: StaffRequest, county: str, issue: UUID) -> HttpResponse:
    """Opens the supervised case; what could not be done is listed with its reason."""
    key = request.POST.get("idempotency_key", "") or None
    said = supervise_issue(actor=request.actor, now=clock.now(), county=county, issue=issue, key=key)
    if not said.failed:
        messages.success(request, _said(said))
        return redirect("console:hot_issue", county=county, issue=issue)
    label = action_label(Action.SUPERVISE)
    context = {
        "action": label,
        "done": said.done,
        "failed": said.failed,
        "back": request.path.removesuffix("supervise/"),
    }
    return render(request, "console/bulk_result.html", context, status=200 if said.done else 409)


def _said(said: SupervisedIssue) -> str:
    done = len(said.done)
    words = [
        ngettext("Now under supervision: %(n)s request.", "Now under supervision: %(n)s requests.", done) % {"n": done}
    ]
    if said.already:
        already = ngettext("%(n)s was supervised already.", "%(n)s were supervised already.", said.already)
        words.append(already % {"n": said.already})
    if said.ended:
        words.append(ngettext("%(n)s has ended.", "%(n)s have ended.", said.ended) % {"n": said.ended})
    return " ".join(words)
