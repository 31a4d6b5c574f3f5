"""What residents may do with their request: the forms, in their words. The fields are those of the lifecycle's table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _l

from wobangni.service_requests.rules.fields import Kind
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action
from wobangni.surfaces.shared.fields import TextField


@dataclass(frozen=True, slots=True)
class Offer:
    """How an action is offered: on its button, at the head of its page; what came of it; whether photos can be added."""

    button: Promise
    title: Promise
    lead: Promise
    done: Promise
    icon: str
    photos: bool = False
    first: bool = False  # what we hope the resident does now
    stop: bool = False  # ends the matter: never the first choice


OFFERS: dict[Action, Offer] = {
    Action.SUPPLY_INFO: Offer(
        _l("Answer the question"), _l("Your answer to our question"), _l("It goes on as soon as we have it."),
        _l("Thank you. We go on now."), "message-2", photos=True, first=True,
    ),
    Action.CONFIRM: Offer(
        _l("Say how it went"), _l("How did it go?"), _l("Two questions: whether it is solved, and how satisfied you are."),
        _l("Thank you for telling us."), "star", first=True,
    ),
    Action.RATE: Offer(
        _l("Say how it went"), _l("How did it go?"), _l("Only about your own place. What the others say is asked of them."),
        _l("Thank you for telling us."), "star", first=True,
    ),
    Action.UNMERGE: Offer(
        _l("It is not solved for me"), _l("What is not solved at your place?"),
        _l("Your request is then set apart from the others and worked on again, with your words."),
        _l("It is set apart again and goes on."), "refresh",
    ),
    Action.REWORK: Offer(
        _l("It is not solved: please do it again"), _l("What is not solved?"), _l("The unit gets it back, with your words."),
        _l("It is being worked on again."), "refresh",
    ),
    Action.ADD_INFO: Offer(
        _l("Add something"), _l("What would you like to add?"), _l("The people who deal with it see it at once."),
        _l("Added. Thank you."), "plus", photos=True,
    ),
    Action.REMIND: Offer(
        _l("Remind them"), _l("Remind them"), _l("The unit is told that you are waiting. Once a day is enough."),
        _l("They have been reminded."), "bell",
    ),
    Action.WITHDRAW: Offer(
        _l("Withdraw it"), _l("Withdraw the request?"), _l("Nothing more happens with it then. What was done so far stays on record."),
        _l("It is withdrawn."), "x", stop=True,
    ),
}  # fmt: skip
LABELS: dict[tuple[Action, str], tuple[Promise, Promise | str]] = {
    (Action.SUPPLY_INFO, "text"): (_l("Your answer"), ""),
    (Action.ADD_INFO, "text"): (_l("In your words"), ""),
    (Action.REMIND, "remark"): (_l("Anything to say with it?"), ""),
    (Action.WITHDRAW, "remark"): (_l("Why?"), _l("It helps us to know, but you need not say.")),
    (Action.REWORK, "explanation"): (_l("What is not solved?"), _l("What was done, and what is missing.")),
    (Action.CONFIRM, "solved"): (_l("Is it solved?"), _l("Only about the matter itself.")),
    (Action.CONFIRM, "satisfied"): (
        _l("How satisfied are you?"),
        _l("With how you were treated and how long it took."),
    ),
    (Action.CONFIRM, "comment"): (_l("Anything to add?"), ""),
    (Action.UNMERGE, "reason"): (_l("What is not solved?"), _l("What was done, and what is missing.")),
}
LABELS |= {(Action.RATE, name): LABELS[Action.CONFIRM, name] for name in ("solved", "satisfied", "comment")}
FACES = [
    ("5", _l("Very satisfied")),
    ("4", _l("Satisfied")),
    ("3", _l("So-so")),
    ("2", _l("Dissatisfied")),
    ("1", _l("Very dissatisfied")),
]


class LaidOutChoice(forms.ChoiceField):
    """Radio buttons beside each other; ``layout`` is the class that ui/field.html sets."""

    def __init__(self, *, layout: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.layout = layout


class ActForm(forms.Form):
    """Made from the action's row in the lifecycle. ``version`` and ``key`` tell ``act`` what this page showed, and that it is this very click."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, action: Action, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.action = action
        for spec in BY_ACTION[action].fields:
            label, hint = LABELS[action, spec.name]
            common: dict[str, Any] = {"label": label, "help_text": hint, "required": spec.required}
            if spec.kind is Kind.BOOL:
                self.fields[spec.name] = LaidOutChoice(
                    layout="choices-inline",
                    choices=[("true", _l("Yes, it is")), ("false", _l("No, not yet"))],
                    widget=forms.RadioSelect,
                    error_messages={"required": _l("Please choose one.")},
                    **common,
                )
            elif spec.kind is Kind.INTEGER:
                self.fields[spec.name] = LaidOutChoice(
                    layout="faces",
                    choices=FACES,
                    widget=forms.RadioSelect,
                    error_messages={"required": _l("Please choose one.")},
                    **common,
                )
            else:
                self.fields[spec.name] = TextField(
                    limit=spec.maximum or 5000,
                    widget=forms.Textarea(attrs={"rows": 5}),
                    error_messages={"required": _l("Please fill this in.")},
                    **common,
                )

    def values(self) -> dict[str, Any]:
        """What ``act`` takes."""
        return {spec.name: self.cleaned_data.get(spec.name) for spec in BY_ACTION[self.action].fields}
