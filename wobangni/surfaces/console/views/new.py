"""Taking a request down for a resident on the telephone, at the counter or at the door."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wobangni.catalogue.queries import search_services
from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.kernel.errors import Conflict, InvalidInput, TooMany
from wobangni.organisations.queries import search_places
from wobangni.service_requests.commands.look_up_caller import look_up_caller
from wobangni.service_requests.commands.submit import Submitted, submit
from wobangni.service_requests.queries.detail import request_detail
from wobangni.surfaces.console.keys import TAKE_KEYS
from wobangni.surfaces.console.new_form import NewForm
from wobangni.surfaces.console.new_reading import Typed, panel
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff
from wobangni.surfaces.shared.sealed import show_once, shown_once

MAX_FOUND = 30


@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, county: str) -> HttpResponse:
    """The form; sent, it takes the request in. The buttons ``ask``, ``look``, ``read`` and ``take_…`` only bring more of the page, for
    browsers without scripts."""
    if request.method != "POST":
        return _page(request, county, NewForm(county=county, channel=request.GET.get("channel", "")))
    form = NewForm(request.POST, county=county)
    if "look" in request.POST:
        return _page(request, county, form, **_earlier(request, county))
    if "read" in request.POST or "take_service" in request.POST or "take_division" in request.POST:
        taken = _taking(request.POST)
        return _page(request, county, NewForm(taken, county=county), **_reading(request, county, taken))
    if "ask" in request.POST or not form.is_valid():
        return _page(request, county, form)
    try:
        done = submit(actor=request.actor, now=clock.now(), submission=form.submission())
    except (InvalidInput, Conflict) as error:
        form.refuse(error if isinstance(error, InvalidInput) else InvalidInput(error.message))
        return _page(request, county, form, status=error.http_status)
    return show_taken(request, done)


@staff(Role.CLERK)
@require_POST
@never_cache
def earlier(request: StaffRequest, county: str) -> HttpResponse:
    """What this line asked for before. By POST: a telephone number never stands in an address."""
    return render(request, "console/new/earlier.html", _earlier(request, county))


@staff(Role.CLERK)
@require_POST
@never_cache
def reading(request: StaffRequest, county: str) -> HttpResponse:
    """What the words say, as far as they have been typed. By POST: what people say never stands in an address."""
    return render(request, "console/new/reading.html", _reading(request, county))


@staff(Role.CLERK)
@require_POST
def questions(request: StaffRequest, county: str) -> HttpResponse:
    """The questions of the service that was picked, with what has been answered already."""
    return render(request, "console/new/questions.html", {"form": NewForm(request.POST, county=county)})


@staff()
@require_safe
def find_places(request: StaffRequest, county: str) -> HttpResponse:
    """Codes of townships and villages for what is typed, best first; the names are in the page already."""
    found = search_places(county, request.GET.get("q", "")[:60], limit=MAX_FOUND)
    return JsonResponse({"values": [one.code for one in found]})


@staff()
@require_safe
def find_services(request: StaffRequest, county: str) -> HttpResponse:
    """Codes of services for what is typed, best first."""
    found = search_services(request.GET.get("q", "")[:200], county, limit=MAX_FOUND)
    return JsonResponse({"values": [match.service.code for match in found]})


@staff(Role.CLERK)
@require_safe
@never_cache
def taken(request: StaffRequest, code: str) -> HttpResponse:
    """The code in large figures, to be read aloud; the password of an anonymous request, this once."""
    detail = request_detail(request.actor, code, now=clock.now())
    return render(request, "console/new/taken.html", {"detail": detail, "pin": shown_once(request, _pin_name(code))})


def show_taken(request: StaffRequest, done: Submitted) -> HttpResponse:
    """To the page with the code; the password of an anonymous request goes along, once."""
    if done.pin:
        show_once(request, _pin_name(done.code), done.pin)
    return redirect("console:taken", code=done.code)


def _pin_name(code: str) -> str:
    return f"pin:{code}"


def _page(request: StaffRequest, county: str, form: NewForm, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "console/new/page.html", {"form": form, "county": county, **more}, status=status)


def _reading(request: StaffRequest, county: str, data: QueryDict | None = None) -> dict[str, Any]:
    typed = Typed.of_post(request.POST if data is None else data, county)
    return {"panel": panel(request.actor, county, typed, now=clock.now()), "take_keys": TAKE_KEYS}


def _taking(sent: QueryDict) -> QueryDict:
    """The form as it was sent, with the suggestion that was pressed in its box."""
    taken = sent.copy()
    for field in ("service", "division"):
        if f"take_{field}" in sent:
            taken[field] = sent.get(f"take_{field}", "")
    return taken


def _earlier(request: StaffRequest, county: str) -> dict[str, Any]:
    phone = request.POST.get("phone", "")
    if not phone.strip():
        return {"asked": False}
    try:
        return {"asked": True, "rows": look_up_caller(actor=request.actor, now=clock.now(), county=county, phone=phone)}
    except (InvalidInput, TooMany) as error:
        return {"asked": False, "problem": error.message}
