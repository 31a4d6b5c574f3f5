"""What people want, where they can be reached, and which channels a county has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from wobangni.accounts.vault import phone_hash
from wobangni.kernel.actors import Actor
from wobangni.notices.models import LinePreference, NoticeChannel, StaffAddress, StaffPreference
from wobangni.notices.rules.channels import PERSONAL, Channel


@dataclass(frozen=True, slots=True)
class AddressRow:
    channel: str
    masked: str


@dataclass(frozen=True, slots=True)
class Wishes:
    """``choices``: kind → channel → how, only what was chosen. ``quiet``: whether there are quiet hours."""

    choices: Mapping[str, Mapping[str, str]]
    quiet: bool
    quiet_from: dt.time
    quiet_to: dt.time
    addresses: tuple[AddressRow, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A robot or an account of a county. ``hint``: its last characters."""

    channel: str
    unit_id: int | None
    hint: str
    active: bool
    saved_at: dt.datetime


def wishes_of(actor: Actor) -> Wishes:
    """The actor's own. Two queries."""
    row = StaffPreference.objects.filter(user_id=int(actor.id)).first() or StaffPreference()
    addresses = StaffAddress.objects.filter(user_id=int(actor.id)).order_by("saved_at", "id")
    rows = tuple(AddressRow(a.channel, a.masked) for a in addresses)
    return Wishes(row.choices, row.quiet, row.quiet_from, row.quiet_to, rows)


def line_wants(phone: str) -> str:
    """What a resident wants on this line (normal form): all, less or none."""
    row = LinePreference.objects.filter(line=phone_hash(phone)).first()
    return row.wants if row else LinePreference.Wants.ALL.value


def channels_of(county: str) -> list[ChannelRow]:
    """Those that are set up. One query; the caller checks who asks."""
    rows = NoticeChannel.objects.filter(county=county, active=True).order_by("channel", "unit_id")
    return [ChannelRow(r.channel, r.unit_id, r.hint, r.active, r.saved_at) for r in rows]


def ways_of(actor: Actor) -> list[Channel]:
    """By which ways this person could be reached: what the platform and their counties have set up. One query."""
    here = {
        Channel.SMS: bool(settings.SMS["gateway"]),
        Channel.EMAIL: bool(settings.NOTICES["smtp"]),
        Channel.PUSH: bool(settings.NOTICES["push_contact"]),
        Channel.WECHAT: NoticeChannel.objects.filter(
            county__in=actor.counties, channel=Channel.WECHAT, active=True
        ).exists(),
    }
    return [channel for channel in PERSONAL if here[channel]]
