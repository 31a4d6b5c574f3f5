"""Taking a suggestion: the service that was guessed and the unit that usually does it, in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, WobangniError
from wobangni.service_requests.commands.act import Doing, act_in_turn
from wobangni.service_requests.commands.bulk_act import MAX_AT_ONCE, BulkOutcome, words_of
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.queries.suggested import Suggestion, suggestions
from wobangni.service_requests.rules.lifecycle import Action


def take_suggestion(
    *,
    actor: Actor,
    now: dt.datetime,
    code: str,
    service: str = "",
    unit: str = "",
    instruction: str = "",
    expected_version: int | None = None,
    key: str | None = None,
) -> Acted:
    """Sets ``service`` (a code) if one is given, then dispatches to ``unit`` (an id) if one is given; both or none.

    Raises as ``act`` does.
    """
    steps = []
    if service:
        steps.append(Doing(Action.AMEND, now, {"service": service}, f"{key}-service" if key else None))
    if unit:
        steps.append(Doing(Action.DISPATCH, now, {"unit": unit, "instruction": instruction}, key))
    if not steps:
        raise InvalidInput(_("There is no suggestion to take. Please choose yourself."))
    return act_in_turn(actor=actor, code=code, steps=steps, expected_version=expected_version)


def dispatch_as_suggested(
    *, actor: Actor, now: dt.datetime, county: str, codes: Iterable[str], instruction: str = "", key: str | None = None
) -> list[BulkOutcome]:
    """Each request to the unit that is suggested for it, in its own transaction; those without a suggestion stay as they are and say so."""
    wanted = list(dict.fromkeys(codes))[:MAX_AT_ONCE]
    found = suggestions(actor, county, wanted)
    return [_one(actor, now, code, found.get(code), instruction, key) for code in wanted]


def _one(
    actor: Actor, now: dt.datetime, code: str, one: Suggestion | None, instruction: str, key: str | None
) -> BulkOutcome:
    if one is None or one.unit is None:
        words = (
            _("No suggestion: its words name no service. Open it and choose a unit.")
            if one is None
            else _("No suggestion: no unit here does “%(service)s”. Open it and choose a unit.")
            % {"service": one.service.label}
        )
        return BulkOutcome(code, ok=False, message=words)
    try:
        take_suggestion(
            actor=actor,
            now=now,
            code=code,
            service=one.service.code if one.guessed else "",
            unit=str(one.unit.id),
            instruction=instruction,
            key=key,
        )
    except WobangniError as error:
        return BulkOutcome(code, ok=False, message=words_of(error))
    return BulkOutcome(code, ok=True, message=f"{one.unit.name} · {one.service.label}")
