"""Counting in PostgreSQL how often something is done, in fixed windows. One statement a count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from wobangni.accounts.cipher import keyed_hash
from wobangni.kernel.errors import TooMany


@dataclass(frozen=True, slots=True)
class Taken:
    """``granted`` of what was asked for, ``remaining`` in this window after it, ``reset_in`` seconds until the next."""

    granted: int
    remaining: int
    reset_in: int


def take(kind: str, subject: str, *, limit: int, seconds: int, now: dt.datetime, n: int = 1) -> Taken:
    """Takes up to ``n`` of the ``limit`` permits that ``subject`` has in each window of ``seconds``. Exact under concurrency."""
    epoch = int(now.timestamp())
    start = epoch - epoch % seconds
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO accounts_ratecount (key, "window", n) VALUES (%s, %s, %s)'
            ' ON CONFLICT (key, "window") DO UPDATE SET n = accounts_ratecount.n + EXCLUDED.n RETURNING n',
            [keyed_hash("rate", kind, subject), dt.datetime.fromtimestamp(start, tz=dt.UTC), n],
        )
        total: int = cursor.fetchone()[0]
    before = total - n
    return Taken(
        granted=max(0, min(n, limit - before)),
        remaining=max(0, limit - total),
        reset_in=start + seconds - epoch,
    )


def check_rate(kind: str, subject: str, *, limit: int, seconds: int, now: dt.datetime, words: str = "") -> None:
    """Counts one. Raises TooMany once the limit of the window is passed; ``words``: what it says, translated, with ``%(minutes)s`` to wait."""
    taken = take(kind, subject, limit=limit, seconds=seconds, now=now)
    if not taken.granted:
        words = words or _("That was too many tries. Please wait %(minutes)s minutes.")
        raise TooMany(words % {"minutes": -(-taken.reset_in // 60)}, retry_after=taken.reset_in)
