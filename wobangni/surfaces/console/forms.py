"""Forms of actions, built from the fields of the lifecycle's rows. Nothing about any single action stands here.

The form shows and shows again; what may be sent is decided by the command alone, whose errors come back into the form by field name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wobangni.kernel.errors import InvalidInput
from wobangni.kernel.ids import new_id
from wobangni.service_requests.labels import words
from wobangni.service_requests.rules.fields import Field, Kind
from wobangni.surfaces.console import pickers

#: Names of what the form carries besides the fields of the action.
KEY, VERSION, COUNTY = "idempotency_key", "expected_version", "unit_county"


class RawField(forms.CharField):
    """Takes what was typed as it is: the command cleans and judges. ``layout``: css of its choices (ui/field.html)."""

    layout = ""

    def clean(self, value: Any) -> str:
        return str(value or "")


class ActionForm(forms.Form):
    """``KEY``: sending the form twice does it once. ``VERSION``: what the page showed. ``COUNTY``: whose units are offered."""

    def __init__(
        self,
        fields: Iterable[Field],
        *,
        county: str,
        version: int,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        start = {KEY: new_id().hex, VERSION: str(version), **(initial or {})}
        super().__init__(data, initial=start, auto_id="do_%s")
        self.action_fields = tuple(fields)
        self.fields[KEY] = RawField(widget=forms.HiddenInput, required=False)
        self.fields[VERSION] = RawField(widget=forms.HiddenInput, required=False)
        self.unit_county = str((data or start).get(COUNTY) or county)
        if any(f.kind is Kind.ANY_UNIT for f in self.action_fields):
            self.fields[COUNTY] = _county_field(county, self.unit_county)
        for field in self.action_fields:
            self.fields[field.name] = form_field(field, self.unit_county if field.kind is Kind.ANY_UNIT else county)

    def sent(self) -> dict[str, str]:
        """The fields of the action as they were typed; what was left empty is left out."""
        values = {f.name: self.data.get(f.name, "") for f in self.action_fields}
        return {name: value for name, value in values.items() if value.strip()}

    def typed_text(self) -> str:
        """Everything that was written in words, for keeping when the action can't be done any more."""
        texts = [self.data.get(f.name, "").strip() for f in self.action_fields if f.kind in (Kind.TEXT, Kind.LINE)]
        return "\n\n".join(text for text in texts if text)

    @property
    def key(self) -> str | None:
        """What the form was made with; anything else is no key of ours."""
        raw = self.data.get(KEY, "")
        return raw if re.fullmatch(r"[0-9a-f-]{8,64}", raw) else None

    @property
    def expected_version(self) -> int | None:
        raw = self.data.get(VERSION, "")
        return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 9 else None

    def refuse(self, error: InvalidInput) -> None:
        """Puts the command's errors beside their fields."""
        refuse(self, error)


def refuse(form: forms.Form, error: InvalidInput) -> None:
    """Puts a command's errors beside the fields they name; what names no field of this form goes to its head."""
    for name, message in error.fields.items():
        form.add_error(name if name in form.fields else None, str(message))
    if not error.fields:
        form.add_error(None, str(error.message))


def form_field(field: Field, county: str) -> forms.Field:
    """One field of a form. Raises KeyError for a kind that has no widget, so that a new kind can't be forgotten."""
    widget = _WIDGETS[field.kind](field, county)
    made = RawField(
        label=words(field.label), help_text=words(field.hint), required=field.required, strip=False, widget=widget
    )
    made.layout = "choices-row" if field.kind is not Kind.CHOICE else ""
    return made


def _text(field: Field, county: str) -> forms.Widget:
    rows = 8 if (field.maximum or 0) > 5000 else 4
    return forms.Textarea(attrs={"rows": rows, "maxlength": field.maximum} if field.maximum else {"rows": rows})


def _line(field: Field, county: str) -> forms.Widget:
    return forms.TextInput(attrs={"maxlength": field.maximum} if field.maximum else {})


def _choice(field: Field, county: str) -> forms.Widget:
    choices = [(value, words(msgid)) for value, msgid in field.choices]
    return forms.RadioSelect(choices=choices)


def _bool(field: Field, county: str) -> forms.Widget:
    choices = [("true", _("Yes")), ("false", _("No"))]
    if not field.required:
        choices.insert(0, ("", pgettext("answer", "As it is")))
    return forms.RadioSelect(choices=choices)


def _integer(field: Field, county: str) -> forms.Widget:
    if field.minimum is not None and field.maximum is not None and field.maximum - field.minimum < 7:
        numbers = [str(n) for n in range(field.minimum, field.maximum + 1)]
        return forms.RadioSelect(choices=[(n, n) for n in numbers])
    limits = {"min": field.minimum, "max": field.maximum}
    return forms.NumberInput(attrs={k: v for k, v in limits.items() if v is not None} | {"class": "input-short"})


def _date(field: Field, county: str) -> forms.Widget:
    return forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d")


def _code(field: Field, county: str) -> forms.Widget:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 40, "class": "digits"})


def _unit(field: Field, county: str) -> forms.Widget:
    return pickers.Picker(choices=pickers.units(county))


def _service(field: Field, county: str) -> forms.Widget:
    return pickers.Picker(choices=pickers.services(county))


def _division(field: Field, county: str) -> forms.Widget:
    return pickers.Picker(choices=pickers.divisions(county))


_WIDGETS: dict[Kind, Callable[[Field, str], forms.Widget]] = {
    Kind.TEXT: _text,
    Kind.LINE: _line,
    Kind.CHOICE: _choice,
    Kind.BOOL: _bool,
    Kind.INTEGER: _integer,
    Kind.DATE: _date,
    Kind.UNIT: _unit,
    Kind.ANY_UNIT: _unit,
    Kind.SERVICE: _service,
    Kind.DIVISION: _division,
    Kind.CODE: _code,
}


def _county_field(county: str, chosen: str) -> forms.Field:
    return RawField(
        label=_("County of the unit"),
        required=False,
        initial=chosen,
        widget=pickers.Picker(choices=pickers.counties(county)),
    )
