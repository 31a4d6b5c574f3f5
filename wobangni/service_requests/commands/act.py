"""Acting on a request: the one way in for pages, API, Open311, files and the hotline alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from wobangni.catalogue.queries import service
from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.kernel.rules.text import clean_line
from wobangni.organisations.queries import division, unit
from wobangni.service_requests.access import checked_code
from wobangni.service_requests.commands.transition import Acted, Step, transition
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action, Transition
from wobangni.service_requests.rules.tracking_code import county_of
from wobangni.service_requests.rules.validate import Problems, validate

MAX_KEY = 80  # characters


def act(
    *,
    actor: Actor,
    now: dt.datetime,
    code: str,
    action: Action | str,
    data: Mapping[str, Any] | None = None,
    expected_version: int | None = None,
    strict: bool = False,
    key: str | None = None,
    photos: Sequence[str] = (),
) -> Acted:
    """Does ``action`` to the request with tracking code ``code``.

    data: by field name of the action's row; raw strings and typed values are both taken. photos: SHA-256 (hex) of those that the caller adds in the same
    transaction, kept in the event. For ``expected_version``, ``strict`` and ``key``
    see ``transition``.

    Raises InvalidInput (``fields`` by field name), NotFound, Forbidden, Conflict.
    """
    return act_in_turn(
        actor=actor,
        code=code,
        steps=[Doing(action, now, data or {}, key, photos)],
        expected_version=expected_version,
        strict=strict,
    )


@dataclass(frozen=True, slots=True)
class Doing:
    """One of several actions; as the arguments of ``act``."""

    action: Action | str
    now: dt.datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    photos: Sequence[str] = ()


def act_in_turn(
    *,
    actor: Actor,
    code: str,
    steps: Sequence[Doing],
    expected_version: int | None = None,
    strict: bool = False,
) -> Acted:
    """Several actions (at least one, in order of time), each at its own moment, in one transaction: for files that tell what happened long ago.

    All or none. Raises as ``act`` does.
    """
    parsed = checked_code(code)
    county = county_of(parsed)
    prepared = []
    for step in steps:
        row = _row_of(step.action)
        cleaned = _resolved(county, row, clean_data(row, step.data, actor), actor)
        prepared.append(Step(row.action, step.now, cleaned, _clean_key(step.key), step.photos))
    return transition(
        actor=actor, county=county, code=parsed, steps=prepared, expected_version=expected_version, strict=strict
    )


def _clean_key(raw: str | None) -> str | None:
    key = clean_line(raw or "")
    if len(key) > MAX_KEY:  # never cut: two long keys may begin alike
        message = _("At most %(limit)s characters.") % {"limit": MAX_KEY}
        raise InvalidInput(_("Please check what you entered."), fields={"key": message})
    return key or None


def clean_data(row: Transition, data: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """``data`` checked against the row's fields, errors worded in the reader's language."""
    # Whoever writes an answer writes it for the resident, though a reviewer reads it first. What residents write is theirs, and a file tells what was.
    for_resident = (row.public or row.action is Action.ANSWER) and actor.kind in (ActorKind.STAFF, ActorKind.PARTNER)
    try:
        return validate(row.fields, data, for_resident=for_resident)
    except Problems as error:
        fields = {name: _(p.message) % {"limit": p.limit, "blank": p.blank} for name, p in error.problems.items()}
        raise InvalidInput(_("Please check what you entered."), fields=fields) from None


def _row_of(action: Action | str) -> Transition:
    try:
        row = BY_ACTION[Action(action)]
    except ValueError:
        raise NotFound(_("There is no such action."), code="unknown_action") from None
    if row.action is Action.SUBMIT:
        raise NotFound(_("There is no such action."), code="unknown_action")
    return row


def _resolved(county: str, row: Transition, cleaned: dict[str, Any], actor: Actor) -> dict[str, Any]:
    """Codes looked up: what the rules see are ids that exist and belong here."""
    resolve = {"service": _service, "division": _division, "lead_code": _lead_request, "unit": _unit}
    for name, look_up in resolve.items():
        if name in cleaned:
            look_up(county, row, cleaned)
    if row.action is Action.CLAIM:
        _own_unit(county, actor, cleaned)
    return cleaned


def _service(county: str, row: Transition, cleaned: dict[str, Any]) -> None:
    found = service(cleaned.pop("service"), county)
    if found is None or not found.active:
        raise InvalidInput(_("Please check what you entered."), fields={"service": _("There is no such service.")})
    cleaned["service_id"] = found.id


def _division(county: str, row: Transition, cleaned: dict[str, Any]) -> None:
    code = cleaned.pop("division")
    if division(code) is None or not code.startswith(county):
        raise InvalidInput(
            _("Please check what you entered."), fields={"division": _("This place does not lie in this county.")}
        )
    cleaned["division_id"] = code


def _unit(county: str, row: Transition, cleaned: dict[str, Any]) -> None:
    found = unit(cleaned["unit"])
    any_county = any(f.kind == "any_unit" for f in row.fields)
    if found is None or not found.active or not (any_county or found.county == county):
        raise InvalidInput(
            _("Please check what you entered."), fields={"unit": _("There is no such unit in this county.")}
        )


def _lead_request(county: str, row: Transition, cleaned: dict[str, Any]) -> None:
    """Only that it exists; whether it can take another in is looked at under its lock."""
    found = ServiceRequest.objects.filter(county=county, code=cleaned["lead_code"]).values_list("id", flat=True).first()
    if found is None:
        raise InvalidInput(
            _("Please check what you entered."),
            fields={"lead_code": _("There is no request with this tracking code in this county.")},
        )
    cleaned["merged_into"] = found


def _own_unit(county: str, actor: Actor, cleaned: dict[str, Any]) -> None:
    """The unit for which the actor claims: the only one they work in, unless they say which. Who works in none is refused later, as for any action."""
    own = {g.unit_id for g in actor.grants if g.unit_id is not None and g.county == county}
    if not own:
        return
    if "unit" not in cleaned and len(own) == 1:
        cleaned["unit"] = own.pop()
    elif "unit" not in cleaned:
        raise InvalidInput(
            _("Please check what you entered."), fields={"unit": _("You work in several units. Please choose one.")}
        )
    elif cleaned["unit"] not in own:
        raise InvalidInput(_("Please check what you entered."), fields={"unit": _("You do not work in this unit.")})
