"""The questions of the form, one screen each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wobangni.catalogue.queries import Question, Service
from wobangni.catalogue.rules.questions import QuestionKind
from wobangni.organisations.queries import county as county_of
from wobangni.organisations.queries import county_at, is_in_county, places_of
from wobangni.service_requests.commands.answers import MAX_ANSWER
from wobangni.service_requests.commands.submission import MAX_DESCRIPTION, MAX_PLACE
from wobangni.surfaces.shared.fields import LineField, TextField

QUESTION = "q_"


class WhatForm(forms.Form):
    """Own words, then the service's own questions."""

    def __init__(self, service: Service | None, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.service = service
        self.fields["description"] = TextField(
            limit=MAX_DESCRIPTION,
            label=_("Please tell us what it is about"),
            help_text=_("What happened, since when, and what you hope for. Please no identity card or bank numbers."),
            error_messages={"required": _("Please say what you need.")},
            widget=forms.Textarea(attrs={"rows": 6}),
        )
        for question in service.questions if service else ():
            self.fields[QUESTION + question.code] = question_field(question)

    def answers(self) -> dict[str, Any]:
        """By question code, as ``submit`` takes them."""
        return {
            name.removeprefix(QUESTION): _plain(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(QUESTION) and value not in (None, "", [])
        }


def _plain(value: Any) -> Any:
    """As JSON keeps it: days in ISO 8601, whole numbers without a decimal point."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def question_field(question: Question) -> forms.Field:
    """The form field for one of a service's questions. What it asks for may stay open unless the catalogue insists."""
    common: dict[str, Any] = {
        "label": question.label + (f" ({question.unit})" if question.unit else ""),
        "help_text": question.why,
        "required": question.required,
    }
    if question.kind is QuestionKind.SINGLE:
        missing = {"required": _("Please choose one.")}
        return forms.ChoiceField(choices=question.options, widget=forms.RadioSelect, error_messages=missing, **common)
    if question.kind is QuestionKind.MULTI:
        missing = {"required": _("Please choose at least one.")}
        return forms.MultipleChoiceField(
            choices=question.options, widget=forms.CheckboxSelectMultiple, error_messages=missing, **common
        )
    missing = {"required": _("Please fill this in.")}
    if question.kind is QuestionKind.NUMBER:
        wrong = {"invalid": _("Please give a number."), "min_value": _("Please give a number that is not below zero.")}
        box = forms.NumberInput(attrs={"inputmode": "decimal", "class": "short", "step": "any"})
        return forms.FloatField(min_value=0, max_value=10**11, widget=box, error_messages=missing | wrong, **common)
    if question.kind is QuestionKind.DATE:
        wrong = {"invalid": _("Please give a date such as 2026-05-01.")}
        day = forms.DateInput(attrs={"type": "date", "class": "short"}, format="%Y-%m-%d")
        return forms.DateField(widget=day, input_formats=["%Y-%m-%d"], error_messages=missing | wrong, **common)
    return LineField(limit=MAX_ANSWER, error_messages=missing, **common)


class WhereForm(forms.Form):
    """Village, words or a point on the map; one is enough."""

    division = forms.ChoiceField(
        label=gettext_lazy("Township and village"),
        help_text=gettext_lazy("So that it reaches the people nearby."),
        required=False,
    )
    place_text = LineField(
        limit=MAX_PLACE,
        label=gettext_lazy("The place in words"),
        help_text=gettext_lazy("Street and number, building, a landmark, the name of a pasture."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, localize=False)
    lng = forms.FloatField(required=False, widget=forms.HiddenInput, localize=False)

    def __init__(self, county: str, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.county = county
        self.fields["division"].choices = _division_choices(county)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        lat, lng = data.get("lat"), data.get("lng")
        if lat is None or lng is None:
            data["lat"] = data["lng"] = None
        elif not is_in_county(self.county, lat, lng):
            elsewhere = county_of(county_at(lat, lng) or "")
            self.data = {**self.data.dict(), "lat": "", "lng": ""} if hasattr(self.data, "dict") else self.data
            raise forms.ValidationError(
                _(
                    "The point on the map lies in %(county)s, not here. Please move it, or choose that county on the first page."
                )
                % {"county": elsewhere.label}
                if elsewhere
                else _("The point on the map lies outside of this county. Please move it.")
            )
        if not (data.get("division") or data.get("place_text") or data.get("lat") is not None) and not self.errors:
            raise forms.ValidationError(
                _(
                    "Please say where it is: the village, the place in words or a point on the map. One of them is enough."
                )
            )
        return data


def _division_choices(county: str) -> list[tuple[str, Any]]:
    """Townships with their villages; the first line of each is the township itself."""
    choices: list[tuple[str, Any]] = [("", _("Please choose"))]
    for row in places_of(county):
        whole = (row.ref.code, _("%(name)s (village not known)") % {"name": row.ref.label})
        choices.append((row.ref.label, [whole, *((v.code, v.label) for v in row.villages)]))
    return choices


class ContactForm(forms.Form):
    """A phone, so that we can call back, or nobody."""

    how = forms.ChoiceField(
        label=gettext_lazy("May we call you back?"),
        help_text=gettext_lazy(
            "Only the staff who deal with your request can see the number, and every look is recorded."
        ),
        choices=[
            ("phone", gettext_lazy("Yes, here is my mobile number")),
            ("anonymous", gettext_lazy("No, I would rather stay anonymous")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one.")},
    )
    phone = LineField(
        limit=32,
        label=gettext_lazy("Mobile number"),
        help_text=gettext_lazy("We send it a code once, to be sure that it is yours."),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel-national", "class": "short"}
        ),
    )
    name = LineField(
        limit=40,
        label=gettext_lazy("How may we call you?"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "short"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("how") == "phone" and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Please enter your mobile number, or choose to stay anonymous."))
        return data


class CodeForm(forms.Form):
    """The six digits that came by text message."""

    digits = LineField(
        limit=12,
        label=gettext_lazy("The six digits from the text message"),
        error_messages={"required": gettext_lazy("Please enter the six digits.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "code-input short"}
        ),
    )

    def clean_digits(self) -> str:
        digits = "".join(c for c in str(self.cleaned_data["digits"]) if not c.isspace())
        if not (digits.isdigit() and len(digits) == 6):
            raise forms.ValidationError(_("The code has six digits. Please compare it with the message."))
        return "".join(str(int(c)) for c in digits)
