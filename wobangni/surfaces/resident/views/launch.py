"""From a county's own app to our pages: a signed token once, then an address without it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wobangni.exchange.commands.launch import Launched, LaunchRefused
from wobangni.exchange.commands.launch import launch as use_token
from wobangni.kernel import clock
from wobangni.service_requests.commands.link_resident import link_earlier
from wobangni.surfaces.resident import signed_in
from wobangni.surfaces.resident.memory import forget_codes, remember_county
from wobangni.surfaces.resident.pages import county_of_page, page
from wobangni.surfaces.shared.client import client_address
from wobangni.surfaces.shared.embedded import embed
from wobangni.surfaces.shared.permissions import resident

OPENED_WITH = "launched"


@resident
@csrf_exempt  # the form comes from the county's app; its token proves more than ours would
@never_cache
@require_http_methods(["GET", "POST"])
def launch(request: HttpRequest, county: str) -> HttpResponse:
    """Signs in whom the app names and sends them on. A token in a body leaves no trace in the logs of any server on the way."""
    known = county_of_page(county)
    token = (request.POST if request.method == "POST" else request.GET).get("token", "").strip()
    before = str(request.session.get(OPENED_WITH, ""))
    try:
        done = use_token(now=clock.now(), county=county, token=token, ip=client_address(request), opened_with=before)
    except LaunchRefused as error:
        response = page(request, "launch_refused.html", known, status=error.http_status, error=error)
    else:
        changed = _sign_in(request, done, county)
        response = HttpResponseRedirect(done.next or reverse("county", args=[county]), status=303)
        if changed:
            forget_codes(response)
        remember_county(response, county)
        embed(response, county)
    response["Referrer-Policy"] = "no-referrer"  # the address holds a token
    return response


def _sign_in(request: HttpRequest, done: Launched, county: str) -> bool:
    """Signs in whom the app names; whether somebody else was here before. Of them nothing stays: no draft, no request of theirs."""
    if done.again:
        return False
    phone = done.proved.phone if done.proved else ""
    former = signed_in.proved_phone(request)
    changed = request.user.is_authenticated or former not in ("", phone)
    if changed:
        signed_in.sign_out(request)
    if done.proved is not None:
        signed_in.sign_in(request, done.proved, done.name, county)
        link_earlier(resident_id=done.proved.resident_id)
    request.session[OPENED_WITH] = done.jti
    return changed
