"""Dispatching by itself what a county lets be dispatched so (问题一报上，部门马上就到). Run by the worker as soon as a request is in.

What is urgent, unsure, or was given back before waits for a person. So does everything that a person was quicker with.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from wobangni.catalogue.queries import auto_dispatch_of, rule_words
from wobangni.kernel.errors import Conflict, InvalidInput
from wobangni.service_requests.commands.act import Doing, act_in_turn
from wobangni.service_requests.commands.directed import AUTO_DISPATCHER
from wobangni.service_requests.commands.dispatch import dispatch_steps
from wobangni.service_requests.commands.transition import Acted
from wobangni.service_requests.labels import channel_label
from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.queries.service_of import service_of
from wobangni.service_requests.queries.suggested import Suggestion, asked_about, suggestions_for
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.rules.suggest import By

#: Events are kept in the language of the county's staff.
LANGUAGE = "zh-hans"


@dataclass(frozen=True, slots=True)
class _Waiting:
    """``alarming``: whatever was chosen, its words speak first of something urgent."""

    code: str
    found: Suggestion
    alarming: bool


def auto_dispatch(*, county: str, id: UUID, now: dt.datetime) -> Acted | None:
    """Accepts and dispatches the request, if the county's setting lets it; None if it stays for a person. Again, it changes nothing.

    No query where the county has it switched off.
    """
    setting = auto_dispatch_of(county)
    if not setting.enabled:
        return None
    with translation.override(LANGUAGE):
        waiting = _read(county, id, now)
        if (
            waiting is None
            or waiting.alarming
            or not _is_sure(waiting.found, setting.services, setting.minimum_confidence)
        ):
            return None
        try:
            # Version 1: nobody has touched it. What a person does meanwhile wins, or comes after and is told.
            return act_in_turn(
                actor=AUTO_DISPATCHER,
                code=waiting.code,
                steps=_steps(county, id, waiting.found, now),
                expected_version=1,
                strict=True,
            )
        except (Conflict, InvalidInput):  # somebody was quicker; or the unit has just gone out of use
            return None


def _read(county: str, id: UUID, now: dt.datetime) -> _Waiting | None:
    rows = ServiceRequest.objects.filter(county=county, id=id, state=State.SUBMITTED, urgent=False, version=1)
    for code, one in asked_about(rows).items():
        found = suggestions_for(county, {code: one}, now).get(code)
        spoken_of = service_of(county, None, one.facts.description, one.facts.title)
        alarming = spoken_of is not None and spoken_of.service.urgent
        return _Waiting(code, found, alarming) if found else None
    return None


def _is_sure(one: Suggestion, services: frozenset[int], minimum: int) -> bool:
    """A service that may be dispatched by itself, known surely enough and not urgent; a unit by the directory that did not give such orders back."""
    if one.service is None or one.units is None or one.service.id not in services or one.service.urgent:
        return False
    best = one.units.best
    return one.confidence * 100 >= minimum and best.by is not By.HISTORY and not best.doubtful


def _steps(county: str, id: UUID, one: Suggestion, now: dt.datetime) -> list[Doing]:
    assert one.units is not None
    key, rule = f"auto/{id}", one.units.rule
    if rule is not None:
        words = _("Dispatched automatically by %(rule)s") % {"rule": rule_words(rule, county, channel_label)}
    else:
        words = _("Dispatched automatically to the unit that usually does this service")
    data = {"unit": one.units.best.unit.id, "instruction": words}
    steps = [Doing(Action.ACCEPT, now, {}, f"{key}/accept")]
    if one.guessed and one.service is not None:
        steps.append(Doing(Action.AMEND, now, {"service": one.service.code}, f"{key}/amend"))
    return steps + dispatch_steps(now, data, [helper.id for helper in one.helpers], key)
