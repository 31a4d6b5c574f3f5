"""A unit of a county."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from wobangni.organisations.queries import UnitRef
from wobangni.organisations.rules.kinds import UnitKind
from wobangni.surfaces.console.admin.words import unit_kind_label
from wobangni.surfaces.shared.fields import LineField


class UnitForm(forms.Form):
    """``unit`` None: a new one, whose kind is to be chosen; later it stays."""

    name = LineField(
        limit=80, label=_l("Full name"), help_text=_l("As residents know it, for example 赛罕区住房和城乡建设局.")
    )
    short_name = LineField(limit=40, label=_l("Short name"), help_text=_l("As staff say it."), required=False)
    phone = LineField(
        limit=40, label=_l("Office telephone"), help_text=_l("Residents see it. No private number."), required=False
    )
    address = LineField(limit=200, label=_l("Address"), required=False)
    active = forms.BooleanField(
        label=pgettext_lazy("unit", "In use"),
        help_text=_l("A unit out of use keeps what it has and is offered nothing new."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: object, unit: UnitRef | None = None, **kwargs: object) -> None:
        if unit is not None:
            kwargs["initial"] = {
                "name": unit.name,
                "short_name": unit.short_name,
                "phone": unit.phone,
                "address": unit.address,
                "active": unit.active,
            }
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if unit is None:
            self.fields["kind"] = forms.ChoiceField(
                label=_l("What kind of unit is it?"),
                help_text=_l("Services find their usual unit by this."),
                choices=[(k.value, unit_kind_label(k)) for k in UnitKind],
            )
            self.order_fields(["kind", "name", "short_name"])
            del self.fields["active"]
