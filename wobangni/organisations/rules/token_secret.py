"""What an API token looks like: ``wbn_`` + 8 characters that name it + ``_`` + 43 that nobody else knows."""

from __future__ import annotations

import re
from collections.abc import Iterable

PREFIX_LENGTH = 8
_SHAPE = re.compile(r"^wbn_([a-z0-9]{8})_[A-Za-z0-9_-]{43}$")


def prefix_of(secret: str) -> str | None:
    """The part that names the token; None for what is no token at all."""
    found = _SHAPE.match(secret)
    return found[1] if found else None


#: What a token may be allowed: reading every request of its county; sending some and following those; acting on them; sending contact data
#: with them; reading services and units.
SCOPES = frozenset({"requests:read", "requests:write", "requests:act", "contacts:write", "catalogue:read"})
#: A scope that begins so names a staff role, which the token holds in its county as a person would.
ROLE_SCOPE = "role:"


def roles_of(scopes: Iterable[str]) -> tuple[str, ...]:
    """The names of the staff roles among ``scopes``."""
    return tuple(sorted(s.removeprefix(ROLE_SCOPE) for s in scopes if s.startswith(ROLE_SCOPE)))
