"""Forms of the grid workers' pages. What may be sent is decided by the commands; their errors come back beside the fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _l

from wobangni.organisations.queries import LocalPlaceRef, units_of
from wobangni.service_requests.commands.submission import MAX_DESCRIPTION, MAX_PLACE
from wobangni.surfaces.shared.fields import LineField, TextField

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LONG = 5_000


class KeyedForm(forms.Form):
    """``key``: made with the form, so that sending it twice does it once. Something that is no key of ours is taken as none."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"key": str(uuid4())} | kwargs.pop("initial", {}), **kwargs)

    @property
    def uuid(self) -> UUID:
        raw = str(self.data.get("key", ""))
        return UUID(raw) if _UUID.fullmatch(raw) else uuid4()


class ReportForm(KeyedForm):
    """What was found. One grid is chosen already."""

    grid = forms.TypedChoiceField(label=_l("Grid"), coerce=int, widget=forms.RadioSelect)
    description = TextField(
        limit=MAX_DESCRIPTION,
        label=_l("What did you find?"),
        help_text=_l("What it is and whom it troubles. No names or numbers of people are needed."),
        widget=forms.Textarea(attrs={"rows": 5, "required": True}),
    )
    place_text = LineField(limit=MAX_PLACE, label=_l("Place in words"), required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    lng = forms.FloatField(widget=forms.HiddenInput, required=False)
    take = forms.BooleanField(
        label=_l("I deal with it myself"), help_text=_l("Otherwise the county's desk hands it out."), required=False
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, grids: Sequence[LocalPlaceRef]) -> None:
        super().__init__(data, initial={"grid": grids[0].id if grids else None})
        choice = self.fields["grid"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(g.id, g.name) for g in grids]
        if len(grids) == 1:
            choice.widget = forms.HiddenInput()


class TextForm(KeyedForm):
    """One text, with photos beside it."""

    text = TextField(limit=LONG, label=_l("Text"), widget=forms.Textarea(attrs={"rows": 5, "required": True}))


class UnitsForm(KeyedForm):
    """Which units, and why."""

    units = forms.TypedMultipleChoiceField(
        label=_l("Who must answer?"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    reason = TextField(
        limit=LONG, label=_l("What is beyond the grid?"), widget=forms.Textarea(attrs={"rows": 4, "required": True})
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, county: str, without: int | None) -> None:
        super().__init__(data)
        choice = self.fields["units"]
        assert isinstance(choice, forms.MultipleChoiceField)
        choice.layout = "choices-two"  # type: ignore[attr-defined]
        choice.choices = [(u.id, u.short_name) for u in units_of(county) if u.id != without]


class UnitForm(KeyedForm):
    """To whom it goes, and why."""

    unit = forms.TypedChoiceField(label=_l("Who takes over?"), coerce=int, widget=forms.RadioSelect)
    reason = TextField(
        limit=LONG, label=_l("What is beyond the grid?"), widget=forms.Textarea(attrs={"rows": 4, "required": True})
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, county: str, without: int | None) -> None:
        super().__init__(data)
        choice = self.fields["unit"]
        assert isinstance(choice, forms.ChoiceField)
        choice.layout = "choices-two"  # type: ignore[attr-defined]
        choice.choices = [(u.id, u.short_name) for u in units_of(county) if u.id != without]


class ReturnForm(KeyedForm):
    """Why it goes back to the county's desk."""

    reason = TextField(limit=LONG, label=_l("Reason"), widget=forms.Textarea(attrs={"rows": 3, "required": True}))
    basis = TextField(
        limit=LONG,
        label=_l("Basis"),
        help_text=_l("The rule or list of duties that you rely on"),
        widget=forms.Textarea(attrs={"rows": 2, "required": True}),
    )
