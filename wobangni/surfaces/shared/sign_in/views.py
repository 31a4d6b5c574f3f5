"""The few pages about one's own account that allauth has not, and one that it has with an addition."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wobangni.accounts.rules.demo import PASSWORD
from wobangni.kernel import clock
from wobangni.organisations.memberships import demo_people
from wobangni.surfaces.shared.role_words import role_label
from wobangni.surfaces.shared.sign_in.middleware import has_second_factor


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who I am, and what I can change about it."""
    user: Any = request.user
    return render(
        request,
        "account/home.html",
        {"two_step": is_mfa_enabled(user), "used_two_step": has_second_factor(request)},
    )


class SignIn(LoginView):  # type: ignore[misc]
    """In a demo, with the people one may be."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO:
            context |= {
                "demo_people": [(person, role_label(person.role)) for person in demo_people(clock.now())],
                "demo_password": PASSWORD,
            }
        return context


class SetUpTwoStep(ActivateTOTPView):  # type: ignore[misc]
    """Whoever has just shown a right code has used the second factor in this session: no need to sign in once more."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        user: Any = self.request.user
        record_authentication(self.request, user, method="mfa", type="totp")
        return response
