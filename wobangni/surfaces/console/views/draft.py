"""Having a reply or a summary drafted by the writing helper, where there is one."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from wobangni.exchange.commands.draft import Draft, NoDraft, draft
from wobangni.exchange.rules.draft import DraftKind
from wobangni.kernel import clock
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.surfaces.console.request_frame import open_form, show_request
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff()
@require_POST
def draft_reply(request: StaffRequest, code: str) -> HttpResponse:
    """A draft beside the box, never in it: putting it there is one more press. What was typed stays."""
    now = clock.now()
    made, failed = _asked(request, code, DraftKind.REPLY, now)
    if request.htmx:
        return render(request, "console/request/draft.html", {"draft": made, "draft_failed": failed})
    detail = request_detail(request.actor, code, now=now)
    opened = open_form(request, detail, Action.ANSWER, now=now)
    return show_request(request, detail, now=now, opened=opened, draft=made, draft_failed=failed)


@staff()
@require_POST
def draft_summary(request: StaffRequest, code: str) -> HttpResponse:
    """The request in a few words, below its own; kept nowhere."""
    now = clock.now()
    made, failed = _asked(request, code, DraftKind.SUMMARY, now)
    if request.htmx:
        return render(request, "console/request/summary.html", {"summary": made, "summary_failed": failed})
    detail = request_detail(request.actor, code, now=now)
    return show_request(request, detail, now=now, summary=made, summary_failed=failed)


def _asked(request: StaffRequest, code: str, kind: DraftKind, now: dt.datetime) -> tuple[Draft | None, NoDraft | None]:
    """What the helper wrote, or why it wrote nothing."""
    try:
        return draft(actor=request.actor, now=now, code=code, kind=kind), None
    except NoDraft as error:
        return None, error
