"""A landmark or a grid."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from wobangni.organisations.commands.save_local_place import ring_words
from wobangni.organisations.queries import LocalPlaceRef, places_of
from wobangni.organisations.rules.kinds import LocalKind
from wobangni.organisations.rules.ring import BadRing, read_ring
from wobangni.surfaces.console import pickers
from wobangni.surfaces.console.admin.words import local_kind_label
from wobangni.surfaces.shared.fields import LineField, TextField

_POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,， ]\s*(-?\d{1,3}(?:\.\d+)?)\s*")
_SEPARATOR = re.compile(r"[\n,，、;；]+")


class PointField(LineField):
    """``latitude, longitude``; cleaned to a pair, None if empty."""

    def clean(self, value: object) -> tuple[float, float] | None:
        line = super().clean(value)
        if not line:
            return None
        found = _POINT.fullmatch(line)
        if found is None:
            raise forms.ValidationError(_("Give latitude and longitude, for example 40.7913, 111.6945."))
        lat, lng = sorted((float(found[1]), float(found[2])))
        return lat, lng


class RingField(TextField):
    """The corners of an outline; cleaned to a closed ring, empty if nothing was given."""

    def clean(self, value: object) -> tuple[tuple[float, float], ...]:
        text = super().clean(value)
        try:
            return read_ring(text) if text else ()
        except BadRing as bad:
            raise forms.ValidationError(ring_words(bad.trouble)) from bad


class LocalPlaceForm(forms.Form):
    """``row`` None: a new one, whose kind is to be chosen; later it stays."""

    kind = forms.ChoiceField(label=_l("What is it?"), widget=forms.RadioSelect, initial=LocalKind.LANDMARK.value)
    name = LineField(
        limit=40, label=pgettext_lazy("thing", "Name"), help_text=_l("As people say it, for example 维多利广场.")
    )
    other_names = TextField(
        limit=600,
        label=_l("Other names"),
        help_text=_l("One a line. They are found in requests too."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    division = forms.ChoiceField(
        label=_l("Where it lies"),
        help_text=_l("The smallest township or village that holds all of it."),
        widget=pickers.Picker,
    )
    point = PointField(
        limit=60,
        label=_l("Place on the map"),
        help_text=_l("Latitude, longitude (WGS84). Can be left empty."),
        required=False,
    )
    ring = RingField(
        limit=30_000,
        label=_l("Outline"),
        help_text=_l("For a grid: its corners in order, one a line as latitude, longitude, or a GeoJSON Polygon."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "digits"}),
    )
    villages = forms.MultipleChoiceField(
        label=_l("Villages of the grid"),
        help_text=_l("Instead of an outline. With a keyboard, hold Ctrl to pick several."),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    unit = forms.TypedChoiceField(
        label=_l("Unit of the grid"),
        help_text=_l("Takes what its grid workers take. Left empty: the party and community service centre."),
        coerce=int,
        empty_value=None,
        required=False,
        widget=pickers.Picker,
    )
    party_group = LineField(
        limit=40, label=_l("Party group"), help_text=_l("Of a grid, for example 惠民社区第三党小组."), required=False
    )
    active = forms.BooleanField(
        label=pgettext_lazy("place", "In use"),
        help_text=_l("What is out of use is no longer looked for; its past stays."),
        required=False,
        initial=True,
    )

    def __init__(self, *args: object, county: str, row: LocalPlaceRef | None = None, **kwargs: object) -> None:
        if row is not None:
            kwargs["initial"] = _initial(row)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._choices("division", pickers.divisions(county))
        self._choices("unit", pickers.units(county, empty=_("None")))
        self._choices("villages", [(t.ref.name, [(v.code, v.name) for v in t.villages]) for t in places_of(county)])
        if row is None:
            self._choices("kind", [(kind.value, local_kind_label(kind)) for kind in LocalKind])
        else:
            del self.fields["kind"]
            if row.kind is LocalKind.LANDMARK:
                for name in ("villages", "unit", "party_group"):
                    del self.fields[name]
        if row is None or row.active:  # taking out of use has a button of its own; this brings back
            del self.fields["active"]

    def _choices(self, name: str, choices: Sequence[pickers.Choice]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def clean_other_names(self) -> list[str]:
        return [name for name in _SEPARATOR.split(self.cleaned_data["other_names"]) if name.strip()]


def _initial(row: LocalPlaceRef) -> dict[str, object]:
    return {
        "name": row.name,
        "other_names": "\n".join(row.other_names),
        "division": row.division,
        "point": f"{row.lat}, {row.lng}" if row.lat is not None else "",
        "ring": "\n".join(f"{lat}, {lng}" for lng, lat in row.ring[:-1]),
        "villages": list(row.villages),
        "unit": row.unit_id,
        "party_group": row.party_group,
        "active": row.active,
    }
