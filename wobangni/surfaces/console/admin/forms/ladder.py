"""The steps of one clock from a day on: a row for each, and one more to fill in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext

from wobangni.catalogue.queries import ladder_today
from wobangni.catalogue.rules.ladder import BEFORE, LADDER_CLOCKS, MOST_STEPS, Rung, Step, When
from wobangni.catalogue.rules.limits import WAITING, LimitKind, TimeUnit
from wobangni.service_requests.labels import rung_label
from wobangni.surfaces.console.admin.words import limit_kind_label, time_unit_label

_SPARE = 1
_SHORT = {"class": "input-short", "inputmode": "numeric"}


@dataclass(frozen=True, slots=True)
class Row:
    """One step as it is entered."""

    number: int
    when: BoundField
    amount: BoundField
    unit: BoundField
    tell: BoundField


def chosen_kind(data: Mapping[str, Any]) -> LimitKind:
    """The clock that the page is about; the answer, unless another one is named."""
    named = str(data.get("kind", ""))
    return next((kind for kind in LADDER_CLOCKS if kind.value == named), LimitKind.ANSWER)


class LadderForm(forms.Form):
    """``when-0``, ``amount-0``, ``unit-0``, ``tell-0`` … A row without a moment is none. Without data: what holds today."""

    effective_from = forms.DateField(
        label=_l("From which day"),
        help_text=_l("From tomorrow at the earliest. What was submitted before keeps its steps."),
        widget=forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: Any, *, county: str | None, kind: LimitKind, now: dt.datetime, tomorrow: dt.date) -> None:
        super().__init__(data, initial={"effective_from": tomorrow})
        self.kind = kind
        self.kind_label = limit_kind_label(kind)
        self.fields["effective_from"].widget.attrs["min"] = tomorrow.isoformat()
        steps = ladder_today(county, now).of(kind).steps
        self.count = min(MOST_STEPS, len(steps) + _SPARE)
        for number in range(self.count):
            self._add(number, steps[number] if number < len(steps) else None)

    def _add(self, number: int, step: Step | None) -> None:
        moments = [(w.value, _moment(w)) for w in When if self.kind not in WAITING or w in BEFORE]
        self.fields[f"when-{number}"] = forms.ChoiceField(
            label=pgettext("step", "When"),
            required=False,
            choices=[("", pgettext("step", "No step")), *moments],
            initial=step.when.value if step else "",
        )
        self.fields[f"amount-{number}"] = forms.IntegerField(
            label=pgettext("limit", "How much"),
            required=False,
            min_value=1,
            max_value=9999,
            widget=forms.NumberInput(attrs=_SHORT),
            initial=step.amount if step and step.when is not When.AT else None,
        )
        self.fields[f"unit-{number}"] = forms.ChoiceField(
            label=pgettext("limit", "Counted in"),
            required=False,
            choices=[("percent", _("percent")), *((u.value, time_unit_label(u)) for u in TimeUnit)],
            initial=step.unit.value if step and step.when in (When.LEFT, When.AFTER) else "percent",
        )
        self.fields[f"tell-{number}"] = forms.MultipleChoiceField(
            label=_("Who is told"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(rung.value, rung_label(rung)) for rung in Rung],
            initial=[rung.value for rung in step.tell] if step else [],
        )
        self.fields[f"tell-{number}"].layout = "choices-row"  # type: ignore[attr-defined]

    @property
    def rows(self) -> Iterator[Row]:
        for n in range(self.count):
            yield Row(n + 1, self[f"when-{n}"], self[f"amount-{n}"], self[f"unit-{n}"], self[f"tell-{n}"])

    def clean(self) -> dict[str, Any]:
        """A share is counted in percent, a span in time; whatever else is wrong with the steps the command says."""
        cleaned: dict[str, Any] = super().clean() or {}
        for number in range(self.count):
            when, unit = cleaned.get(f"when-{number}"), cleaned.get(f"unit-{number}")
            if when in (When.LEFT, When.AFTER) and unit == "percent":
                self.add_error(f"unit-{number}", _("Say in what time is counted."))
            if when in (When.LEFT, When.AFTER, When.SHARE_LEFT) and not cleaned.get(f"amount-{number}"):
                self.add_error(f"amount-{number}", _("A number from 1."))
            if when and not cleaned.get(f"tell-{number}"):
                self.add_error(f"tell-{number}", _("Say who is told."))
        return cleaned

    @property
    def steps(self) -> list[Step]:
        """What was entered, rows without a moment left out."""
        found = []
        for n in range(self.count):
            when = self.cleaned_data[f"when-{n}"]
            if not when:
                continue
            unit = self.cleaned_data[f"unit-{n}"]
            tell = tuple(Rung(name) for name in self.cleaned_data[f"tell-{n}"])
            counted = TimeUnit(unit) if unit in list(TimeUnit) else TimeUnit.WORKING_HOURS
            found.append(Step(When(when), tell, self.cleaned_data[f"amount-{n}"] or 0, counted))
        return found


def _moment(when: When) -> str:
    return {
        When.SHARE_LEFT: pgettext("step", "A share of the time is left"),
        When.LEFT: pgettext("step", "So much time is left"),
        When.AT: pgettext("step", "The time is over"),
        When.AFTER: pgettext("step", "So much time after that"),
    }[when]
