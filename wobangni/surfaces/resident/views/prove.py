"""Proving that a request is one's own: by its query password, or by a code to the phone that it names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wobangni.accounts.commands.send_code import send_code
from wobangni.kernel import clock
from wobangni.kernel.errors import InvalidInput, TooMany
from wobangni.organisations.queries import county
from wobangni.service_requests.commands.prove import prove_with_phone, prove_with_pin
from wobangni.service_requests.rules.tracking_code import county_of
from wobangni.surfaces.resident import signed_in
from wobangni.surfaces.resident.forms.ask import CodeForm
from wobangni.surfaces.resident.forms.track import PhoneForm, PinForm
from wobangni.surfaces.resident.memory import remember_code
from wobangni.surfaces.resident.pages import page, resident_actor
from wobangni.surfaces.resident.views.track import look_up
from wobangni.surfaces.shared.client import client_address
from wobangni.surfaces.shared.fields import add_refusal
from wobangni.surfaces.shared.permissions import resident


@resident
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: HttpRequest, code: str) -> HttpResponse:
    """Query password or phone; which of them the request has is told to nobody."""
    _view, own = look_up(request, resident_actor(request), code)
    if own:
        return redirect("request", code)
    sent = request.POST if request.method == "POST" else None
    pin_form = PinForm(sent if sent and "pin" in sent else None)
    phone_form = PhoneForm(sent if sent and "phone" in sent else None)
    try:
        if pin_form.is_valid():
            pin, ip = pin_form.cleaned_data["pin"], client_address(request)
            return _proved(request, prove_with_pin(now=clock.now(), code=code, pin=pin, ip=ip))
        if phone_form.is_valid():
            message = send_code(now=clock.now(), phone=phone_form.cleaned_data["phone"], ip=client_address(request))
            signed_in.await_code(request, message)
            return redirect("prove_code", code)
    except (InvalidInput, TooMany) as error:
        _refuse(pin_form if pin_form.is_bound else phone_form, error)
    status = 422 if sent is not None else 200
    of = county(county_of(code))
    return page(request, "track/prove.html", of, status=status, code=code, pin_form=pin_form, phone_form=phone_form)


@resident
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove_code(request: HttpRequest, code: str) -> HttpResponse:
    """The six digits that came to that phone."""
    phone, masked = signed_in.awaited(request)
    if not phone:
        return redirect("prove", code)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            proved = signed_in.check_awaited(request, form.cleaned_data["digits"])
            return _proved(request, prove_with_phone(code=code, phone=proved.phone))
        except (InvalidInput, TooMany) as error:
            _refuse(form, error)
    of = county(county_of(code))
    return page(
        request,
        "mine/code.html",
        of,
        status=422 if form.is_bound else 200,
        form=form,
        masked=masked,
        back_name="prove",
        code=code,
    )


def _refuse(form: PinForm | PhoneForm | CodeForm, error: InvalidInput | TooMany) -> None:
    if isinstance(error, InvalidInput):
        add_refusal(form, error)
    else:
        form.add_error(None, str(error.message))


def _proved(request: HttpRequest, code: str) -> HttpResponse:
    messages.success(request, _("Thank you. You now see everything about your request."))
    response = redirect("request", code)
    remember_code(request, response, code)
    return response
