"""Asking for help: what, where, photos, contact; each step is a page of its own that works without scripts."""

from __future__ import annotations

import functools
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wobangni.catalogue.queries import Service, service
from wobangni.kernel import clock
from wobangni.organisations.queries import DivisionRef
from wobangni.surfaces.resident import drafts
from wobangni.surfaces.resident.danger import advice_in
from wobangni.surfaces.resident.drafts import Draft
from wobangni.surfaces.resident.forms.ask import QUESTION, WhatForm, WhereForm
from wobangni.surfaces.resident.joining import choice
from wobangni.surfaces.resident.pages import county_of_page, page
from wobangni.surfaces.shared.permissions import resident

#: Sent by our script when it sends a form.
SCRIPT_HEADER = "X-Sent-By"
STEPS = ("what", "where", "photos", "contact")
StepView = Callable[[HttpRequest, DivisionRef, Draft], HttpResponse]


def step(view: StepView) -> Callable[..., HttpResponseBase]:
    """A step of the form: loads the draft, sends on whoever has already sent it, and declares the route."""

    @functools.wraps(view)
    def inner(request: HttpRequest, county: str, draft: UUID) -> HttpResponse:
        known = county_of_page(county)
        kept = drafts.load(request, county, draft)
        return redirect("ask_done", county, draft) if kept.sent else view(request, known, kept)

    return resident(never_cache(inner))


def answer(request: HttpRequest, kept: Draft) -> HttpResponse:
    """Keeps the draft and goes on: to the first step without an answer, else to the check."""
    drafts.save(request, kept)
    following = next((name for name in STEPS if name not in kept.done), "check")
    return next_page(request, f"ask_{following}", kept.county, kept.id)


def next_page(request: HttpRequest, name: str, *args: object) -> HttpResponse:
    """On to another page. Our script asks for its address alone, so that it isn't fetched twice over a weak line."""
    if request.headers.get(SCRIPT_HEADER):
        return HttpResponse(status=204, headers={"X-Next": reverse(name, args=args)})
    return redirect(name, *args)


def step_page(
    request: HttpRequest,
    of: DivisionRef,
    kept: Draft,
    name: str,
    *,
    template: str = "",
    status: int = 200,
    **context: object,
) -> HttpResponse:
    """A step's page, with its number and the way back."""
    number = STEPS.index(name) + 1
    back = (
        reverse(f"ask_{STEPS[number - 2]}", args=[of.code, kept.id])
        if number > 1
        else reverse("county", args=[of.code])
    )
    if len(kept.done) == len(STEPS):
        back = reverse("ask_check", args=[of.code, kept.id])
    frame = {"draft": kept, "step": number, "steps": len(STEPS), "back_url": back}
    return page(request, f"ask/{template or name}.html", of, status=status, **frame, **context)


@step
@require_http_methods(["GET", "HEAD", "POST"])
def what(request: HttpRequest, of: DivisionRef, kept: Draft) -> HttpResponse:
    """Own words and the service's questions."""
    about = _service_of(request, of, kept)
    initial = {"description": kept.description} | {QUESTION + code: value for code, value in kept.answers.items()}
    form = WhatForm(about, request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        code = about.code if about else ""
        changes = {"service": code, "description": form.cleaned_data["description"], "answers": form.answers()}
        changes |= choice(kept, request.POST)
        return answer(request, kept.with_step("what", **changes))
    return step_page(request, of, kept, "what", status=422 if form.is_bound else 200, form=form, service=about)


@step
@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest, of: DivisionRef, kept: Draft) -> HttpResponse:
    """Village, words or a point; or no particular place."""
    names = ("division", "place_text", "lat", "lng")
    if "nowhere" in request.POST:
        return answer(request, kept.with_step("where", division="", place_text="", lat=None, lng=None))
    form = WhereForm(
        of.code,
        request.POST if request.method == "POST" else None,
        initial={name: getattr(kept, name) for name in names},
    )
    if form.is_valid():
        changes = {name: form.cleaned_data[name] for name in names} | choice(kept, request.POST)
        return answer(request, kept.with_step("where", **changes))
    # The first page after the words: nobody in danger answers four questions before being told whom to ring.
    advice = advice_in(kept.description, now=clock.now())
    return step_page(request, of, kept, "where", status=422 if form.is_bound else 200, form=form, advice=advice)


@step
@require_POST
def discard(request: HttpRequest, of: DivisionRef, kept: Draft) -> HttpResponse:
    """Throws an unfinished form away."""
    drafts.discard(request, UUID(kept.id))
    return redirect("county", of.code)


def _service_of(request: HttpRequest, of: DivisionRef, kept: Draft) -> Service | None:
    """The service that the form is about: just chosen, or chosen before."""
    code = request.POST.get("service", request.GET.get("service", kept.service))
    found = service(code, of.code) if code else None
    return found if found and found.active else None
