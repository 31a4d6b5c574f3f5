"""Giving up a text message that could not be sent."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _l

from wobangni.organisations.commands.failed_messages import LONGEST_REASON
from wobangni.surfaces.shared.fields import LineField


class GiveUpForm(forms.Form):
    """``auto_id`` per message: the page has one for each."""

    reason = LineField(
        limit=LONGEST_REASON, label=_l("Why it need not go out"), help_text=_l("Kept with your name in the changes.")
    )
