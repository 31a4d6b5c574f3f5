"""Old notices go: what happened stands in the history of the request, not here."""

from __future__ import annotations

import datetime as dt

from wobangni.notices.models import Notice, NoticeDelivery

KEPT = dt.timedelta(days=90)


def forget_old(*, now: dt.datetime) -> None:
    """Deliveries that are over, and notices without any left, after ninety days. Failed ones stay until somebody has looked."""
    State = NoticeDelivery.State
    old = now - KEPT
    NoticeDelivery.objects.filter(created_at__lt=old, state__in=[State.SENT, State.LISTED, State.GIVEN_UP]).delete()
    kept = NoticeDelivery.objects.filter(created_at__lt=old).values("notice_id")
    Notice.objects.filter(created_at__lt=old).exclude(id__in=kept).delete()
