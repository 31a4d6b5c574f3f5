"""What could not be sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from wobangni.notices.models import Notice, NoticeDelivery
from wobangni.notices.rules.channels import Channel
from wobangni.notices.words import any_kind_label, channel_label


@dataclass(frozen=True, slots=True)
class FailedRow:
    """``recipient``: masked phone, colleague or unit. ``answer``: what the gateway said last."""

    id: UUID
    county: str
    channel: str
    channel_label: str
    what: str
    recipient: str
    tries: int
    answer: str
    created_at: dt.datetime


def failed_deliveries(county: str | None, limit: int = 100) -> list[FailedRow]:
    """The latest first; None: of all counties. The caller checks who asks. Two queries."""
    found = list(_failed(county).order_by("-created_at", "-id")[:limit])
    kinds = dict(Notice.objects.filter(id__in=[row.notice_id for row in found]).values_list("id", "kind"))
    return [
        FailedRow(
            row.id,
            row.county,
            row.channel,
            channel_label(Channel(row.channel)),
            str(any_kind_label(kinds.get(row.notice_id, ""))),
            row.recipient,
            row.tries,
            row.answer,
            row.created_at,
        )
        for row in found
    ]


def failed_by_channel(county: str | None) -> dict[str, int]:
    """How many of each channel. One query."""
    rows = _failed(county).order_by().values("channel").annotate(n=Count("id"))
    return {row["channel"]: row["n"] for row in rows}


def _failed(county: str | None) -> QuerySet[NoticeDelivery]:
    rows = NoticeDelivery.objects.filter(state=NoticeDelivery.State.FAILED)
    return rows if county is None else rows.filter(county=county)
