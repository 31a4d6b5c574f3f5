"""Telling people something: the notices, and how each goes out. In the transaction of whoever calls, which is the worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction

from wobangni.accounts.models import User
from wobangni.accounts.phones import phones_of
from wobangni.accounts.rules.phone import is_mobile, mask_phone
from wobangni.accounts.vault import phone_hash
from wobangni.kernel.clock import SHANGHAI
from wobangni.notices.models import LinePreference, Notice, NoticeChannel, NoticeDelivery, StaffAddress, StaffPreference
from wobangni.notices.queue import queue_deliveries
from wobangni.notices.rules.channels import Channel, How, how
from wobangni.notices.rules.kinds import ResidentKind, StaffKind
from wobangni.notices.rules.quiet import NIGHT, Quiet, allowed_at
from wobangni.organisations.queries import unit

BATCH = 500


@dataclass(frozen=True, slots=True)
class News:
    """What happened. ``about``: names it, once and for all: the same news tells the same person once. ``data``: what ``words.py`` asks for."""

    county: str
    about: str
    kind: str
    code: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    urgent: bool = False


def notify_staff(*, now: dt.datetime, news: News, users: Collection[int] = (), units: Collection[int] = ()) -> int:
    """Tells these people (on their page, and as each wishes) and these units' robots; returns how many had not been told yet. Five queries and a few for the rows."""
    people = User.objects.filter(pk__in=set(users), is_active=True).in_bulk()
    wishes = StaffPreference.objects.in_bulk(list(people))
    addresses: dict[int, list[StaffAddress]] = {}
    for row in StaffAddress.objects.filter(user_id__in=list(people)).order_by("saved_at", "id"):
        addresses.setdefault(row.user_id, []).append(row)
    notices, deliveries = [], []
    for user_id, person in people.items():
        notice = _notice(now, news, f"staff/{user_id}", user_id=user_id)
        notices.append(notice)
        wish = wishes.get(user_id) or StaffPreference(user_id=user_id)
        mine = [_to_address(now, notice, address, wish, person.name) for address in addresses.get(user_id, ())]
        deliveries += [one for one in mine if one is not None]
    for robot in NoticeChannel.objects.filter(unit_id__in=set(units), active=True):
        notice = _notice(now, news, f"unit/{robot.unit_id}", unit_id=robot.unit_id)
        notices.append(notice)
        place = unit(robot.unit_id or 0)
        after = _after_quiet(now, NIGHT, urgent=news.urgent)
        deliveries.append(_delivery(now, notice, Channel(robot.channel), after, place.short_name if place else ""))
    return _write(notices, deliveries)


def notify_contacts(*, now: dt.datetime, county: str, about: str, news: Mapping[UUID, News]) -> int:
    """Tells residents by text message, each contact its own news; returns how many had not been told yet.

    The same line hears of the same thing once, however often this is called and however many of its requests are in ``news`` (the first of them is
    told). Contacts without a phone that can take a text, anonymous ones, and those who want to hear less are left out.
    """
    lines: dict[bytes, tuple[UUID, str]] = {}
    phones = phones_of(county, news)
    for contact_id in news:
        phone = phones.get(contact_id, "")
        if phone and is_mobile(phone):
            lines.setdefault(phone_hash(phone), (contact_id, mask_phone(phone)))
    wishes = {bytes(row.line): row.wants for row in LinePreference.objects.filter(line__in=list(lines))}
    notices, deliveries = [], []
    for line, (contact_id, masked) in lines.items():
        told = news[contact_id]
        if not _wanted(told.kind, wishes.get(line, LinePreference.Wants.ALL)):
            continue
        notice = _notice(now, told, f"{about}/line/{line.hex()}", contact_id=contact_id)
        notices.append(notice)
        after = _after_quiet(now, NIGHT, urgent=told.urgent)
        deliveries.append(_delivery(now, notice, Channel.SMS, after, masked))
    return _write(notices, deliveries)


def _wanted(kind: str, wants: str) -> bool:
    if wants == LinePreference.Wants.LESS:
        return ResidentKind(kind).needs_them
    return wants == LinePreference.Wants.ALL


def _notice(now: dt.datetime, news: News, recipient: str, **who: Any) -> Notice:
    return Notice(
        county=news.county,
        id=uuid5(NAMESPACE_URL, f"{news.about}/{news.kind}/{recipient}"),
        kind=news.kind,
        urgent=news.urgent,
        code=news.code,
        data=dict(news.data),
        created_at=now,
        **who,
    )


def _to_address(
    now: dt.datetime, notice: Notice, address: StaffAddress, wish: StaffPreference, name: str
) -> NoticeDelivery | None:
    channel = Channel(address.channel)
    wanted = how(wish.choices, notice.kind, channel, urgent=notice.urgent)
    if wanted is How.OFF and notice.kind != StaffKind.DIGEST:
        return None
    quiet = Quiet(wish.quiet_from, wish.quiet_to) if wish.quiet else None
    made = _delivery(now, notice, channel, _after_quiet(now, quiet, urgent=notice.urgent), name, address.id)
    if wanted is How.DIGEST:
        made.state = NoticeDelivery.State.DIGEST
    return made


def _after_quiet(now: dt.datetime, quiet: Quiet | None, *, urgent: bool) -> dt.datetime:
    return allowed_at(now, quiet, urgent=urgent, zone=SHANGHAI)


def _delivery(
    now: dt.datetime,
    notice: Notice,
    channel: Channel,
    after: dt.datetime,
    recipient: str,
    address_id: UUID | None = None,
) -> NoticeDelivery:
    return NoticeDelivery(
        county=notice.county,
        id=uuid5(notice.id, f"{channel}/{address_id or ''}"),
        notice_id=notice.id,
        channel=channel,
        address_id=address_id,
        recipient=recipient[:80],
        next_at=after,
        created_at=now,
    )


def _write(notices: Sequence[Notice], deliveries: Sequence[NoticeDelivery]) -> int:
    """Rows that are there already are left as they are, and nothing goes out for them again."""
    unique = list({(n.county, n.id): n for n in notices}.values())
    with transaction.atomic():
        known: set[UUID] = set()
        for start in range(0, len(unique), BATCH):
            part = unique[start : start + BATCH]
            ids = Notice.objects.filter(county=part[0].county, id__in=[n.id for n in part])
            known |= set(ids.values_list("id", flat=True))
        fresh = [n for n in unique if n.id not in known]
        Notice.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
        new = [d for d in deliveries if d.notice_id not in known]
        NoticeDelivery.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
        queue_deliveries([d for d in new if d.state == NoticeDelivery.State.WAITING])
    return len(fresh)
