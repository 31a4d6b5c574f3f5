"""Jobs of the accounts: text messages out, old codes and counters away."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.retry import RetryStrategy

from wobangni.accounts.housekeeping import forget_old
from wobangni.accounts.sms.delivery import MOST_TRIES, try_to_deliver
from wobangni.kernel import clock

#: 3, 9, 27, 81, 243 seconds, 12 and 36 minutes: a gateway that is down for an hour loses nothing but codes, which expire.
RETRY = RetryStrategy(max_attempts=MOST_TRIES - 1, exponential_wait=3)


@app.task(name="accounts.deliver_sms", queue="sms", retry=RETRY)
def deliver_sms(message_id: str) -> None:
    """Delivers one message; raises to be run again while that may help."""
    try_to_deliver(UUID(message_id), now=clock.now())


@app.periodic(cron="41 3 * * *")
@app.task(name="accounts.forget_old", queue="housekeeping", queueing_lock="accounts.forget_old")
def forget_old_daily(timestamp: int) -> None:
    """Once a night."""
    forget_old(now=dt.datetime.fromtimestamp(timestamp, tz=dt.UTC))
