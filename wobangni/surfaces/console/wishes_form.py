"""The form of a person's wishes: where they are reached, which kinds by which ways, quiet hours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput
from wobangni.notices.commands.save_preferences import save_address, save_preferences
from wobangni.notices.queries import Wishes
from wobangni.notices.rules.channels import DIGESTIBLE, Channel, How, how
from wobangni.notices.rules.kinds import CHOOSABLE, StaffKind
from wobangni.notices.rules.quiet import Quiet
from wobangni.notices.words import channel_label, how_label, kind_label
from wobangni.surfaces.shared.fields import LineField, add_refusal

#: Kinds that are urgent whenever they come: their default is another.
URGENT = frozenset({StaffKind.DANGER, StaffKind.SUPERVISED})
TYPED = (Channel.SMS, Channel.EMAIL, Channel.WECHAT)


def _time(label: object) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "class": "input-short"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, required=False)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class KindRow:
    label: str
    boxes: tuple[tuple[str, BoundField], ...]  # (channel in words, its choice)


class WishesForm(forms.Form):
    """``ways``: what is set up here. An address that is kept shows masked beside an empty box; what stays empty stays as it is."""

    quiet = forms.BooleanField(
        label=_l("Quiet hours"),
        help_text=_l("What is not urgent waits until they are over. It stands on your page all the same."),
        required=False,
    )
    quiet_from = _time(_l("From"))
    quiet_to = _time(_l("Until"))

    def __init__(self, data: Any, *, ways: Sequence[Channel], wishes: Wishes) -> None:
        self.ways = ways
        self.wishes = wishes
        self.known = {a.channel: a.masked for a in wishes.addresses}
        first = {"quiet": wishes.quiet, "quiet_from": wishes.quiet_from, "quiet_to": wishes.quiet_to}
        super().__init__(data, initial=first)
        for channel in TYPED:
            if channel in ways:
                self.fields[channel.value] = self._address(channel)
                if channel in self.known:
                    self.fields[f"drop_{channel}"] = forms.BooleanField(label=_("Take it away"), required=False)
        for kind in CHOOSABLE:
            for channel in self.shown_ways:
                self.fields[f"{kind}__{channel}"] = self._choice(kind, channel)

    @property
    def shown_ways(self) -> list[Channel]:
        """The ways that have an address."""
        return [channel for channel in self.ways if channel in self.known]

    def address_boxes(self) -> Iterator[tuple[BoundField, BoundField | None]]:
        for channel in TYPED:
            if channel.value in self.fields:
                drop = f"drop_{channel}"
                yield self[channel.value], self[drop] if drop in self.fields else None

    def kinds(self) -> Iterator[KindRow]:
        for kind in CHOOSABLE:
            boxes = tuple((channel_label(c), self[f"{kind}__{c}"]) for c in self.shown_ways)
            yield KindRow(kind_label(kind), boxes)

    def ways_in_words(self) -> list[str]:
        return [channel_label(channel) for channel in self.shown_ways]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("quiet"):
            for name in ("quiet_from", "quiet_to"):
                if name not in self.errors and not said.get(name):
                    self.add_error(name, _("Please fill this in."))
        return said

    def _address(self, channel: Channel) -> LineField:
        known = self.known.get(channel)
        return LineField(
            limit=254,
            label={
                Channel.SMS: _("Mobile for text messages"),
                Channel.EMAIL: _("E-mail address"),
                Channel.WECHAT: _("WeChat openid with the county's official account"),
            }[channel],
            help_text=_("Now: %(address)s. Leave empty to keep it.") % {"address": known} if known else "",
            required=False,
        )

    def _choice(self, kind: StaffKind, channel: Channel) -> forms.ChoiceField:
        words = [w for w in How if w is not How.DIGEST or (channel in DIGESTIBLE and kind not in URGENT)]
        names = {"kind": kind_label(kind), "channel": channel_label(channel)}
        return forms.ChoiceField(
            label=_("%(kind)s by %(channel)s") % names,
            choices=[(w.value, how_label(w)) for w in words],
            initial=how(self.wishes.choices, kind, channel, urgent=kind in URGENT).value,
        )


def save_wishes(form: WishesForm, actor: Actor, now: dt.datetime) -> bool:
    """Whether all was saved; what was refused stands in the form."""
    said = form.cleaned_data
    try:
        for channel in TYPED:
            if said.get(f"drop_{channel}"):
                save_address(actor=actor, now=now, channel=channel, address="")
            elif said.get(channel.value):
                save_address(actor=actor, now=now, channel=channel, address=said[channel.value])
    except InvalidInput as error:
        add_refusal(form, error)
        return False
    choices: dict[str, dict[str, str]] = {kind: dict(form.wishes.choices.get(kind, {})) for kind in CHOOSABLE}
    for kind in CHOOSABLE:
        for channel in form.shown_ways:
            choices[kind][channel] = said[f"{kind}__{channel}"]
    quiet = Quiet(said["quiet_from"], said["quiet_to"]) if said["quiet"] else None
    save_preferences(actor=actor, choices=choices, quiet=quiet)
    return True
