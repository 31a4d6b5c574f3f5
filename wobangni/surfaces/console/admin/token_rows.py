"""Tokens in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wobangni.kernel.actors import ROLE_SCOPE, Role, Scope
from wobangni.organisations.queries import unit
from wobangni.organisations.tokens import TokenRow
from wobangni.surfaces.console.admin.forms.tokens import SCOPES
from wobangni.surfaces.console.labels import role_label


@dataclass(frozen=True, slots=True)
class TokenLine:
    token: TokenRow
    scopes: tuple[str, ...]
    unit: str


def token_rows(tokens: Iterable[TokenRow]) -> list[TokenLine]:
    """Those in use first."""
    lines = [TokenLine(t, tuple(_scope(s) for s in t.scopes), _unit(t.unit_id)) for t in tokens]
    return sorted(lines, key=lambda line: line.token.revoked_at is not None)


def _scope(scope: str) -> str:
    if scope.startswith(ROLE_SCOPE):
        return role_label(Role(scope.removeprefix(ROLE_SCOPE)))
    return str(SCOPES.get(Scope(scope), scope)) if scope in list(Scope) else scope


def _unit(unit_id: int | None) -> str:
    found = unit(unit_id) if unit_id is not None else None
    return found.name if found else ""
