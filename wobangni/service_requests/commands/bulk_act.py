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
    """``message``: why not, in the reader's words; empty when done."""

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
        except InvalidInput as error:
            words = " ".join(str(m) for m in error.fields.values()) or str(error.message)
            outcomes.append(BulkOutcome(code, ok=False, message=words))
        except WobangniError as error:
            outcomes.append(BulkOutcome(code, ok=False, message=str(error.message)))
        else:
            outcomes.append(BulkOutcome(code, ok=True))
    return outcomes
