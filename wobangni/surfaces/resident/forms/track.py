"""Finding a request again, and proving that it is one's own."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l

from wobangni.surfaces.shared.fields import LineField


class TrackForm(forms.Form):
    code = LineField(
        limit=60,
        label=_l("Tracking code"),
        help_text=_l("16 digits, such as 1501 0548 2173 6593. Spaces do not matter."),
        error_messages={"required": _l("Please enter the tracking code.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code-input"}),
    )


class PinForm(forms.Form):
    pin = LineField(
        limit=12,
        label=_l("Query password"),
        help_text=_l("The six digits that were shown with the tracking code."),
        error_messages={"required": _l("Please enter the six digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code-input short"}),
    )


class PhoneForm(forms.Form):
    phone = LineField(
        limit=32,
        label=_l("Mobile number"),
        help_text=_l("The one you gave with the request. We send it a code."),
        error_messages={"required": _l("Please enter your mobile number.")},
        widget=forms.TextInput(
            attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel-national", "class": "short"}
        ),
    )


class WantsForm(forms.Form):
    wants = forms.ChoiceField(
        label=_l("Which text messages do you want?"),
        choices=[
            ("all", _l("All news about my requests")),
            ("less", _l("Only when you need me, or it is over")),
            ("none", _l("No text messages")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _l("Please choose one.")},
    )
