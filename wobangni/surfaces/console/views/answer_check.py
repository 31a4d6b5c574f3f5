"""Looking over an answer while it is being written."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wobangni.kernel import clock
from wobangni.kernel.errors import Forbidden
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.surfaces.console.answer_frame import review_of
from wobangni.surfaces.console.request_frame import open_form, show_request
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff()
@require_POST
def check(request: StaffRequest, code: str) -> HttpResponse:
    """What stands out in the answer typed so far. By script only the corner below the box; without, the page again with what was typed.

    Nothing is kept; it is a POST because an answer is too long, and too much its writer's own, for an address.
    """
    now = clock.now()
    detail = request_detail(request.actor, code, now=now)
    if not detail.inside:
        raise Forbidden(_("Only the staff who deal with this request can check its answer."))
    review = review_of(detail, request.POST.get("answer", ""))
    if request.htmx:
        return render(request, "console/request/answer_findings.html", {"review": review})
    opened = open_form(request, detail, Action.ANSWER, now=now)
    return show_request(request, detail, now=now, opened=opened, written_review=review)
