"""What a grid worker does with a request that they have: each step with its form, its words, and the command that carries it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l

from wobangni.kernel.actors import Actor
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.act_with_photos import act_with_photos
from wobangni.service_requests.commands.attach import stage
from wobangni.service_requests.commands.work_in_grid import whistle
from wobangni.service_requests.queries.values import RequestDetail
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.surfaces.grid.forms import KeyedForm, ReturnForm, TextForm, UnitForm, UnitsForm


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it, when, to which request, with which photos."""

    actor: Actor
    now: dt.datetime
    code: str
    photos: list[bytes]
    key: UUID


@dataclass(frozen=True, slots=True)
class Step:
    """``action``: the row of the lifecycle that must be possible. ``photos``: whether photos can come along."""

    slug: str
    action: Action
    title: Promise
    lead: Promise
    button: Promise
    done: Promise
    icon: str
    form: Callable[..., KeyedForm]
    carry_out: Callable[[Doing, KeyedForm], object]
    photos: bool = False
    names_units: bool = False


def _text_with_photos(action: Action, field: str) -> Callable[[Doing, KeyedForm], object]:
    def carry_out(it: Doing, form: KeyedForm) -> object:
        for raw in it.photos:
            stage(actor=it.actor, now=it.now, county=it.code[:6], draft=it.key, raw=raw)
        data = {field: form.cleaned_data["text"]}
        return act_with_photos(actor=it.actor, now=it.now, code=it.code, action=action, data=data, draft=it.key)

    return carry_out


def _whistle(it: Doing, form: KeyedForm) -> object:
    said = form.cleaned_data
    return whistle(
        actor=it.actor, now=it.now, code=it.code, units=said["units"], reason=said["reason"], key=str(it.key)
    )


def _plain(action: Action, *fields: str) -> Callable[[Doing, KeyedForm], object]:
    def carry_out(it: Doing, form: KeyedForm) -> object:
        data = {name: form.cleaned_data[name] for name in fields}
        return act(actor=it.actor, now=it.now, code=it.code, action=action, data=data, key=str(it.key))

    return carry_out


STEPS: dict[str, Step] = {
    one.slug: one
    for one in (
        Step(
            "answer", Action.ANSWER, _l("It is done"),
            _l("Say what was done, with a photo of how it looks now. The resident reads it."), _l("It is done"),
            _l("The answer is on its way."), "circle-check", TextForm, _text_with_photos(Action.ANSWER, "answer"), photos=True,
        ),
        Step(
            "echo", Action.ECHO, _l("Say how it stands"), _l("A word to the resident while it goes on."), _l("Say how it stands"),
            _l("The resident has had a word."), "message-circle", TextForm, _text_with_photos(Action.ECHO, "text"), photos=True,
        ),
        Step(
            "whistle", Action.WHISTLE, _l("Call units"),
            _l("For what is beyond the grid. You stay in charge; each called unit answers by the end of the next working day."),
            _l("Call units"), _l("The units are called."), "speakerphone", UnitsForm, _whistle, names_units=True,
        ),
        Step(
            "hand-up", Action.REDISPATCH, _l("Hand it up"), _l("Another unit takes over altogether."), _l("Hand it up"),
            _l("It has been handed up."), "arrow-forward-up", UnitForm, _plain(Action.REDISPATCH, "unit", "reason"), names_units=True,
        ),
        Step(
            "return", Action.RETURN, _l("Give it back"), _l("The county's desk decides who gets it. Its clock runs on."),
            _l("Give it back"), _l("It is back at the county's desk."), "arrow-back-up", ReturnForm,
            _plain(Action.RETURN, "reason", "basis"),
        ),
    )
}  # fmt: skip


def possible(detail: RequestDetail) -> list[Step]:
    """What can be done now, in order."""
    offered = {offer.action for offer in detail.actions}
    return [one for one in STEPS.values() if one.action in offered]


def may_take(detail: RequestDetail) -> bool:
    """Whether it can be taken: claimed, or accepted first."""
    offered = {offer.action for offer in detail.actions}
    return bool(offered & {Action.CLAIM, Action.ACCEPT})
