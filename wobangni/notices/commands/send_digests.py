"""The morning's lists: what people want to hear of once a day, in one message for each channel."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import translation

from wobangni.accounts.models import User
from wobangni.kernel.clock import local_date
from wobangni.notices.models import Notice, NoticeDelivery
from wobangni.notices.queue import queue_deliveries
from wobangni.notices.rules.kinds import StaffKind
from wobangni.notices.words import words_of

State = NoticeDelivery.State
MOST_LINES = 40


def send_digests(*, now: dt.datetime) -> int:
    """Returns how many lists were made; run twice, it makes none twice. A person's list names at most MOST_LINES, the page has them all."""
    kept = list(NoticeDelivery.objects.filter(state=State.DIGEST, created_at__lte=now).order_by("created_at", "id"))
    notices = {(n.county, n.id): n for n in Notice.objects.filter(id__in={row.notice_id for row in kept})}
    lists: dict[UUID, list[tuple[NoticeDelivery, Notice]]] = defaultdict(list)
    for row in kept:
        notice = notices.get((row.county, row.notice_id))
        if row.address_id is not None and notice is not None:
            lists[row.address_id].append((row, notice))
    languages = dict(User.objects.filter(pk__in={n.user_id for n in notices.values()}).values_list("pk", "language"))
    for address_id, lines in lists.items():
        _make(now, address_id, lines, languages.get(lines[0][1].user_id or 0, "zh-hans"))
    return len(lists)


def _make(now: dt.datetime, address_id: UUID, lines: list[tuple[NoticeDelivery, Notice]], language: str) -> None:
    first, notice = lines[0]
    key = uuid5(NAMESPACE_URL, f"digest/{address_id}/{local_date(now)}/{first.id}")
    with translation.override(language):
        words = [words_of(one.kind, one.data).text for _row, one in lines[:MOST_LINES]]
    with transaction.atomic():
        taken = NoticeDelivery.objects.filter(state=State.DIGEST, id__in=[row.id for row, _one in lines])
        if not taken.update(state=State.LISTED, answer=str(key)):
            return
        data = {"count": len(lines), "lines": words}
        digest = Notice(
            county=notice.county,
            id=key,
            kind=StaffKind.DIGEST,
            user_id=notice.user_id,
            data=data,
            created_at=now,
            read_at=now,  # everything in it stands on the page already
        )
        delivery = NoticeDelivery(
            county=notice.county,
            id=uuid5(key, "list"),
            notice_id=key,
            channel=first.channel,
            address_id=address_id,
            recipient=first.recipient,
            next_at=now,
            created_at=now,
        )
        Notice.objects.bulk_create([digest], ignore_conflicts=True)
        NoticeDelivery.objects.bulk_create([delivery], ignore_conflicts=True)
        queue_deliveries([delivery])
