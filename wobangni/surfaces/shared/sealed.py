"""Values that a session holds but nobody may read in the database: sealed under the vault's key, bound to their place.

Sessions lie in the database, and in its backups; a secret, a password or a phone in the clear would lie there too.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from django.http import HttpRequest

from wobangni.accounts.cipher import CannotOpen, seal, unseal


def sealed(value: Any, place: str) -> str:
    """``value`` (anything JSON can say) as text that a session can hold. ``place``: what it is bound to; moved elsewhere it opens no more."""
    return base64.b64encode(seal(json.dumps(value), place)).decode()


def opened(text: object, place: str) -> Any:
    """What was sealed; None for nothing, for what never was sealed here, and for a key that is gone."""
    try:
        return json.loads(unseal(base64.b64decode(str(text)), place)) if text else None
    except (CannotOpen, binascii.Error, ValueError):
        return None


def show_once(request: HttpRequest, name: str, value: Any) -> None:
    """Keeps what the next page shows and no page after it: a token's secret, a first password, a query password."""
    request.session[name] = sealed(value, _once(name))


def shown_once(request: HttpRequest, name: str) -> Any:
    """What was kept under ``name``, gone from the session now; None for nothing."""
    return opened(request.session.pop(name, ""), _once(name))


def _once(name: str) -> str:
    return f"session/once/{name}"
