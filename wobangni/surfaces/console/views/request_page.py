"""One request: reading it, and acting on it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.bulk_act import words_of
from wobangni.service_requests.commands.dispatch import dispatch
from wobangni.service_requests.commands.take_suggestion import take_suggestion
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.labels import action_label, state_label
from wobangni.service_requests.queries.attachments import open_attachment
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.known import known_beside
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action
from wobangni.surfaces.console.forms import ActionForm
from wobangni.surfaces.console.hints import HELPERS
from wobangni.surfaces.console.request_frame import open_form, overtaken, show_request
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff
from wobangni.surfaces.shared.photos import photo_response

#: The button that only brings the units of another county into the form.
SHOW_UNITS = "show_units"


@staff()
@require_safe
def show(request: StaffRequest, code: str) -> HttpResponse:
    """Everything about one request and what this person may do with it."""
    now = clock.now()
    return show_request(request, request_detail(request.actor, code, now=now), now=now)


@staff()
@require_safe
def similar(request: StaffRequest, code: str) -> HttpResponse:
    """Requests that may be about the same thing; fetched after the page, for it is the slowest part."""
    now = clock.now()
    detail = request_detail(request.actor, code, now=now)
    rows = known_beside(request.actor, detail, now=now)
    may_merge = any(offer.action is Action.MERGE for offer in detail.actions)
    template = "console/request/similar.html" if request.htmx else "console/request/similar_page.html"
    return render(request, template, {"rows": rows, "detail": detail, "may_merge": may_merge})


@staff()
@require_safe
def photo(request: StaffRequest, code: str, photo_id: UUID, small: bool = False) -> HttpResponseBase:
    """One photo of a request that this person may see."""
    return photo_response(open_attachment(request.actor, code, photo_id, small=small), str(photo_id))


@staff()
@require_http_methods(["GET", "HEAD", "POST"])
def act_on(request: StaffRequest, code: str, action: str) -> HttpResponse:
    """The form of one action on the page of its request; sending it does the action."""
    wanted = _action(action)
    if request.method == "POST" and SHOW_UNITS not in request.POST:
        return _do(request, code, wanted)
    now = clock.now()
    detail = request_detail(request.actor, code, now=now)
    if not any(offer.action is wanted for offer in detail.actions):
        words = _("“%(action)s” can't be done now. The request is: %(state)s.")
        refused = words % {"action": action_label(wanted), "state": detail.state_label}
        return show_request(request, detail, now=now, status=409, refused=refused)
    opened = open_form(request, detail, wanted, now=now)
    if SHOW_UNITS in request.POST and "unit" in opened.form.fields:
        opened.form.fields["unit"].widget.attrs["autofocus"] = True
    return show_request(request, detail, now=now, opened=opened)


def _do(request: StaffRequest, code: str, action: Action) -> HttpResponse:
    now = clock.now()
    form = ActionForm(BY_ACTION[action].fields, county=code[:6], version=0, data=request.POST)
    try:
        acted = _act(request, code, action, form, now)
    except InvalidInput as error:
        detail = request_detail(request.actor, code, now=now)
        opened = open_form(request, detail, action, now=now)
        opened.form.refuse(error)
        return show_request(request, detail, now=now, opened=opened, status=error.http_status)
    except (Conflict, Forbidden) as error:
        try:
            detail = request_detail(request.actor, code, now=now)
        except NotFound:  # a claim lost to another unit: it is theirs now, and no longer to be seen here
            raise error from None
        opened = open_form(request, detail, action, overtaken(error, detail, form), now=now)
        return show_request(request, detail, now=now, opened=opened, status=error.http_status)
    words = _("Done: %(action)s. It is now: %(state)s.")
    messages.success(request, words % {"action": action_label(action), "state": state_label(acted.state)})
    return _back_to(request, reverse("console:request", args=[code]))


def _act(request: StaffRequest, code: str, action: Action, form: ActionForm, now: dt.datetime) -> Acted:
    if action is Action.DISPATCH and (helpers := request.POST.getlist(HELPERS)):
        return dispatch(
            actor=request.actor,
            now=now,
            code=code,
            data=form.sent(),
            helpers=helpers,
            expected_version=form.expected_version,
            key=form.key,
        )
    return act(
        actor=request.actor,
        now=now,
        code=code,
        action=action,
        data=form.sent(),
        expected_version=form.expected_version,
        key=form.key,
    )


@staff(Role.CLERK, Role.DISPATCHER)
@require_POST
def take(request: StaffRequest, code: str) -> HttpResponse:
    """Takes what the page suggested: the service, the unit, or both."""
    now, form = clock.now(), ActionForm((), county=code[:6], version=0, data=request.POST)
    service, unit = request.POST.get("service", ""), request.POST.get("unit", "")
    try:
        acted = take_suggestion(
            actor=request.actor,
            now=now,
            code=code,
            service=service,
            unit=unit,
            helpers=request.POST.getlist(HELPERS),
            expected_version=form.expected_version,
            key=form.key,
        )
    except (InvalidInput, Conflict, Forbidden) as error:
        detail = request_detail(request.actor, code, now=now)
        return show_request(request, detail, now=now, status=error.http_status, refused=words_of(error))
    words = _("Done: %(action)s. It is now: %(state)s.")
    action = action_label(Action.DISPATCH if unit else Action.AMEND)
    messages.success(request, words % {"action": action, "state": state_label(acted.state)})
    return redirect("console:request", code=code)


def _action(raw: str) -> Action:
    try:
        action = Action(raw)
    except ValueError:
        action = Action.SUBMIT
    if action is Action.SUBMIT:  # made by its own page
        raise NotFound(_("There is no such action."), code="unknown_action")
    return action


def _back_to(request: StaffRequest, url: str) -> HttpResponse:
    """A fresh page, also when only a corner of it was sent."""
    if not request.htmx:
        return redirect(url)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = url
    return response
