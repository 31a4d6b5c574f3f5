"""The end of the form: everything once more to check, sending it, and the tracking code."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wobangni.accounts.rate_limits import check_rate
from wobangni.accounts.rules.phone import mask_phone
from wobangni.accounts.vault import ContactInput
from wobangni.catalogue.queries import service
from wobangni.kernel import clock
from wobangni.kernel.errors import Conflict, InvalidInput
from wobangni.organisations.queries import DivisionRef, division
from wobangni.service_requests.commands.submit import Submission
from wobangni.service_requests.commands.submit_draft import submit_draft
from wobangni.service_requests.queries.attachments import staged
from wobangni.service_requests.queries.detail import answer_rows
from wobangni.service_requests.queries.public import resident_view
from wobangni.service_requests.rules.states import Channel
from wobangni.surfaces.resident import drafts
from wobangni.surfaces.resident.danger import advice_for, advice_in
from wobangni.surfaces.resident.drafts import Draft
from wobangni.surfaces.resident.joining import offers_for
from wobangni.surfaces.resident.memory import remember_code
from wobangni.surfaces.resident.pages import county_of_page, page, resident_actor
from wobangni.surfaces.resident.views.ask import STEPS, next_page, step
from wobangni.surfaces.shared.client import client_address
from wobangni.surfaces.shared.permissions import resident

#: Which step a refused field belongs to.
STEP_OF = {
    "description": "what",
    "service": "what",
    "answers": "what",
    "division": "where",
    "place_text": "where",
    "lat": "where",
    "contact": "contact",
}
#: Requests from one address: whole villages share one, machines that send rubbish do too.
REQUESTS, SECONDS = 100, 600


@step
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, of: DivisionRef, kept: Draft) -> HttpResponse:
    """Everything once more; sent when the resident says so."""
    missing = next((name for name in STEPS if name not in kept.done), None)
    if missing:
        return redirect(f"ask_{missing}", of.code, kept.id)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return _send(request, kept)
        except InvalidInput as error:
            problems = [
                (STEP_OF.get(name.split(".")[0], "what"), str(message)) for name, message in error.fields.items()
            ] or [("what", str(error.message))]
        except Conflict as error:  # what was typed is kept, and may be sent as a request of its own
            kept = replace(kept, home=str(uuid4()))
            drafts.save(request, kept)
            problems = [("what", f"{error.message} {_('If you send once more, it becomes a new request.')}")]
    about = service(kept.service, of.code) if kept.service else None
    now = clock.now()
    return page(
        request,
        "ask/check.html",
        of,
        status=422 if problems else 200,
        draft=kept,
        problems=problems,
        service=about,
        answers=answer_rows(about, dict(kept.answers)),
        place=division(kept.division) if kept.division else None,
        photos=staged(of.code, UUID(kept.home)),
        phone=mask_phone(kept.phone) if kept.phone else "",
        offers=offers_for(request, kept, now=now),
        advice=advice_in(kept.description, now=now),
    )


@resident
@never_cache
@require_safe
def done(request: HttpRequest, county: str, draft: UUID) -> HttpResponse:
    """The tracking code, and what happens next."""
    of = county_of_page(county)
    kept = drafts.load(request, county, draft)
    if not kept.sent:
        return redirect("ask_check", county, draft)
    view = resident_view(resident_actor(request, kept.code), kept.code, now=clock.now())
    return page(request, "ask/done.html", of, draft=kept, view=view, advice=advice_for(view.alarms))


def _send(request: HttpRequest, kept: Draft) -> HttpResponse:
    check_rate("submissions", client_address(request), limit=REQUESTS, seconds=SECONDS, now=clock.now())
    submitted = submit_draft(
        actor=resident_actor(request), now=clock.now(), submission=_submission(kept), draft=UUID(kept.home)
    )
    if submitted.created or not drafts.reloaded(request, kept).sent:
        drafts.save(request, kept.with_step("check", code=submitted.code, pin=submitted.pin or ""))
    response = next_page(request, "ask_done", kept.county, kept.id)
    remember_code(request, response, submitted.code)
    return response


def _submission(kept: Draft) -> Submission:
    proved = bool(kept.phone) and kept.phone == kept.proved_phone
    return Submission(
        county=kept.county,
        description=kept.description,
        service=kept.service or None,
        channel=Channel.WEB,
        division=kept.division or None,
        place_text=kept.place_text,
        lat=kept.lat,
        lng=kept.lng,
        answers=kept.answers,
        contact=ContactInput(name=kept.name, phone=kept.phone) if proved and not kept.anonymous else None,
        anonymous=bool(kept.anonymous) or not proved,
        resident_id=UUID(kept.resident) if proved and kept.resident and not kept.anonymous else None,
        key=kept.home,
        joins=UUID(kept.joins) if kept.joins else None,
    )
