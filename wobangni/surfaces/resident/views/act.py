"""What residents do with their request: answer, add, remind, confirm, ask for rework, withdraw."""

from __future__ import annotations

import uuid
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wobangni.kernel import clock
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, TooMany
from wobangni.organisations.queries import county
from wobangni.service_requests.commands.act_with_photos import act_with_photos
from wobangni.service_requests.commands.attach import stage
from wobangni.service_requests.queries.attachments import staged
from wobangni.service_requests.queries.public import resident_view
from wobangni.service_requests.queries.values import ResidentView
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.photo import MAX_PHOTOS
from wobangni.surfaces.resident.forms.act import OFFERS, ActForm
from wobangni.surfaces.resident.pages import page, resident_actor
from wobangni.surfaces.resident.views.ask import next_page
from wobangni.surfaces.resident.words import state_words
from wobangni.surfaces.shared.fields import add_refusal
from wobangni.surfaces.shared.permissions import resident


@resident
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """One action: its form, or doing it. What was typed outlives a request that has moved on meanwhile."""
    chosen = _known(action)
    actor = resident_actor(request)
    if request.method != "POST":
        view = resident_view(actor, code, now=clock.now())
        if chosen not in {offer.action for offer in view.actions}:
            return _overtaken(request, view, chosen, {})
        return _form_page(request, view, ActForm(chosen, initial={"version": view.version, "key": uuid.uuid4()}), [])
    form = ActForm(chosen, request.POST)
    problems = _stage(request, code, form)
    if form.is_valid() and not problems:
        try:
            act_with_photos(
                actor=actor,
                now=clock.now(),
                code=code,
                action=chosen,
                data=form.values(),
                draft=form.cleaned_data["key"],
                expected_version=form.cleaned_data["version"],
            )
        except InvalidInput as error:
            add_refusal(form, error)
        except TooMany as error:
            form.add_error(None, str(error.message))
        except (Conflict, Forbidden) as error:
            view = resident_view(actor, code, now=clock.now())
            return _overtaken(request, view, chosen, form.values(), str(error.message))
        else:
            messages.success(request, str(OFFERS[chosen].done))
            return next_page(request, "request", code)
    return _form_page(request, resident_view(actor, code, now=clock.now()), form, problems)


def _known(action: str) -> Action:
    chosen = next((offered for offered in OFFERS if offered == action), None)
    if chosen is None:
        raise NotFound(_("There is no such action."))
    return chosen


def _stage(request: HttpRequest, code: str, form: ActForm) -> list[str]:
    """Keeps the photos that came along with the form, under its key; says which could not be taken."""
    files = [f for f in request.FILES.getlist("photos") if isinstance(f, UploadedFile)]
    if not files or not form.is_valid() or not OFFERS[form.action].photos:
        return [] if not files else [_("Please choose the photos again once the rest is filled in.")]
    problems = []
    view = resident_view(resident_actor(request), code, now=clock.now())
    for file in files[:MAX_PHOTOS]:
        try:
            stage(
                actor=resident_actor(request),
                now=clock.now(),
                county=view.county,
                draft=form.cleaned_data["key"],
                raw=file.read(),
            )
        except InvalidInput as error:
            problems.append(f"{file.name}: {error.message}")
    return problems


def _form_page(request: HttpRequest, view: ResidentView, form: ActForm, problems: list[str]) -> HttpResponse:
    kept = staged(view.county, UUID(str(form["key"].value()))) if form.is_bound and form.is_valid() else ()
    return page(
        request,
        "track/act.html",
        county(view.county),
        status=422 if form.is_bound else 200,
        view=view,
        offer=OFFERS[form.action],
        action=form.action,
        form=form,
        problems=problems,
        kept=kept,
    )


def _overtaken(
    request: HttpRequest, view: ResidentView, action: Action, typed: dict[str, object], message: str = ""
) -> HttpResponse:
    """The request has moved on: what happened, what was typed, what can be done now."""
    title, following = state_words(view.state)
    texts = [str(value) for value in typed.values() if isinstance(value, str) and len(value) > 5]
    if request.method != "POST" and not texts:
        messages.error(request, _("This can't be done just now. Here is how it stands."))
        return redirect("request", view.code)
    return page(
        request,
        "track/overtaken.html",
        county(view.county),
        status=409,
        view=view,
        state_title=title,
        state_following=following,
        message=message,
        typed=texts,
        fresh_key=uuid.uuid4(),
        can_add=any(offer.action is Action.ADD_INFO for offer in view.actions),
    )
