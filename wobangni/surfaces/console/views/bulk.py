"""One action for many ticked requests, with a result for each."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.service_requests.commands.bulk_act import BulkOutcome, bulk_act
from wobangni.service_requests.commands.take_suggestion import dispatch_as_suggested
from wobangni.service_requests.labels import action_label
from wobangni.surfaces.console.bulk_form import SUGGESTED, BulkForm
from wobangni.surfaces.console.filters import given_back
from wobangni.surfaces.console.worklists import queue_url
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff(Role.CLERK, Role.DISPATCHER, Role.HANDLER)
@require_POST
def bulk(request: StaffRequest, county: str) -> HttpResponse:
    """Does it row by row; what could not be done stays ticked-able in the list it came from."""
    form = BulkForm(request.POST, county=county, actor=request.actor)
    back = queue_url(county, given_back(request.POST.get("back", "")))
    if not form.is_valid():
        words = _("Nothing was ticked.") if "code" in form.errors else _("Please check what you entered.")
        messages.error(request, words)
        return redirect(back)
    action = form.cleaned_data["action"]
    outcomes = _outcomes(request, county, form)
    done = [one for one in outcomes if one.ok]
    if done and len(done) == len(outcomes) and action != SUGGESTED:
        words = ngettext("%(action)s: %(count)s request done.", "%(action)s: %(count)s requests done.", len(done))
        messages.success(request, words % {"action": action_label(action), "count": len(done)})
        return redirect(back)
    failed = [one for one in outcomes if not one.ok]
    label = dict(form.actions)[action]
    context = {"action": label, "done": done, "failed": failed, "back": back, "county": county}
    return render(request, "console/bulk_result.html", context, status=200 if done else 409)


def _outcomes(request: StaffRequest, county: str, form: BulkForm) -> list[BulkOutcome]:
    said, now = form.cleaned_data, clock.now()
    codes = [code for code in said["code"] if code.startswith(county)]
    key = said["idempotency_key"] or None
    if said["action"] == SUGGESTED:
        return dispatch_as_suggested(
            actor=request.actor, now=now, county=county, codes=codes, instruction=said["instruction"], key=key
        )
    return bulk_act(actor=request.actor, now=now, codes=codes, action=said["action"], data=form.action_data(), key=key)
