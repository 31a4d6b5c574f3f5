"""What an API token looks like: ``wbn_`` + 8 characters that name it + ``_`` + 43 that nobody else knows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wobangni.kernel.actors import ROLE_SCOPE, Scope

PREFIX_LENGTH = 8
_SHAPE = re.compile(r"^wbn_([a-z0-9]{8})_[A-Za-z0-9_-]{43}$")


def prefix_of(secret: str) -> str | None:
    """The part that names the token; None for what is no token at all."""
    found = _SHAPE.match(secret)
    return found[1] if found else None


#: What a token may be allowed. Divisions, units and the catalogue need no token.
SCOPES = frozenset(map(str, Scope))


def roles_of(scopes: Iterable[str]) -> tuple[str, ...]:
    """The names of the staff roles among ``scopes``."""
    return tuple(sorted(s.removeprefix(ROLE_SCOPE) for s in scopes if s.startswith(ROLE_SCOPE)))
