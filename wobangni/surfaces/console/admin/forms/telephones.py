"""Telephone systems, lines and extensions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l

from wobangni.exchange.commands.telephones import MAX_EXTENSION, MAX_NAME
from wobangni.exchange.queries.telephones import Telephones
from wobangni.surfaces.shared.fields import LineField


class SystemForm(forms.Form):
    name = LineField(
        limit=MAX_NAME, label=_l("Which telephone system"), help_text=_l("For example 融媒体中心话务系统.")
    )


class LineForm(forms.Form):
    name = LineField(limit=MAX_NAME, label=_l("Name of the line"), help_text=_l("For example 580 我帮你热线."))
    full_number = LineField(limit=30, label=_l("Full number"), help_text=_l("With its area code, like 0477-8959580."))
    short_number = LineField(limit=20, label=_l("Short number"), required=False, help_text=_l("Like 580 or 12345."))


class SeatForm(forms.Form):
    line = forms.TypedChoiceField(label=_l("Line"), coerce=int)
    number = LineField(limit=MAX_EXTENSION, label=_l("Extension"))
    clerk = forms.TypedChoiceField(label=_l("Clerk"), coerce=int)

    def __init__(self, data: object, *, found: Telephones) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        line, clerk = self.fields["line"], self.fields["clerk"]
        assert isinstance(line, forms.TypedChoiceField)
        assert isinstance(clerk, forms.TypedChoiceField)
        line.choices = [(row.id, row.name) for row in found.lines if row.active]
        clerk.choices = list(found.clerks)
