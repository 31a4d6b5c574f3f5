"""Taking a suggestion: the service that was guessed, the unit that should do it and those that help, in one go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, WobangniError
from wobangni.service_requests.commands.act import Doing, act_in_turn
from wobangni.service_requests.commands.bulk_act import MAX_AT_ONCE, BulkOutcome, words_of
from wobangni.service_requests.commands.dispatch import dispatch_steps
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
    helpers: Iterable[int | str] = (),
    instruction: str = "",
    expected_version: int | None = None,
    key: str | None = None,
) -> Acted:
    """Sets ``service`` (a code) if one is given, then dispatches to ``unit`` (an id), with ``helpers`` (ids), if one is given; all or none.

    Raises as ``act`` does.
    """
    steps = []
    if service:
        steps.append(Doing(Action.AMEND, now, {"service": service}, f"{key}-service" if key else None))
    if unit:
        steps += dispatch_steps(now, {"unit": unit, "instruction": instruction}, helpers, key)
    if not steps:
        raise InvalidInput(_("There is no suggestion to take. Please choose yourself."))
    return act_in_turn(actor=actor, code=code, steps=steps, expected_version=expected_version)


def dispatch_as_suggested(
    *, actor: Actor, now: dt.datetime, county: str, codes: Iterable[str], instruction: str = "", key: str | None = None
) -> list[BulkOutcome]:
    """Each request to the unit that is suggested for it, in its own transaction; those without a suggestion, and those whose unit has given such orders
    back, stay as they are and say so."""
    wanted = list(dict.fromkeys(codes))[:MAX_AT_ONCE]
    found = suggestions(actor, county, wanted, now)
    return [_one(actor, now, code, found.get(code), instruction, key) for code in wanted]


def _one(
    actor: Actor, now: dt.datetime, code: str, one: Suggestion | None, instruction: str, key: str | None
) -> BulkOutcome:
    if one is None or one.units is None:
        words = (
            _("No suggestion: its words name no service. Open it and choose a unit.")
            if one is None or one.service is None
            else _("No suggestion: no unit here does “%(service)s”. Open it and choose a unit.")
            % {"service": one.service.label}
        )
        return BulkOutcome(code, ok=False, message=words)
    best = one.units.best
    if best.doubtful:
        words = _("Look at it yourself: %(warning)s") % {"warning": best.warning}
        return BulkOutcome(code, ok=False, message=words)
    try:
        take_suggestion(
            actor=actor,
            now=now,
            code=code,
            service=one.service.code if one.guessed and one.service else "",
            unit=str(best.unit.id),
            helpers=[helper.id for helper in one.helpers],
            instruction=instruction,
            key=key,
        )
    except WobangniError as error:
        return BulkOutcome(code, ok=False, message=words_of(error))
    about = best.reasons[0] if best.reasons else (one.service.label if one.service else "")
    return BulkOutcome(code, ok=True, message=f"{best.unit.name} · {about}" if about else best.unit.name)
