"""A time limit from a day on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext, pgettext_lazy

from wobangni.catalogue.queries import services
from wobangni.catalogue.rules.limits import SETTABLE, Limit, TimeUnit
from wobangni.catalogue.rules.natures import Nature
from wobangni.surfaces.console.admin.words import limit_kind_label, nature_label, time_unit_label
from wobangni.surfaces.console.pickers import Picker


class LimitForm(forms.Form):
    """``scope``: everything, one nature ("nature:help") or one service ("service:noise")."""

    scope = forms.ChoiceField(label=_l("For what"), widget=Picker)
    kind = forms.ChoiceField(label=_l("Which limit"))
    amount = forms.IntegerField(
        label=pgettext_lazy("limit", "How much"),
        min_value=1,
        max_value=9999,
        widget=forms.NumberInput(attrs={"class": "input-short", "inputmode": "numeric"}),
    )
    unit = forms.ChoiceField(label=pgettext_lazy("limit", "Counted in"), initial=TimeUnit.WORKING_DAYS.value)
    effective_from = forms.DateField(
        label=_l("From which day"),
        help_text=_l("From tomorrow at the earliest. What was submitted before keeps its deadlines."),
        widget=forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: object, county: str | None, tomorrow: dt.date, **kwargs: object) -> None:
        kwargs.setdefault("initial", {"effective_from": tomorrow})
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = [(f"service:{s.code}", s.label) for s in services(county)]
        natures = [(f"nature:{n.value}", nature_label(n)) for n in Nature]
        choices: dict[str, list[Any]] = {
            "scope": [
                ("all", _("Everything")),
                (pgettext("limit", "All of one nature"), natures),
                (pgettext("limit", "One service"), offered),
            ],
            "kind": [(k.value, limit_kind_label(k)) for k in SETTABLE],
            "unit": [(u.value, time_unit_label(u)) for u in TimeUnit],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options
        self.fields["effective_from"].widget.attrs["min"] = tomorrow.isoformat()

    @property
    def service(self) -> str | None:
        return self._of("service:")

    @property
    def nature(self) -> Nature | None:
        found = self._of("nature:")
        return Nature(found) if found else None

    @property
    def limit(self) -> Limit:
        return Limit(self.cleaned_data["amount"], TimeUnit(self.cleaned_data["unit"]))

    def _of(self, prefix: str) -> str | None:
        scope: str = self.cleaned_data["scope"]
        return scope.removeprefix(prefix) if scope.startswith(prefix) else None
