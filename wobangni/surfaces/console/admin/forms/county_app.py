"""The county's own app."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l

from wobangni.exchange.commands.county_app import MAX_NAME
from wobangni.exchange.queries.county_app import AppRow
from wobangni.surfaces.shared.fields import LineField, TextField


class AppForm(forms.Form):
    name = LineField(limit=MAX_NAME, label=_l("Name of the app"), help_text=_l("For example 爱临河."))
    colour = LineField(
        limit=20,
        label=_l("Main colour"),
        help_text=_l("Like #1c7448. One that is too light for white words is darkened until they can be read."),
    )
    logo = forms.FileField(
        label=_l("Logo"),
        required=False,
        help_text=_l("JPEG, PNG or WebP; shown 32 points high. None chosen: it stays as it is."),
    )
    drop_logo = forms.BooleanField(label=_l("Take the logo away"), required=False)
    origins = TextField(
        limit=1200,
        label=_l("Sites that may show our pages in a frame"),
        required=False,
        help_text=_l("One a line, like https://app.example.cn. Not needed for a web view in an app."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: object, files: object = None, *, row: AppRow | None) -> None:
        kept = {"name": row.name, "colour": row.colour, "origins": "\n".join(row.origins)} if row else {}
        super().__init__(data, files, initial=kept)  # type: ignore[arg-type]
        if row is None or not row.has_logo:
            del self.fields["drop_logo"]
