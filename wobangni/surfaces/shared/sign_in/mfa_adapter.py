"""allauth's second factor, with its secrets sealed like contact data."""

from __future__ import annotations

import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy

from wobangni.accounts.cipher import seal, unseal

PLACE = "mfa/secret"


class MfaAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code is wrong, or was used already. Please wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text, PLACE)).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.b64decode(encrypted_text), PLACE)
