"""The step for the phone: a number that a code has proved, or anonymous."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wobangni.accounts.commands.send_code import send_code
from wobangni.accounts.rules.phone import BadPhone, normalise_phone
from wobangni.kernel import clock
from wobangni.kernel.errors import InvalidInput, TooMany
from wobangni.organisations.queries import DivisionRef
from wobangni.surfaces.resident import drafts, signed_in
from wobangni.surfaces.resident.drafts import Draft
from wobangni.surfaces.resident.forms.ask import CodeForm, ContactForm
from wobangni.surfaces.resident.views.ask import answer, next_page, step, step_page
from wobangni.surfaces.shared.client import client_address
from wobangni.surfaces.shared.fields import add_refusal


@step
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, of: DivisionRef, kept: Draft) -> HttpResponse:
    """Phone or anonymous. A phone that this browser has proved already needs no code."""
    form = ContactForm(request.POST if request.method == "POST" else None, initial=_initial(request, kept))
    if form.is_valid():
        data = form.cleaned_data
        if data["how"] == "anonymous":
            return answer(request, kept.with_step("contact", anonymous=True, name="", phone="", resident=""))
        phone = _normal(data["phone"])
        if phone and phone == signed_in.proved_phone(request):
            proved = {"proved_phone": phone, "resident": signed_in.resident_id(request)}
            return answer(request, kept.with_step("contact", anonymous=False, name=data["name"], phone=phone, **proved))
        try:
            sent = send_code(now=clock.now(), phone=data["phone"], ip=client_address(request))
        except InvalidInput as error:
            add_refusal(form, error)
        except TooMany as error:
            if phone and phone == signed_in.awaited(request)[0]:
                return next_page(request, "ask_code", of.code, kept.id)  # the one sent a moment ago still counts
            form.add_error(None, str(error.message))
        else:
            signed_in.await_code(request, sent)
            changed = kept.without_step("contact", anonymous=False, name=data["name"], phone=sent.phone)
            drafts.save(request, changed)
            return next_page(request, "ask_code", of.code, kept.id)
    return step_page(request, of, kept, "contact", status=422 if form.is_bound else 200, form=form)


@step
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, of: DivisionRef, kept: Draft) -> HttpResponse:
    """The six digits that came by text message."""
    phone, masked = signed_in.awaited(request)
    if not phone or phone != kept.phone:
        return redirect("ask_contact", of.code, kept.id)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            proved = signed_in.check_awaited(request, form.cleaned_data["digits"])
        except (InvalidInput, TooMany) as error:
            form.add_error("digits", str(error.message))
        else:
            facts = {"proved_phone": proved.phone, "resident": str(proved.resident_id)}
            return answer(request, kept.with_step("contact", **facts))
    again = _("Send a new code")
    return step_page(
        request,
        of,
        kept,
        "contact",
        template="code",
        status=422 if form.is_bound else 200,
        form=form,
        masked=masked,
        again=again,
    )


def _initial(request: HttpRequest, kept: Draft) -> dict[str, str]:
    how = {None: "", True: "anonymous", False: "phone"}[kept.anonymous]
    phone, name = kept.phone or signed_in.proved_phone(request), kept.name or signed_in.told_name(request)
    return {"how": how, "phone": phone, "name": name}


def _normal(phone: str) -> str:
    try:
        return normalise_phone(phone)
    except BadPhone:
        return ""
