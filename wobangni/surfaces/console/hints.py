"""The suggestion on the page of a request, as this person may take it, and the helping units that it brings into the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from wobangni.catalogue.queries import RequestFacts, Service
from wobangni.organisations.queries import UnitRef
from wobangni.service_requests.queries.suggest_unit import UnitChoice
from wobangni.service_requests.queries.suggested import suggestion
from wobangni.service_requests.queries.values import RequestDetail
from wobangni.service_requests.rules.lifecycle import Action

#: Words that decided: more would explain nothing.
SHOWN_WORDS = 3
#: The box of the dispatch form with the units that help from the beginning.
HELPERS = "helpers"


@dataclass(frozen=True, slots=True)
class Hint:
    """choices: units, the best first, each with its reasons. ``dispatches``: to the first, in one press; otherwise only the service is set."""

    service: Service | None
    guessed: bool
    words: tuple[str, ...]
    choices: tuple[UnitChoice, ...]
    helpers: tuple[UnitRef, ...]
    dispatches: bool

    @property
    def unit(self) -> UnitRef | None:
        return self.choices[0].unit if self.choices else None

    @property
    def others(self) -> tuple[UnitChoice, ...]:
        return self.choices[1:]


def hint_for(detail: RequestDetail, now: dt.datetime) -> Hint | None:
    """None where nothing is suggested, or this person could do nothing with it. No query when warm."""
    may = {offer.action for offer in detail.actions}
    dispatches, amends = Action.DISPATCH in may, Action.AMEND in may
    if not (dispatches or (amends and detail.service is None)):
        return None
    found = suggestion(detail.id, _facts(detail), now)
    if found is None or (dispatches and not found.guessed and found.units is None):
        return None
    if not dispatches and found.service is None:
        return None
    return Hint(
        service=found.service,
        guessed=found.guessed,
        words=_telling(found.words),
        choices=found.units.choices if found.units else (),
        helpers=found.helpers,
        dispatches=dispatches and found.units is not None and (amends or not found.guessed),
    )


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """The weightiest; one that lies within another tells nothing new."""
    alone = [word for word in words if not any(word != other and word in other for other in words)]
    return tuple(alone[:SHOWN_WORDS])


def offer_helpers(form: forms.Form, hint: Hint, sent: Sequence[str] | None) -> None:
    """Boxes for the units that the rule lets help, ticked; as they were ``sent``, if they were."""
    if not hint.helpers:
        return
    chosen = [str(helper.id) for helper in hint.helpers] if sent is None else list(sent)
    form.fields[HELPERS] = forms.MultipleChoiceField(
        label=_("Helping units"),
        help_text=_("By the rule. They get the order together with the unit."),
        choices=[(str(helper.id), helper.name) for helper in hint.helpers],
        required=False,
        initial=chosen,
        widget=forms.CheckboxSelectMultiple,
    )


def _facts(detail: RequestDetail) -> RequestFacts:
    return RequestFacts(
        county=detail.county,
        submitted_at=detail.submitted_at,
        service_id=detail.service.id if detail.service else None,
        division=detail.division.code if detail.division else None,
        title=detail.title,
        description=detail.description,
        place_text=detail.place_text,
        urgent=detail.urgent,
        channel=detail.channel,
        lat=detail.lat,
        lng=detail.lng,
        answers=detail.raw_answers,
    )
