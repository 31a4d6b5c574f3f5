"""A unit's robot, and the county's official account."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wobangni.notices.rules.channels import ROBOTS
from wobangni.notices.words import channel_label
from wobangni.surfaces.console.pickers import Picker, units
from wobangni.surfaces.shared.fields import LineField

SECRET = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})


class RobotForm(forms.Form):
    """The unit has one of each kind; saving again replaces what is filled in."""

    channel = forms.ChoiceField(label=_l("Kind of robot"), widget=forms.RadioSelect)
    unit = forms.TypedChoiceField(label=_l("Unit"), coerce=int, widget=Picker)
    webhook = LineField(
        limit=1000, label=_l("Webhook address"), help_text=_l("From the robot's page in the chat. Keep it to yourself."), required=False, widget=SECRET
    )  # fmt: skip
    secret = LineField(
        limit=200, label=_l("Secret for signing"), help_text=_l("DingTalk only: begins with SEC."), required=False, widget=SECRET
    )  # fmt: skip

    def __init__(self, *args: object, county: str, **kwargs: object) -> None:
        super().__init__(*args, **{"auto_id": "robot-%s", **kwargs})  # type: ignore[arg-type]
        kinds, place = self.fields["channel"], self.fields["unit"]
        assert isinstance(kinds, forms.ChoiceField)
        assert isinstance(place, forms.ChoiceField)
        kinds.choices = [(channel.value, channel_label(channel)) for channel in ROBOTS]
        place.choices = units(county, empty=_("None"))


class WechatForm(forms.Form):
    """What is left empty stays as it is."""

    appid = LineField(limit=64, label="AppID", required=False)
    secret = LineField(limit=200, label="AppSecret", required=False, widget=SECRET)
    template_id = LineField(limit=100, label=_l("Template's number"), required=False)
    fields_json = LineField(
        limit=1000,
        label=_l("The template's fields"),
        help_text=_l(
            'Keyword and what stands there: {"thing1": "{title}", "character_string2": "{code}", "time3": "{time}"}. There are title, code, unit, date, time.'
        ),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"auto_id": "wechat-%s", **kwargs})  # type: ignore[arg-type]
