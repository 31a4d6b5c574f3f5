"""/accounts/: of allauth's pages only those that staff need, under allauth's names."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, URLResolver, path

from wobangni.surfaces.shared.permissions import Audience, Permission, declared
from wobangni.surfaces.shared.sign_in import views

_BEFORE = Permission(Audience.PUBLIC, why="signing in")
_AFTER = Permission(Audience.STAFF)  # any account; allauth's views ask for it themselves

urlpatterns: list[URLPattern | URLResolver] = [
    *declared(
        _BEFORE,
        [
            path("login/", views.SignIn.as_view(), name="account_login"),
            path("logout/", account.logout, name="account_logout"),
            path("inactive/", account.account_inactive, name="account_inactive"),
            path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
        ],
    ),
    *declared(
        _AFTER,
        [
            path("", views.account, name="account_home"),
            path("password/change/", account.password_change, name="account_change_password"),
            path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
            path("2fa/", mfa.index, name="mfa_index"),
            path("2fa/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
            path("2fa/totp/activate/", views.SetUpTwoStep.as_view(), name="mfa_activate_totp"),
            path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
            path("2fa/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
            path("2fa/recovery-codes/generate/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
            path("2fa/recovery-codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
        ],
    ),
]
