"""A unit's robot or a county's official account: set up, changed, switched off. The secrets are sealed and never shown again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wobangni.accounts.cipher import CannotOpen, seal, unseal
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import InvalidInput, Message, NotFound
from wobangni.kernel.ids import new_id
from wobangni.kernel.rules.text import clean_line
from wobangni.notices.gateways.call import check_address
from wobangni.notices.models import NoticeChannel
from wobangni.notices.models.channel import settings_place
from wobangni.notices.rules.addresses import BadAddress
from wobangni.notices.rules.channels import ROBOTS, Channel
from wobangni.notices.words import channel_label
from wobangni.organisations.access import check_admin
from wobangni.organisations.commands.record_revision import record_revision
from wobangni.organisations.queries import unit

#: What the platform knows of each channel's settings; all that end in "secret" or are "webhook" may be left empty to stay as they are.
FIELDS: Mapping[Channel, tuple[str, ...]] = {
    Channel.WECOM: ("webhook",),
    Channel.DINGTALK: ("webhook", "secret"),
    Channel.WECHAT: ("appid", "secret", "template_id", "fields", "api"),
}
LONGEST = 1000


def save_channel(
    *, actor: Actor, now: dt.datetime, county: str, channel: Channel, unit_id: int | None, given: Mapping[str, str]
) -> None:
    """``given``: by name of a setting; "fields" is JSON. What is left out or empty stays as it was; the next message uses the new ones.

    Raises Forbidden, NotFound for a unit of another county, InvalidInput by setting.
    """
    check_admin(actor, county)
    if (channel in ROBOTS) != (unit_id is not None) or channel not in FIELDS:
        raise InvalidInput(_("Please check what you entered."), fields={"unit": _("A robot belongs to a unit.")})
    place = unit(unit_id) if unit_id is not None else None
    if unit_id is not None and (place is None or place.county != county):
        raise NotFound(_("There is no such unit in this county."))
    with transaction.atomic():
        rows = NoticeChannel.objects.select_for_update().filter(county=county, channel=channel, unit_id=unit_id)
        row = rows.first()
        known = _known(row)
        fresh = {**known, **_cleaned(channel, given)}
        _check(channel, fresh)
        made = row is None
        row = row or NoticeChannel(id=new_id(), county=county, channel=channel, unit_id=unit_id)
        changed = sorted(name for name in fresh if fresh[name] != known.get(name))
        was_active = row.active and not made
        row.settings_sealed = seal(json.dumps(fresh, ensure_ascii=False), settings_place(row.id))
        row.hint, row.active, row.saved_at = _hint(fresh), True, now
        row.token_sealed, row.token_until = b"", None
        row.save()
        _record(actor, now, row, {"active": was_active}, {"active": True, "settings": ", ".join(changed)}, made=made)


def switch_channel_off(*, actor: Actor, now: dt.datetime, county: str, channel: Channel, unit_id: int | None) -> None:
    """Nothing more goes out by it; its settings are wiped. Off already: nothing changes. Raises Forbidden."""
    check_admin(actor, county)
    with transaction.atomic():
        rows = NoticeChannel.objects.select_for_update().filter(county=county, channel=channel, unit_id=unit_id)
        row = rows.filter(active=True).first()
        if row is None:
            return
        row.active, row.settings_sealed, row.hint, row.token_sealed, row.token_until = False, b"", "", b"", None
        row.saved_at = now
        row.save()
        _record(actor, now, row, {"active": True}, {"active": False}, made=False)


def _known(row: NoticeChannel | None) -> dict[str, Any]:
    if row is None or not row.settings_sealed:
        return {}
    try:
        found: dict[str, Any] = json.loads(unseal(row.settings_sealed, settings_place(row.id)))
    except CannotOpen:  # the key is gone: everything has to be entered anew
        return {}
    return found


def _cleaned(channel: Channel, given: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {name: clean_line(given.get(name, "")) for name in FIELDS[channel]}
    found = {name: value for name, value in found.items() if value}
    if "fields" in found:
        try:
            fields = json.loads(found["fields"])
            if not isinstance(fields, dict) or not all(isinstance(v, str) for v in fields.values()):
                raise ValueError
        except (ValueError, RecursionError):
            problem = _('Keyword and what stands there, as JSON: {"thing1": "{title}"}.')
            raise InvalidInput(problem, fields={"fields": problem}) from None
        found["fields"] = fields
    return found


def _check(channel: Channel, settings: Mapping[str, Any]) -> None:
    fields: dict[str, Message] = {}
    needed = {"webhook"} if channel in ROBOTS else {"appid", "secret", "template_id", "fields"}
    fields |= {name: _("Please fill this in.") for name in needed if not settings.get(name)}
    for name in ("webhook", "api"):
        if settings.get(name) and name not in fields:
            try:
                check_address(str(settings[name]))
            except BadAddress:
                fields[name] = _("Only an https address on the public network can be used here.")
    fields |= {
        n: _("At most %(limit)s characters.") % {"limit": LONGEST} for n, v in settings.items() if len(str(v)) > LONGEST
    }
    if fields:
        raise InvalidInput(_("Please check what you entered."), fields=fields)


def _hint(settings: Mapping[str, Any]) -> str:
    """Enough to tell one from another: the end of what identifies it."""
    whole = str(settings.get("appid") or settings.get("webhook") or "")
    return f"…{whole[-4:]}" if whole else ""


def _record(
    actor: Actor, now: dt.datetime, row: NoticeChannel, before: dict[str, Any], after: dict[str, Any], *, made: bool
) -> None:
    place = unit(row.unit_id) if row.unit_id else None
    record_revision(
        actor=actor,
        now=now,
        row=row,
        before=None if made else before,
        after=after,
        county=row.county,
        title=f"{channel_label(Channel(row.channel))} {place.short_name if place else ''}".strip(),
        bump=None,
    )
