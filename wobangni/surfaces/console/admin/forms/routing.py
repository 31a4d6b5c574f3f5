"""Which unit does a service."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wobangni.surfaces.console.pickers import Picker, services, units


class RoutingForm(forms.Form):
    service = forms.ChoiceField(label=_l("Service"), widget=Picker)
    unit = forms.TypedChoiceField(label=_l("Unit"), coerce=int, empty_value=None, required=False, widget=Picker)

    def __init__(self, *args: object, county: str, service: str, **kwargs: object) -> None:
        kwargs["initial"] = {"service": service}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, options in (("service", services(county)), ("unit", units(county, empty=_("The usual one")))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
