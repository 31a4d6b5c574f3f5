"""Jobs of the heart, run by the worker."""

from __future__ import annotations

import datetime as dt
import logging

from procrastinate.contrib.django import app

from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import InvalidInput
from wobangni.kernel.queue import enqueue
from wobangni.organisations.queries import counties
from wobangni.service_requests.commands.chase_called import chase_called
from wobangni.service_requests.commands.drop_staged import sweep_staged
from wobangni.service_requests.commands.fold_tallies import BATCH, fold_tallies
from wobangni.service_requests.commands.learn_units import learn_units
from wobangni.service_requests.commands.linkage_test import linkage_test
from wobangni.service_requests.commands.pool import BATCH as OFFERS
from wobangni.service_requests.commands.pool import sweep_pool
from wobangni.service_requests.commands.recount import recount
from wobangni.service_requests.commands.refresh_hot import counties_to_refresh, refresh_hot
from wobangni.service_requests.commands.sweep import sweep
from wobangni.service_requests.commands.write_likeness import prune_likeness

log = logging.getLogger(__name__)
#: A little more than the span between two runs: what changed while the last one ran is not missed.
LATELY = dt.timedelta(minutes=75)
#: Less than the minute until the next one: after a standstill the backlog is worked off by one sweep after the other, not by many on top of each other.
SWEEP_SECONDS = 50.0


@app.periodic(cron="* * * * * */10")
@app.task(name="service_requests.fold_tallies", queue="figures", queueing_lock="fold_tallies")
def fold(timestamp: int) -> None:
    """Folds appended deltas into the tallies until few are left. ``timestamp``: when it was due, given by the queue."""
    while fold_tallies() >= BATCH:
        pass


@app.periodic(cron="* * * * *")
@app.task(name="service_requests.sweep", queue="clocks", queueing_lock="sweep")
def sweep_clocks(timestamp: int) -> None:
    """What time alone brings about: reminders, steps of the ladder, dates of review, what nobody replied to, the archive."""
    sweep(now=clock.now(), seconds=SWEEP_SECONDS)


@app.task(name="service_requests.recount_county", queue="clocks")
def recount_county(county: str, days: list[str], since: str, key: str) -> None:
    """After a change of its calendar, the deadlines of one county."""
    recount(now=clock.now(), county=county, days=days, since=since, key=key)


@app.periodic(cron="17 3 * * *")
@app.task(name="service_requests.sweep_staged", queue="housekeeping", queueing_lock="sweep_staged")
def sweep_drafts(timestamp: int) -> None:
    """Photos of forms that were never sent go after a while."""
    sweep_staged(now=clock.now())


@app.periodic(cron="47 3 * * *")
@app.task(name="service_requests.prune_likeness", queue="housekeeping", queueing_lock="prune_likeness")
def prune(timestamp: int) -> None:
    """Requests that are neither open nor recent are no longer looked up as like others."""
    while prune_likeness(now=clock.now()):
        pass


@app.periodic(cron="23 * * * *")
@app.task(name="service_requests.look_for_hot", queue="housekeeping", queueing_lock="look_for_hot")
def look_for_hot(timestamp: int) -> None:
    """Has every county's hot issues brought up to date, each by a job of its own, so that workers share them."""
    for county in counties_to_refresh(now=clock.now()):
        enqueue(refresh_hot_of, lock=f"hot:{county}", county=county)


@app.task(name="service_requests.refresh_hot", queue="housekeeping")
def refresh_hot_of(county: str) -> None:
    """Brings one county's hot issues up to date."""
    refresh_hot(actor=SYSTEM, now=clock.now(), county=county)


@app.periodic(cron="23 1 * * 0")
@app.task(name="service_requests.teach_triage", queue="housekeeping", queueing_lock="teach_triage")
def teach(timestamp: int) -> None:
    """Once a week triage learns from what people decided in the whole region. Too little to learn from is no failure."""
    # Loaded when it is due: every web process reads this file, and none of them needs what training needs.
    from wobangni.service_requests.commands.teach_triage import teach_triage

    try:
        taught = teach_triage(actor=SYSTEM, now=clock.now())
    except InvalidInput as error:
        log.info("triage was not trained: %s", error)
        return
    log.info(
        "triage version %s: in force %s %s", taught.version.version, taught.promotion.in_force, taught.promotion.reason
    )


@app.periodic(cron="23 * * * *")
@app.task(name="service_requests.learn_units", queue="figures", queueing_lock="learn_units")
def learn(timestamp: int) -> None:
    """Who did what is counted anew in the counties where anything has changed."""
    now = clock.now()
    learn_units(now=now, since=now - LATELY)


@app.periodic(cron="41 2 * * *")
@app.task(name="service_requests.learn_all_units", queue="figures", queueing_lock="learn_all_units")
def learn_all(timestamp: int) -> None:
    """The same for all counties: what is older than a year drops out."""
    learn_units(now=clock.now())


@app.periodic(cron="37 18 * * *")
@app.task(name="service_requests.test_linkage", queue="housekeeping", queueing_lock="test_linkage")
def test_all_linkage(timestamp: int) -> None:
    """At night (02:37 in Shanghai) every county's linkage is measured, each by a job of its own, so that workers share them. Once a night, however often
    it is begun."""
    key = f"nightly:{clock.local_date(clock.now())}"
    for county in counties():
        enqueue(test_linkage_of, lock=f"linkage:{county.code}", county=county.code, key=key)


@app.task(name="service_requests.test_linkage_of", queue="housekeeping")
def test_linkage_of(county: str, key: str) -> None:
    """Measures one county's linkage."""
    linkage_test(actor=SYSTEM, now=clock.now(), county=county, key=key)


@app.periodic(cron="*/10 * * * *")
@app.task(name="service_requests.chase_called", queue="clocks", queueing_lock="chase_called")
def chase_calls(timestamp: int) -> None:
    """Units that a grid has called and that have not answered in their time."""
    chase_called(now=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="service_requests.sweep_pool", queue="housekeeping", queueing_lock="sweep_pool")
def sweep_offers(timestamp: int) -> None:
    """Orders that nobody claimed in their time go to dispatch."""
    while sweep_pool(now=clock.now()) >= OFFERS:
        pass
