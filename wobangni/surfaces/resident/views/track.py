"""Following a request: by its code anybody sees where it stands; whose it is sees everything."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from wobangni.accounts.rate_limits import check_rate
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, NotFound, TooMany
from wobangni.organisations.queries import county
from wobangni.service_requests.access import checked_code
from wobangni.service_requests.queries.attachments import attachments_of, open_attachment
from wobangni.service_requests.queries.public import public_status, resident_view
from wobangni.service_requests.queries.values import PublicStatus, ResidentView
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.tracking_code import county_of
from wobangni.surfaces.resident.forms.act import OFFERS, Offer
from wobangni.surfaces.resident.forms.track import TrackForm
from wobangni.surfaces.resident.memory import own_codes
from wobangni.surfaces.resident.pages import page, resident_actor
from wobangni.surfaces.resident.words import lines, state_words
from wobangni.surfaces.shared.client import client_address
from wobangni.surfaces.shared.fields import add_refusal
from wobangni.surfaces.shared.permissions import resident
from wobangni.surfaces.shared.photos import photo_response

#: Look-ups by somebody who has not proved anything. Whole villages share one address of their operator's; guessing needs millions.
LOOKUPS, SECONDS = 120, 600


@resident
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The tracking code, as it was written down or heard."""
    form = TrackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            code = checked_code(form.cleaned_data["code"])
            look_up(request, resident_actor(request), code)
        except InvalidInput as error:
            add_refusal(form, error)
        except (NotFound, TooMany) as error:
            form.add_error("code", str(error.message))
        else:
            return redirect("request", code)
    return page(
        request, "track/enter.html", status=422 if form.is_bound else 200, form=form, has_own=bool(own_codes(request))
    )


@resident
@never_cache
@require_safe
def status(request: HttpRequest, code: str) -> HttpResponse:
    """Where it stands, who has it, by when; for its owner also what it says and what can be done now."""
    actor = resident_actor(request)
    view, own = look_up(request, actor, code)
    title, following = state_words(view)
    return page(
        request,
        "track/request.html",
        county(county_of(view.code)),
        view=view,
        promises=view.promises,
        own=own,
        state_title=title,
        state_following=following,
        lines=lines(view),
        photos=attachments_of(actor, code) if own else (),
        offers=offers_of(view),
    )


def offers_of(view: PublicStatus | ResidentView) -> list[tuple[Action, Offer]]:
    """What can be done now, what matters most first."""
    now = {offer.action for offer in view.actions} if isinstance(view, ResidentView) else set()
    return [(action, offer) for action, offer in OFFERS.items() if action in now]


@resident
@require_safe
def photo(request: HttpRequest, code: str, photo: UUID) -> HttpResponseBase:
    """A photo of one's own request."""
    small = "small" in request.GET
    return photo_response(open_attachment(resident_actor(request), code, photo, small=small), str(photo))


def look_up(request: HttpRequest, actor: Actor, code: str) -> tuple[PublicStatus | ResidentView, bool]:
    """The request, and whether it is the actor's own. Raises InvalidInput, NotFound, TooMany (for whoever looks up too many that are not theirs)."""
    now = clock.now()
    try:
        return resident_view(actor, code, now=now), True
    except NotFound:
        check_rate("code look-ups", client_address(request), limit=LOOKUPS, seconds=SECONDS, now=now)
        return public_status(code, now=now), False
