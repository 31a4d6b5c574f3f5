"""Identifiers made by the application, so that a row's key is known before it is written.

UUID version 7 (RFC 9562): unique without asking the database, in order of time, so that indexes grow at one end.
"""

from uuid import UUID

from uuid_utils.compat import uuid7

__all__ = ["UUID", "new_id"]


def new_id() -> UUID:
    """A fresh UUIDv7."""
    return uuid7()
