"""What residents do with their request: answer, add, remind, confirm, ask for rework, withdraw; of a merged one, rate the common answer or say
that it is not solved at their place."""

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

from wobangni.accounts.rate_limits import check_rate
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound, TooMany
from wobangni.organisations.queries import county
from wobangni.service_requests.commands.act_with_photos import act_with_photos
from wobangni.service_requests.commands.attach import stage
from wobangni.service_requests.commands.drop_staged import drop_staged
from wobangni.service_requests.queries.attachments import staged
from wobangni.service_requests.queries.public import resident_view
from wobangni.service_requests.queries.values import ResidentView
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.photo import MAX_PHOTOS
from wobangni.surfaces.resident.forms.act import OFFERS, ActForm
from wobangni.surfaces.resident.pages import page, resident_actor
from wobangni.surfaces.resident.signed_in import resident_id
from wobangni.surfaces.resident.views.ask import next_page
from wobangni.surfaces.resident.words import state_words
from wobangni.surfaces.shared.fields import add_refusal
from wobangni.surfaces.shared.permissions import resident
from wobangni.surfaces.shared.photo_rate import count_residents_photo

#: On one request in a while: each tells the unit's people and their robot, whose line takes twenty messages a minute for all requests together.
ACTS, SECONDS = 10, 600


@resident
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, code: str, action: str) -> HttpResponse:
    """One action: its form, or doing it. What was typed outlives a request that has moved on meanwhile."""
    chosen = _known(action)
    actor = resident_actor(request)
    try:
        view = resident_view(actor, code, now=clock.now())
    except NotFound:
        return next_page(
            request, "prove", code
        )  # theirs or not, the next page tells; what was typed is still on the phone
    if request.method == "POST":
        return _carried_out(request, actor, view, ActForm(chosen, request.POST))
    if chosen not in {offer.action for offer in view.actions}:
        messages.error(request, _("This can't be done just now. Here is how it stands."))
        return redirect("request", code)
    return _form_page(request, view, ActForm(chosen, initial={"version": view.version, "key": uuid.uuid4()}), [])


def _carried_out(request: HttpRequest, actor: Actor, view: ResidentView, form: ActForm) -> HttpResponse:
    problems = _stage(request, view, form)
    if problems or not form.is_valid():
        return _form_page(request, view, form, problems)
    try:
        check_rate("acts on request", view.code, limit=ACTS, seconds=SECONDS, now=clock.now())
        act_with_photos(
            actor=actor,
            now=clock.now(),
            code=view.code,
            action=form.action,
            data=form.values(),
            draft=form.cleaned_data["key"],
            expected_version=form.cleaned_data["version"],
        )
    except InvalidInput as error:
        add_refusal(form, error)
        if "photo" in error.fields:  # there is no room for them: the words can go without
            _unstage(request, view, form)
        return _form_page(request, view, form, [str(error.fields["photo"])] if "photo" in error.fields else [])
    except (Conflict, Forbidden, TooMany) as error:
        return _overtaken(request, actor, view.code, form.values(), str(error.message))
    messages.success(request, str(OFFERS[form.action].done))
    return next_page(request, "request", view.code)


def _known(action: str) -> Action:
    chosen = next((offered for offered in OFFERS if offered == action), None)
    if chosen is None:
        raise NotFound(_("There is no such action."))
    return chosen


def _stage(request: HttpRequest, view: ResidentView, form: ActForm) -> list[str]:
    """Keeps the photos that came along with the form, under its key; says which could not be taken."""
    files = [f for f in request.FILES.getlist("photos") if isinstance(f, UploadedFile)]
    if not files or not form.is_valid() or not OFFERS[form.action].photos:
        return [] if not files else [_("Please choose the photos again once the rest is filled in.")]
    problems = []
    for file in files[:MAX_PHOTOS]:
        try:
            count_residents_photo(request, resident_id(request) or view.code)
            stage(
                actor=resident_actor(request),
                now=clock.now(),
                county=view.county,
                draft=form.cleaned_data["key"],
                raw=file.read(),
            )
        except (InvalidInput, TooMany) as error:
            problems.append(f"{file.name}: {error.message}")
    return problems


def _unstage(request: HttpRequest, view: ResidentView, form: ActForm) -> None:
    draft = form.cleaned_data["key"]
    for photo in staged(view.county, draft):
        drop_staged(actor=resident_actor(request), county=view.county, draft=draft, id=photo.id)


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


def _overtaken(request: HttpRequest, actor: Actor, code: str, typed: dict[str, object], message: str) -> HttpResponse:
    """The request has moved on: what happened, what was typed, what can be done now."""
    view = resident_view(actor, code, now=clock.now())
    title, following = state_words(view)
    return page(
        request,
        "track/overtaken.html",
        county(view.county),
        status=409,
        view=view,
        state_title=title,
        state_following=following,
        message=message,
        typed=[value for value in typed.values() if isinstance(value, str) and len(value) > 5],
        fresh_key=uuid.uuid4(),
        can_add=any(offer.action is Action.ADD_INFO for offer in view.actions),
    )
