"""What a person wants to hear of, when not, and where they can be reached."""

from __future__ import annotations

import datetime as dt
import json
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from wobangni.accounts.cipher import keyed_hash, seal
from wobangni.accounts.rules.phone import BadPhone, is_mobile, mask_phone, normalise_phone
from wobangni.accounts.vault import bad_phone_message, phone_hash
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, Message
from wobangni.kernel.ids import new_id
from wobangni.kernel.rules.text import clean_line
from wobangni.notices.gateways.call import check_address
from wobangni.notices.gateways.webpush.vapid import unb64
from wobangni.notices.models import LinePreference, StaffAddress, StaffPreference
from wobangni.notices.models.address import address_place
from wobangni.notices.rules.addresses import BadAddress
from wobangni.notices.rules.channels import Channel, Choices, cleaned
from wobangni.notices.rules.kinds import CHOOSABLE
from wobangni.notices.rules.quiet import Quiet

MOST_BROWSERS = 5


def save_preferences(*, actor: Actor, choices: Choices, quiet: Quiet | None) -> None:
    """For the actor alone. Choices of kinds and ways that there are none of are left out."""
    row = StaffPreference(
        user_id=int(actor.id), choices=cleaned(choices, frozenset(CHOOSABLE)), quiet=quiet is not None
    )
    if quiet is not None:
        row.quiet_from, row.quiet_to = quiet.begin, quiet.end
    columns = ["choices", "quiet", "quiet_from", "quiet_to"]
    StaffPreference.objects.bulk_create([row], update_conflicts=True, unique_fields=["user_id"], update_fields=columns)


def save_address(*, actor: Actor, now: dt.datetime, channel: Channel, address: str) -> None:
    """Where the actor is reached on this channel from now on; empty: nowhere. Raises InvalidInput (fields: the channel's name)."""
    text = clean_line(address)
    rows = StaffAddress.objects.filter(user_id=int(actor.id), channel=channel)
    if not text:
        rows.delete()
        return
    try:
        clear, masked = _CHECKS[channel](text)
    except ValueError as bad:
        raise InvalidInput(str(bad), fields={channel: str(bad)}) from None
    _store(int(actor.id), now, channel, clear, masked, keyed_hash("notice address", channel, clear))


def save_browser(*, actor: Actor, now: dt.datetime, endpoint: str, p256dh: str, auth: str, name: str) -> None:
    """A browser that agreed to be told. The same one again replaces itself; of many the oldest goes. Raises InvalidInput."""
    try:
        check_address(endpoint)
        usable = len(endpoint) <= 1000 and len(unb64(p256dh)) == 65 and len(unb64(auth)) == 16
    except (BadAddress, ValueError):
        usable = False
    if not usable:
        raise InvalidInput(_("This browser's address can't be used."))
    clear = json.dumps({"endpoint": endpoint, "p256dh": p256dh, "auth": auth})
    masked = clean_line(name)[:60] or urlsplit(endpoint).hostname or ""
    with transaction.atomic():
        _store(int(actor.id), now, Channel.PUSH, clear, masked, keyed_hash("notice address", "push", endpoint))
        mine = StaffAddress.objects.filter(user_id=int(actor.id), channel=Channel.PUSH).order_by("-saved_at", "-id")
        StaffAddress.objects.filter(id__in=list(mine.values_list("id", flat=True)[MOST_BROWSERS:])).delete()


def forget_browsers(*, actor: Actor) -> None:
    """None of the actor's browsers is told any more."""
    StaffAddress.objects.filter(user_id=int(actor.id), channel=Channel.PUSH).delete()


def save_line_preference(*, now: dt.datetime, phone: str, wants: str) -> None:
    """What a resident wants on the line that they have proved (normal form). Raises InvalidInput."""
    if wants not in LinePreference.Wants.values:
        raise InvalidInput(_("Please choose one."), fields={"wants": _("Please choose one.")})
    row = LinePreference(line=phone_hash(phone), wants=wants, saved_at=now)
    LinePreference.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["line"], update_fields=["wants", "saved_at"]
    )


def _store(user_id: int, now: dt.datetime, channel: Channel, clear: str, masked: str, mark: bytes) -> None:
    with transaction.atomic():
        old = StaffAddress.objects.select_for_update().filter(user_id=user_id, channel=channel)
        if channel is Channel.PUSH:
            old = old.filter(mark=mark)
        row = old.first() or StaffAddress(id=new_id(), user_id=user_id, channel=channel)
        row.address_sealed, row.masked = seal(clear, address_place(row.id)), masked
        row.mark, row.saved_at = mark, now
        row.save()


def _mobile(text: str) -> tuple[str, str]:
    problem: Message = bad_phone_message()
    try:
        normal = normalise_phone(text)
    except BadPhone:
        raise ValueError(str(problem)) from None
    if not is_mobile(normal):
        raise ValueError(_("A text message can't reach this number. Please give a mobile."))
    return normal, mask_phone(normal)


def _email(text: str) -> tuple[str, str]:
    try:
        validate_email(text)
    except ValidationError:
        raise ValueError(_("This is no e-mail address. It looks like name@example.com.")) from None
    name, _at, host = text.rpartition("@")
    return text, f"{name[:2]}***@{host}"[:80]


def _openid(text: str) -> tuple[str, str]:
    if not (10 <= len(text) <= 64 and text.isascii() and text.replace("-", "").replace("_", "").isalnum()):
        raise ValueError(_("This is no openid: letters, digits, - and _, as the county's official account knows you."))
    return text, f"{text[:4]}***{text[-4:]}"


_CHECKS = {Channel.SMS: _mobile, Channel.EMAIL: _email, Channel.WECHAT: _openid}
