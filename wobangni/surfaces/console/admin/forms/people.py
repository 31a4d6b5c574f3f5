"""People and their roles."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wobangni.kernel.actors import Role
from wobangni.organisations.queries import grids_of
from wobangni.surfaces.console.labels import role_label
from wobangni.surfaces.console.pickers import Picker, units
from wobangni.surfaces.shared.fields import LineField

#: Roles that can be held in a county.
COUNTY_ROLES = tuple(role for role in Role if role is not Role.REGION_OBSERVER)
WHAT_FOR = {
    Role.CLERK: _l("takes requests in, at the telephone and the counter"),
    Role.DISPATCHER: _l("hands requests to units, decides on returns"),
    Role.HANDLER: _l("works in one unit on what it was given"),
    Role.GRID_WORKER: _l("on a phone in one grid: reports, takes, does"),
    Role.REVIEWER: _l("reads answers before residents do"),
    Role.CALLER: _l("asks residents afterwards"),
    Role.SUPERVISOR: _l("watches deadlines, sees who looked at contacts"),
    Role.COUNTY_ADMIN: _l("people, units, services, limits: these pages"),
}


class RoleForm(forms.Form):
    """A role in a county; handlers name their unit, grid workers their grid."""

    role = forms.ChoiceField(label=_l("Role"), widget=forms.RadioSelect)
    unit = forms.TypedChoiceField(
        label=_l("Unit"),
        help_text=_l("Only for handlers."),
        coerce=int,
        empty_value=None,
        required=False,
        widget=Picker,
    )
    grid = forms.TypedChoiceField(
        label=_l("Grid"),
        help_text=_l("Only for grid workers."),
        coerce=int,
        empty_value=None,
        required=False,
        widget=Picker,
    )

    leader = forms.BooleanField(
        label=_l("Leads there"),
        help_text=_l(
            "A handler who leads the unit, a supervisor who answers for the county. They hear when time runs out; it gives no further rights."
        ),
        required=False,
    )

    def __init__(self, *args: object, county: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        roles = self.fields["role"]
        assert isinstance(roles, forms.ChoiceField)
        roles.choices = [
            (role.value, _("%(role)s: %(what)s") % {"role": role_label(role), "what": WHAT_FOR[role]})
            for role in COUNTY_ROLES
        ]
        place = self.fields["unit"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = units(county, empty=_("None"))
        area = self.fields["grid"]
        assert isinstance(area, forms.ChoiceField)
        area.choices = [("", _("None")), *((str(g.id), g.name) for g in grids_of(county))]


class NewPersonForm(RoleForm):
    """Somebody new, with their first role."""

    name = LineField(limit=64, label=_l("Name"), help_text=_l("As colleagues know them."))
    username = LineField(
        limit=64, label=_l("Sign-in name"), help_text=_l("Letters, digits and @ . + - _"), widget=forms.TextInput
    )

    field_order = ("name", "username", "role", "unit", "grid", "leader")


class PasswordForm(forms.Form):
    """A new temporary password."""

    drop_second_factor = forms.BooleanField(
        label=_l("The phone with the one-time codes is lost too"),
        help_text=_l("The second step is removed; the person sets it up again at the next sign-in."),
        required=False,
    )


class PeopleFilter(forms.Form):
    """Finding people in the list."""

    q = forms.CharField(label=_l("Name or sign-in name"), required=False)
    role = forms.ChoiceField(label=_l("Role"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        roles = self.fields["role"]
        assert isinstance(roles, forms.ChoiceField)
        roles.choices = [("", _("All roles")), *((role.value, role_label(role)) for role in COUNTY_ROLES)]
