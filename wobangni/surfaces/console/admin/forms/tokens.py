"""A key for another system."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wobangni.kernel.actors import ROLE_SCOPE, Role, Scope
from wobangni.organisations.commands.issue_token import MAX_NAME
from wobangni.surfaces.console.labels import role_label
from wobangni.surfaces.console.pickers import Picker, units
from wobangni.surfaces.shared.fields import LineField

SCOPES = {
    Scope.READ: _l("Read every request of the county"),
    Scope.WRITE: _l("Send in requests and follow those"),
    Scope.ACT: _l("Act on requests"),
}
#: Positions that a system can take in a county. Administration stays with people.
ROLES = (Role.CLERK, Role.DISPATCHER, Role.REVIEWER, Role.CALLER, Role.SUPERVISOR)


class TokenForm(forms.Form):
    name = LineField(limit=MAX_NAME, label=_l("Which system"), help_text=_l("For example 12345 热线平台."))
    scopes = forms.MultipleChoiceField(
        label=_l("What it may do"),
        choices=[(scope.value, label) for scope, label in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    roles = forms.MultipleChoiceField(
        label=_l("In whose position it acts"),
        help_text=_l("It may do what a person in this role may."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    unit = forms.TypedChoiceField(
        label=_l("Works for a unit"),
        help_text=_l("Then it acts as a handler of that unit."),
        coerce=int,
        empty_value=None,
        required=False,
        widget=Picker,
    )
    rate_per_minute = forms.IntegerField(
        label=_l("Calls a minute, at most"),
        min_value=1,
        max_value=1_000_000,
        initial=600,
        widget=forms.NumberInput(attrs={"class": "input-short"}),
    )

    def __init__(self, *args: object, county: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)
        roles.choices = [(ROLE_SCOPE + role.value, role_label(role)) for role in ROLES]
        place = self.fields["unit"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = units(county, empty=_("None"))
