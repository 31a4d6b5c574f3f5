"""The form of a county's pool."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wobangni.catalogue.queries import services
from wobangni.organisations.queries import units_of
from wobangni.service_requests.commands.pool import BOUNDS
from wobangni.service_requests.rules.pool import PoolRules

_NUMBERS = {
    "wait_minutes": _l("Minutes until it goes to dispatch unclaimed"),
    "most_open": _l("Open orders that a unit may have when it claims"),
    "cooling_minutes": _l("Minutes of rest after giving an order back"),
    "head_start_minutes": _l("Minutes of head start for who has taken fewest in seven days"),
}


class PoolRulesForm(forms.Form):
    """``unit_<id>``: what a unit can do, among what is offered; nothing ticked: everything."""

    services = forms.MultipleChoiceField(
        label=_l("Services that are offered"),
        help_text=_l("None: there is no pool. With a keyboard, hold Ctrl to pick several."),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 12}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        county: str,
        rules: PoolRules,
        skills: Mapping[int, frozenset[int]],
    ) -> None:
        every = services(county)
        code_of = {s.id: s.code for s in every}
        self.units = units_of(county)
        start: dict[str, Any] = {"services": [code_of[id] for id in rules.services if id in code_of]}
        start |= {f"unit_{u.id}": [code_of[id] for id in skills.get(u.id, ()) if id in code_of] for u in self.units}
        start |= {name: getattr(rules, name) for name in _NUMBERS}
        super().__init__(data, initial=start)
        labels = [(s.code, s.label) for s in every]
        offered = self.fields["services"]
        assert isinstance(offered, forms.MultipleChoiceField)
        offered.choices = labels
        for name, label in _NUMBERS.items():
            least, most = BOUNDS[name]
            self.fields[name] = forms.IntegerField(
                label=label, min_value=least, max_value=most, widget=forms.NumberInput(attrs={"class": "input-short"})
            )
        for unit in self.units:
            self.fields[f"unit_{unit.id}"] = forms.MultipleChoiceField(
                label=_("%(unit)s can do") % {"unit": unit.short_name},
                required=False,
                choices=labels,
                widget=forms.SelectMultiple(attrs={"size": 4}),
            )

    @property
    def skill_fields(self) -> list[forms.BoundField]:
        return [self[f"unit_{u.id}"] for u in self.units]

    @property
    def number_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in _NUMBERS]

    def said(self) -> dict[str, Any]:
        """As ``set_pool_rules`` takes it."""
        found = self.cleaned_data
        return {
            "services_offered": found["services"],
            "skills": {u.id: found[f"unit_{u.id}"] for u in self.units},
            **{name: found[name] for name in _NUMBERS},
        }
