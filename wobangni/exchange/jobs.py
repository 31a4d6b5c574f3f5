"""Jobs of the exchange: what is remembered of used launch tokens goes away."""

from __future__ import annotations

import datetime as dt

from procrastinate.contrib.django import app

from wobangni.exchange.commands.launch import forget_launches


@app.periodic(cron="47 3 * * *")
@app.task(name="exchange.forget_launches", queue="housekeeping", queueing_lock="exchange.forget_launches")
def forget_launches_daily(timestamp: int) -> None:
    """Once a night."""
    forget_launches(now=dt.datetime.fromtimestamp(timestamp, tz=dt.UTC))
