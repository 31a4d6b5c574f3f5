"""A county's own app, as far as a demo needs one: a page with buttons, and the server behind it that signs."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wobangni.exchange.commands.sample_app import sample_token
from wobangni.exchange.queries.county_app import county_app
from wobangni.kernel import clock
from wobangni.surfaces.shared.permissions import public

COUNTY, PHONE, NAME = "150105", "16900000001", "其其格"
#: What its buttons open, by what they send along.
PAGES = {
    "home": f"/{COUNTY}/",
    "heating": f"/s/{COUNTY}/heating-cold/",
    "light": f"/s/{COUNTY}/street-light/",
    "mine": "/mine/",
}


@public("a sample app with a made-up person; not there outside of a demo")
@never_cache
@require_safe
def app(request: HttpRequest) -> HttpResponse:
    """The app's first page."""
    if not settings.DEMO:
        raise Http404
    return render(request, "demo/app.html", {"host": county_app(COUNTY)})


@public("signs for the made-up person of the sample app; not there outside of a demo")
@never_cache
@require_POST
def open_page(request: HttpRequest) -> HttpResponse:
    """What the app's server does: it knows who is signed in there, signs that, and sends the web view on. Each press is a fresh token."""
    if not settings.DEMO:
        raise Http404
    page = PAGES.get(request.POST.get("page", ""), PAGES["home"])
    token = sample_token(now=clock.now(), county=COUNTY, phone=PHONE, name=NAME, next_page=page)
    return HttpResponseRedirect(f"{reverse('launch', args=[COUNTY])}?{urlencode({'token': token})}", status=303)
