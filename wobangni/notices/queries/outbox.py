"""The demo's outbox: text messages as they would have gone out."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation

from wobangni.accounts.queries import SmsRow
from wobangni.accounts.queries import demo_messages as demo_codes
from wobangni.notices.delivery import RESIDENTS_LANGUAGE
from wobangni.notices.models import Notice, NoticeDelivery
from wobangni.notices.rules.channels import Channel
from wobangni.notices.words import words_of


def demo_messages(limit: int = 50) -> list[SmsRow]:
    """The latest text messages with their text, codes and notices, the latest first. Empty unless this is a demo."""
    if not settings.DEMO:
        return []
    found = list(NoticeDelivery.objects.filter(channel=Channel.SMS).order_by("-created_at", "-id")[:limit])
    notices = {(n.county, n.id): n for n in Notice.objects.filter(id__in=[row.notice_id for row in found])}
    rows = demo_codes(limit)
    with translation.override(RESIDENTS_LANGUAGE):
        for row in found:
            notice = notices.get((row.county, row.notice_id))
            text = words_of(notice.kind, notice.data).text if notice else ""
            state = "queued" if row.state == NoticeDelivery.State.WAITING else row.state
            rows.append(
                SmsRow(
                    row.id,
                    "notice",
                    row.county,
                    row.recipient,
                    text,
                    state,
                    row.tries,
                    row.answer,
                    row.created_at,
                    row.sent_at,
                )
            )
    return sorted(rows, key=lambda one: one.queued_at, reverse=True)[:limit]
