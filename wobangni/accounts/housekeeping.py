"""Deleting what nobody needs any more: it would only be something to lose."""

from __future__ import annotations

import datetime as dt

from axes.models import AccessLog
from django.contrib.sessions.models import Session

from wobangni.accounts.models import PhoneCode, RateCount, SmsMessage

CODES, COUNTS, MESSAGES = dt.timedelta(days=2), dt.timedelta(days=1), dt.timedelta(days=90)
SIGN_INS = dt.timedelta(days=365)


def forget_old(*, now: dt.datetime) -> None:
    """Codes after two days, counters after one, sent messages and those given up after ninety, the log of sign-ins after a year, sessions that are over.

    Failed messages stay until somebody has looked.
    """
    PhoneCode.objects.filter(sent_at__lt=now - CODES).delete()
    RateCount.objects.filter(window__lt=now - COUNTS).delete()
    done = (SmsMessage.State.SENT, SmsMessage.State.GIVEN_UP)
    SmsMessage.objects.filter(state__in=done, queued_at__lt=now - MESSAGES).delete()
    AccessLog.objects.filter(attempt_time__lt=now - SIGN_INS).delete()
    Session.objects.filter(expire_date__lt=now).delete()
