"""Secrets of the second factor, sealed like contact data; allauth keeps them as text in its own table."""

from __future__ import annotations

import base64

from wobangni.accounts.cipher import is_current, seal, unseal

PLACE = "mfa/secret"
#: Where allauth keeps a secret: of the app, and of the recovery codes.
KEYS = ("secret", "seed")


def seal_secret(text: str) -> str:
    return base64.b64encode(seal(text, PLACE)).decode("ascii")


def open_secret(sealed: str) -> str:
    """Raises cipher.CannotOpen."""
    return unseal(base64.b64decode(sealed), PLACE)


def resealed_secrets(data: dict[str, object]) -> dict[str, object] | None:
    """The same data sealed with the newest key; None if they are already. Raises cipher.CannotOpen."""
    fresh = {
        key: seal_secret(open_secret(str(data[key])))
        for key in KEYS
        if key in data and not is_current(base64.b64decode(str(data[key])))
    }
    return data | fresh if fresh else None
