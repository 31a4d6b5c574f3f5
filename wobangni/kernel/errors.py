"""Errors that commands and look-ups raise; surfaces word and render them.

Each carries a stable ``code`` (for the API) and a translated ``message`` that a person can act on. A surface shows the message;
it never invents its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

Message = str | Promise


class WobangniError(Exception):
    """Base of everything a command may raise on purpose."""

    code = "error"
    http_status = 400

    def __init__(self, message: Message, *, code: str | None = None, **details: object) -> None:
        super().__init__(str(message))
        self.message = message
        self.details: Mapping[str, object] = details
        if code is not None:
            self.code = code


class InvalidInput(WobangniError):
    """What was sent can't be used; ``fields`` names where, in the user's words."""

    code = "invalid"
    http_status = 422

    def __init__(
        self, message: Message, *, fields: Mapping[str, Message] | None = None, code: str | None = None
    ) -> None:
        super().__init__(message, code=code)
        self.fields: Mapping[str, Message] = fields or {}


class NotFound(WobangniError):
    """No such thing, or none that this actor may know of."""

    code = "not_found"
    http_status = 404


class Forbidden(WobangniError):
    """The actor may know of it but may not do this."""

    code = "forbidden"
    http_status = 403


class Conflict(WobangniError):
    """The state has moved on since the actor looked; nothing was changed."""

    code = "conflict"
    http_status = 409


class TooMany(WobangniError):
    """A limit was reached; ``retry_after`` seconds until it is worth trying again."""

    code = "too_many"
    http_status = 429

    def __init__(self, message: Message, *, retry_after: int = 60, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after = retry_after
