"""The same action for many requests, each in its own transaction: one that can't be done never holds up the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, WobangniError
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.rules.lifecycle import Action

MAX_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """``message``: why not, in the reader's words; when done, what was chosen for it, if anything was."""

    code: str
    ok: bool
    message: str = ""


def bulk_act(
    *,
    actor: Actor,
    now: dt.datetime,
    codes: Iterable[str],
    action: Action | str,
    data: Mapping[str, Any],
    key: str | None = None,
) -> list[BulkOutcome]:
    """Outcome of each, in order, doubles left out; at most ``MAX_AT_ONCE``."""
    outcomes = []
    for code in list(dict.fromkeys(codes))[:MAX_AT_ONCE]:
        try:
            act(actor=actor, now=now, code=code, action=action, data=data, key=key)
        except WobangniError as error:
            outcomes.append(BulkOutcome(code, ok=False, message=words_of(error)))
        else:
            outcomes.append(BulkOutcome(code, ok=True))
    return outcomes


def words_of(error: WobangniError) -> str:
    """Everything that was wrong, in one line."""
    if isinstance(error, InvalidInput) and error.fields:
        return " ".join(str(message) for message in error.fields.values())
    return str(error.message)
