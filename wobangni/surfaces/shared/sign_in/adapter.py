"""allauth, as staff need it: nobody signs up, names in one spelling, a first password that must be changed."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.conf import settings
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wobangni.accounts.rate_limits import check_rate
from wobangni.accounts.rules.usernames import tidy_username
from wobangni.kernel import clock
from wobangni.kernel.errors import TooMany
from wobangni.surfaces.shared.client import client_address

#: Tries for one name from anywhere, right ones too; axes locks a name at one address long before.
TRIES, SECONDS = 60, 900


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("The sign-in name or the password is wrong."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Please wait a quarter of an hour, then try again."),
        "same_as_current": gettext_lazy("The new password must be another one than the present."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        name = tidy_username(str(credentials.get("username", "")))
        try:
            check_rate("sign-in", name, limit=TRIES, seconds=SECONDS, now=clock.now())
        except TooMany:
            raise self.validation_error("too_many_login_attempts") from None

    def clean_password(self, password: str, user: Any = None) -> str:
        cleaned: str = super().clean_password(password, user)
        if user is not None and user.check_password(password):
            raise ValidationError(self.error_messages["same_as_current"])
        return cleaned

    def set_password(self, user: Any, password: str) -> None:
        user.must_change_password = False
        super().set_password(user, password)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:  # whoever chose a language on this machine keeps it
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                max_age=365 * 24 * 3600,
                samesite="Lax",
                secure=settings.HTTPS,
            )
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return str(settings.LOGIN_REDIRECT_URL)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """The password once more for what protects the account, unless it was given just now, at signing in."""
        request = context.request
        records = get_authentication_records(request, request.user)
        since = clock.now().timestamp() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        if records and records[-1]["at"] > since:
            return False
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        raise ValidationError(_("This account is switched off. Ask the administrator of your county."))
