"""Limits on tries (guessing a code or a password), counted in the database so that they hold over all processes and machines."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from django.db import connection
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from wobangni.kernel.errors import TooMany
from wobangni.kernel.models import Attempt


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` tries of this ``kind`` within ``span``, counted from the first one."""

    kind: str
    most: int
    span: dt.timedelta


def check_attempts(limit: Limit, *who: str, now: dt.datetime) -> None:
    """Raises TooMany if ``who`` (an address, a code …) has used up the limit. One query."""
    row = Attempt.objects.filter(bucket=_bucket(limit, who), until__gt=now, n__gte=limit.most).first()
    if row is not None:
        _refuse(row.until, now)


def count_attempt(limit: Limit, *who: str, now: dt.datetime) -> None:
    """Counts one try. Raises TooMany if it is one too many. One statement, safe against others at the same moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO kernel_attempt AS a (bucket, n, until) VALUES (%(bucket)s, 1, %(until)s) "
            "ON CONFLICT (bucket) DO UPDATE SET n = CASE WHEN a.until <= %(now)s THEN 1 ELSE a.n + 1 END, "
            "until = CASE WHEN a.until <= %(now)s THEN EXCLUDED.until ELSE a.until END RETURNING n, until",
            {"bucket": _bucket(limit, who), "until": now + limit.span, "now": now},
        )
        n, until = cursor.fetchone()
    if n > limit.most:
        _refuse(until, now)


def forget_attempts(*, now: dt.datetime) -> int:
    """Deletes what no longer counts; returns how many."""
    deleted, _by_model = Attempt.objects.filter(until__lte=now).delete()
    return deleted


def _bucket(limit: Limit, who: tuple[str, ...]) -> bytes:
    return salted_hmac(f"attempts/{limit.kind}", "\x1f".join(who), algorithm="sha256").digest()


def _refuse(until: dt.datetime, now: dt.datetime) -> None:
    seconds = max(1, math.ceil((until - now).total_seconds()))
    minutes = math.ceil(seconds / 60)
    raise TooMany(
        _("Too many tries. Please wait %(minutes)s minutes and try again.") % {"minutes": minutes}, retry_after=seconds
    )
