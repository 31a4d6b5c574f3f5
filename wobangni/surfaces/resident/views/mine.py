"""My requests: what this browser sent, and after a code by text message everything of that phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wobangni.accounts.commands.send_code import send_code
from wobangni.kernel import clock
from wobangni.kernel.errors import InvalidInput, TooMany
from wobangni.notices.commands.save_preferences import save_line_preference
from wobangni.notices.queries import line_wants
from wobangni.service_requests.commands.link_resident import link_earlier
from wobangni.service_requests.queries.public import my_requests
from wobangni.surfaces.resident import signed_in
from wobangni.surfaces.resident.forms.ask import CodeForm
from wobangni.surfaces.resident.forms.track import PhoneForm, WantsForm
from wobangni.surfaces.resident.memory import forget_codes, remembered_county
from wobangni.surfaces.resident.pages import page, resident_actor
from wobangni.surfaces.resident.words import state_words
from wobangni.surfaces.shared.client import client_address
from wobangni.surfaces.shared.fields import add_refusal
from wobangni.surfaces.shared.permissions import public, resident


@resident
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The list, newest first."""
    found = my_requests(resident_actor(request), now=clock.now())
    rows = [(one, state_words(one)[0]) for one in found]
    return page(request, "mine/list.html", remembered_county(request), rows=rows, phone=signed_in.masked_phone(request))


@resident
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """A phone, and a code to it."""
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            sent = send_code(now=clock.now(), phone=form.cleaned_data["phone"], ip=client_address(request))
        except InvalidInput as error:
            add_refusal(form, error)
        except TooMany as error:
            form.add_error(None, str(error.message))
        else:
            signed_in.await_code(request, sent)
            return redirect("sign_in_code")
    return page(
        request, "mine/sign_in.html", remembered_county(request), status=422 if form.is_bound else 200, form=form
    )


@resident
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """The six digits."""
    phone, masked = signed_in.awaited(request)
    if not phone:
        return redirect("sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            proved = signed_in.check_awaited(request, form.cleaned_data["digits"])
        except (InvalidInput, TooMany) as error:
            form.add_error("digits", str(error.message))
        else:
            link_earlier(resident_id=proved.resident_id)
            return redirect("mine")
    frame = {"form": form, "masked": masked, "back_name": "sign_in"}
    return page(request, "mine/code.html", remembered_county(request), status=422 if form.is_bound else 200, **frame)


@resident
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Of what this phone wants to hear by text message; after its code."""
    phone = signed_in.proved_phone(request)
    if not phone:
        return redirect("sign_in")
    form = WantsForm(request.POST if request.method == "POST" else None, initial={"wants": line_wants(phone)})
    if form.is_valid():
        save_line_preference(now=clock.now(), phone=phone, wants=form.cleaned_data["wants"])
        messages.success(request, _("Saved."))
        return redirect("mine")
    frame = {"form": form, "masked": signed_in.masked_phone(request)}
    return page(request, "mine/notices.html", remembered_county(request), status=422 if form.is_bound else 200, **frame)


@resident
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """On somebody else's phone: forgets every code, the sign-in and unfinished forms."""
    signed_in.sign_out(request)
    response = redirect("start")
    forget_codes(response)
    return response


@public("says what happens to data")
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, who sees it, for how long."""
    return page(request, "privacy.html", remembered_county(request))
