"""The hotline desk: what rings, the caller's card with the form beside it, the calls to return."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wobangni.catalogue.queries import search_articles
from wobangni.exchange.commands.answer_call import submit_from_call
from wobangni.exchange.commands.call_back import finish_call_back, take_call_back
from wobangni.exchange.queries.calls import Card, card, desk_of, latest, live, to_return
from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.kernel.errors import Conflict, InvalidInput, NotFound, TooMany
from wobangni.service_requests.commands.look_up_caller import look_up_line
from wobangni.service_requests.rules.states import OPEN_STATES
from wobangni.surfaces.console.call_form import AnswerForm, call_form
from wobangni.surfaces.console.views.new import show_taken
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff

#: Buttons of the form that only bring more of the page, for browsers without scripts: the form's own view knows them.
ONLY_LOOKS = ("ask", "look", "like", "read", "take_service", "take_division")


@staff(Role.CLERK)
@require_safe
def desk(request: StaffRequest, county: str) -> HttpResponse:
    """Where a clerk waits for calls."""
    now = clock.now()
    context = {
        "county": county,
        "now": now,
        "live": live(request.actor, county, now),
        "seats": desk_of(request.actor, county),
        "missed": to_return(request.actor, county, now),
        "calls": latest(request.actor, county),
    }
    return render(request, "console/hotline/desk.html", context)


@staff(Role.CLERK)
@require_safe
def ringing(request: StaffRequest, county: str) -> HttpResponse:
    """What rings just now; asked for every 700 ms, and nearly always unchanged: then 304, nothing is drawn. One query beside who asks."""
    found = live(request.actor, county, clock.now())
    tag = f'"{found.tag}"'
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        # Without the frame of the desk, which would ask for much more.
        response = HttpResponse(render_to_string("console/hotline/live.html", {"county": county, "live": found}))
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-store"
    return response


@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def call(request: StaffRequest, county: str, call: UUID) -> HttpResponse:
    """The caller's card with the form for a new request; ``answer`` answers from the knowledge base and closes it at once."""
    found = card(request.actor, county, call, clock.now())
    if found is None:
        raise NotFound(_("There is no such call in this county."))
    if request.method != "POST":
        return _page(request, county, found, call_form(None, county=county, card=found), AnswerForm())
    form, answer = call_form(request.POST, county=county, card=found), AnswerForm(request.POST)
    if any(name in request.POST for name in ONLY_LOOKS):
        return _page(request, county, found, form, answer)
    told = answer.consultation() if "answer" in request.POST else None
    if told is not None:
        form.fields["description"].required = False  # what was asked is what the article is about
    if not form.is_valid() or ("answer" in request.POST and told is None):
        return _page(request, county, found, form, answer, status=422)
    try:
        done = submit_from_call(
            actor=request.actor,
            now=clock.now(),
            county=county,
            call_id=call,
            submission=form.submission(),
            answered=told,
        )
    except (InvalidInput, Conflict) as error:
        refused = error if isinstance(error, InvalidInput) else InvalidInput(error.message)
        form.refuse(answer.taking(refused))
        return _page(request, county, found, form, answer, status=error.http_status)
    if told is not None:
        messages.success(request, _("Answered and closed: %(code)s.") % {"code": done.code})
        return redirect("console:hotline", county=county)
    return show_taken(request, done)


@staff(Role.CLERK)
@require_POST
@never_cache
def articles(request: StaffRequest, county: str) -> HttpResponse:
    """Articles for what is typed. By POST: what people ask never stands in an address."""
    words, service = request.POST.get("article_words", "")[:100], request.POST.get("service", "")[:64]
    today = clock.local_date(clock.now())
    found = search_articles(county, words, service="" if words.strip() else service, today=today)
    context = {"articles": found, "words": words, "chosen": request.POST.get("article", "")}
    return render(request, "console/hotline/articles.html", context)


@staff(Role.CLERK)
@require_POST
@never_cache
def take_back(request: StaffRequest, county: str, call: UUID) -> HttpResponse:
    """Takes a missed call to return it; the number is shown in the answer to this form and nowhere else."""
    now = clock.now()
    phone = take_call_back(actor=request.actor, now=now, county=county, call_id=call)
    found = card(request.actor, county, call, now)
    return render(request, "console/hotline/call_back.html", {"county": county, "card": found, "phone": phone})


@staff(Role.CLERK)
@require_POST
def called_back(request: StaffRequest, county: str, call: UUID) -> HttpResponse:
    """Says how it went; who was reached has a card to be filled in."""
    reached = request.POST.get("reached") == "yes"
    finish_call_back(actor=request.actor, now=clock.now(), county=county, call_id=call, reached=reached)
    if reached:
        return redirect("console:call", county=county, call=call)
    messages.success(request, _("Noted: nobody picked up."))
    return redirect("console:hotline", county=county)


def _page(
    request: StaffRequest, county: str, found: Card, form: Any, answer: AnswerForm, status: int = 200
) -> HttpResponse:
    """The form's own page with the card above it."""
    today = clock.local_date(clock.now())
    context = {
        "county": county,
        "form": form,
        "card": found,
        "answer_form": answer,
        "articles": search_articles(county, answer.words, service=form["service"].value() or "", today=today),
        "chosen": answer.chosen,
        "live": live(request.actor, county, clock.now()),
        **_earlier(request, county, found),
    }
    return render(request, "console/hotline/call.html", context, status=status)


def _earlier(request: StaffRequest, county: str, found: Card) -> dict[str, Any]:
    """What this line has asked for before: looked up on the record, as if the clerk had typed the number."""
    if found.line_hash is None:
        return {}
    try:
        rows = look_up_line(actor=request.actor, now=clock.now(), county=county, line_hash=found.line_hash)
    except TooMany as error:
        return {"card_problem": error.message}
    open_rows = [row for row in rows if row.state in OPEN_STATES]
    return {
        "open_rows": open_rows,
        "over_rows": [row for row in rows if row not in open_rows],
        "called_before": bool(rows),
    }
