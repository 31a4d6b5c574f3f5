"""What can be done with many ticked requests at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.ids import new_id
from wobangni.service_requests.commands.bulk_act import MAX_AT_ONCE
from wobangni.service_requests.labels import action_label
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action, Who
from wobangni.surfaces.console import pickers

#: Those that mean the same for every row. Which of them a person sees follows from the lifecycle's table.
BULK_ACTIONS = (Action.DISPATCH, Action.ACCEPT, Action.SIGN)
#: Beside them: each ticked request to the unit that is suggested for it.
SUGGESTED = "suggested"


def bulk_actions(actor: Actor, county: str) -> list[Action]:
    """Actions that this person's roles in the county have at all; row by row the command decides."""
    positions = {str(role) for role in actor.roles_in(county)}
    if actor.unit_ids:
        positions.add(str(Who.LEAD))
    return [action for action in BULK_ACTIONS if {str(who) for who in BY_ACTION[action].who} & positions]


class BulkForm(forms.Form):
    """``code`` comes from the ticked rows. ``unit`` and ``instruction`` are asked for only where dispatching is possible."""

    action = forms.ChoiceField()
    code = forms.MultipleChoiceField()
    unit = forms.CharField(label=_("Unit"), required=False)
    instruction = forms.CharField(label=_("Instruction to the unit"), required=False, max_length=500)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    back = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)

    def __init__(self, data: Any = None, *, county: str, actor: Actor) -> None:
        super().__init__(data, auto_id="bulk_%s", initial={"idempotency_key": new_id().hex})
        self.actions = [(action.value, action_label(action)) for action in bulk_actions(actor, county)]
        self.fields["action"].choices = self.actions  # type: ignore[attr-defined]
        self.dispatches = any(value == Action.DISPATCH for value, _label in self.actions)
        if self.dispatches:
            self.actions.insert(1, (SUGGESTED, str(_("Dispatch as suggested"))))
            self.fields["action"].choices = self.actions  # type: ignore[attr-defined]
        sent = data.getlist("code")[:MAX_AT_ONCE] if data is not None else []
        self.fields["code"].choices = [(code, code) for code in sent]  # type: ignore[attr-defined]
        self.fields["unit"].widget = pickers.Picker(choices=pickers.units(county, empty=str(_("Choose a unit"))))

    def action_data(self) -> Mapping[str, str]:
        """The fields of the chosen action."""
        names = {f.name for f in BY_ACTION[Action(self.cleaned_data["action"])].fields}
        return {name: self.cleaned_data[name] for name in ("unit", "instruction") if name in names}
