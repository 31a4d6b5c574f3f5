"""Days off, working days, office hours."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _l

from wobangni.organisations.queries import CountySettingsRow
from wobangni.organisations.rules.office_hours import hours_data
from wobangni.organisations.rules.sureness import LEAST_SURE_PERCENT
from wobangni.surfaces.shared.fields import LineField


def _day(label: object, **more: object) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)  # type: ignore[arg-type]


def _time(label: object, **more: object) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "class": "input-short"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **more)  # type: ignore[arg-type]


class _RowOfChoices(forms.TypedChoiceField):
    layout = "choices-row"


class DaysForm(forms.Form):
    """One day or several in a row."""

    first = _day(_l("First day"))
    last = _day(_l("Last day"), required=False, help_text=_l("Leave empty for a single day."))
    is_workday = _RowOfChoices(
        label=_l("What kind of day"),
        choices=[("no", _l("Day off")), ("yes", _l("Working day"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    note = LineField(limit=80, label=_l("Occasion"), help_text=_l("For example 那达慕 or 国庆节调休."))


class SettingsForm(forms.Form):
    """What a county decides for itself."""

    review_required = forms.BooleanField(
        label=_l("Answers are reviewed before residents see them"),
        help_text=_l("Without review an answer goes out as soon as the unit gives it."),
        required=False,
    )
    hotline = LineField(
        limit=40, label=_l("Hotline"), help_text=_l("Shown on every page for residents."), required=False
    )
    sure_percent = forms.IntegerField(
        label=_l("A person decides below (percent)"),
        help_text=_l(
            "A suggested service that is less certain than this waits for a person. From 50 to 100; at 100 a person always decides."
        ),
        widget=forms.NumberInput(attrs={"class": "input-short", "min": LEAST_SURE_PERCENT, "max": 100}),
        min_value=LEAST_SURE_PERCENT,
        max_value=100,
    )
    info_lapses = forms.BooleanField(
        label=_l("A request ends when its resident has not replied to a question in time"),
        help_text=_l("Residents read by which day. Otherwise work goes on with what is known."),
        required=False,
    )
    own_hours = forms.BooleanField(
        label=_l("Our own office hours"),
        help_text=_l("Otherwise 08:30–12:00 and 14:30–17:30. Limits in working hours are counted by them."),
        required=False,
    )
    morning_from = _time(_l("Morning from"), required=False)
    morning_to = _time(_l("Morning to"), required=False)
    afternoon_from = _time(_l("Afternoon from"), required=False)
    afternoon_to = _time(_l("Afternoon to"), required=False)

    def __init__(self, *args: object, row: CountySettingsRow, **kwargs: object) -> None:
        spans = [*row.office_hours, (None, None), (None, None)]
        kwargs["initial"] = {
            "review_required": row.review_required,
            "hotline": row.hotline,
            "sure_percent": row.sure_percent,
            "info_lapses": row.info_lapses,
            "own_hours": row.own_hours,
            "morning_from": spans[0][0],
            "morning_to": spans[0][1],
            "afternoon_from": spans[1][0],
            "afternoon_to": spans[1][1],
        }
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def office_hours(self) -> list[list[str]] | None:
        """None: the region's. A span with only one end is handed on as it is, to be refused."""
        if not self.cleaned_data["own_hours"]:
            return None
        times: list[tuple[dt.time | None, dt.time | None]] = [
            (self.cleaned_data[f"{part}_from"], self.cleaned_data[f"{part}_to"]) for part in ("morning", "afternoon")
        ]
        if all(a and b for a, b in times if a or b):
            return hours_data(tuple((a, b) for a, b in times if a and b))
        return [["", ""]]
