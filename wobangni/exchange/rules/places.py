"""What each sealed column of the hotline and of the counties' apps is bound to: a blob that is moved elsewhere opens no more."""

from __future__ import annotations

from uuid import UUID


def secret_place(key: str, column: str) -> str:
    """Of the telephone system with this key."""
    return f"telephone/{key}/{column}"


def call_place(county: str, call_id: UUID, column: str) -> str:
    """Of one call."""
    return f"call/{county}/{call_id}/{column}"


def app_place(key: str, column: str) -> str:
    """Of the county's app with this key."""
    return f"county_app/{key}/{column}"
