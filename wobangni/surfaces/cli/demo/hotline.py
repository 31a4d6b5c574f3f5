"""The demo's hotline: its telephone, the knowledge base, and what was called in the last days. Through the same commands as everybody's."""

from __future__ import annotations

import datetime as dt
import random
from uuid import UUID

from wobangni.accounts.vault import ContactInput
from wobangni.catalogue.commands.save_article import save_article
from wobangni.catalogue.queries import Article, articles_of
from wobangni.exchange.commands.answer_call import Consultation, submit_from_call
from wobangni.exchange.commands.call_back import finish_call_back, take_call_back
from wobangni.exchange.commands.record_call_event import CallEventInput, record_call_event
from wobangni.exchange.commands.simulator import NAME, Simulator, simulator
from wobangni.exchange.signed_calls import Sender
from wobangni.kernel.actors import SYSTEM, Actor, Role
from wobangni.kernel.clock import SHANGHAI, local_date
from wobangni.organisations.queries import units_of
from wobangni.service_requests.commands.submit import Submission
from wobangni.service_requests.rules.states import Channel
from wobangni.surfaces.cli.demo.people import COUNTY
from wobangni.surfaces.cli.demo.plan import SEED
from wobangni.surfaces.cli.demo.staff import CountyStaff
from wobangni.surfaces.cli.demo.stories import read_texts

DAYS, CALLS_A_DAY = 9, 9
#: Days after which an article is to be looked at again; some of them are over already, as in life.
REVIEWS = (180, 90, 240, 30, 365)
_PHONE = "1690000{:04d}"


def add_articles(now: dt.datetime) -> None:
    """Those that are not there yet, by title."""
    known = {(one.county, one.title) for one in articles_of(COUNTY, today=local_date(now))}
    desk = next((u.id for u in units_of(COUNTY) if u.is_centre), None)
    for number, raw in enumerate(read_texts("knowledge")["article"]):
        county = COUNTY if raw.get("here") else None
        if (county, raw["title"]) in known:
            continue
        save_article(
            actor=SYSTEM,
            now=now,
            county=county,
            article_id=None,
            title=raw["title"],
            title_en=raw["title_en"],
            text=raw["text"],
            service=raw.get("service", ""),
            owner_unit=desk if county else None,
            owner_name=raw["owner"],
            review_on=local_date(now) + dt.timedelta(days=REVIEWS[number % len(REVIEWS)]),
        )


def add_calls(now: dt.datetime) -> None:
    """The calls of the last days, the same ones each time."""
    switch = simulator(now=now, county=COUNTY)
    clerk = CountyStaff(COUNTY, now).with_role(Role.CLERK)
    articles = [one for one in articles_of(COUNTY, today=local_date(now)) if one.active]
    die = random.Random(SEED)  # noqa: S311
    today = local_date(now)
    for number in range(DAYS * CALLS_A_DAY):
        day = today - dt.timedelta(days=DAYS - 1 - number // CALLS_A_DAY)
        at = dt.datetime.combine(day, dt.time(8, 30), SHANGHAI) + dt.timedelta(minutes=55 * (number % CALLS_A_DAY))
        at += dt.timedelta(seconds=die.randrange(3000))
        if at > now - dt.timedelta(minutes=20):
            continue
        call_id, missed = _call(switch, f"demo-{number:03d}", at, die)
        if missed and day < today - dt.timedelta(days=1) and die.random() < 0.7:
            later = at + dt.timedelta(minutes=die.randrange(5, 60))
            take_call_back(actor=clerk, now=later, county=COUNTY, call_id=call_id)
            finish_call_back(actor=clerk, now=later, county=COUNTY, call_id=call_id, reached=die.random() < 0.8)
        elif not missed and die.random() < 0.55:
            _answer(clerk, call_id, number, at + dt.timedelta(minutes=2), die.choice(articles), die)


def _answer(clerk: Actor, call_id: UUID, number: int, at: dt.datetime, article: Article, die: random.Random) -> None:
    """Most were consultations, solved in the call; some became requests like any other."""
    solved = die.random() < 0.8
    told = Consultation(article.id, article.version, "yes", str(die.choice((4, 5, 5)))) if solved else None
    submission = Submission(
        county=COUNTY,
        description="" if solved else f"来电咨询：{article.title}来电人希望工作人员上门看一下。",
        service=article.service or None,
        channel=Channel.HOTLINE,
        contact=ContactInput(),
        key=f"demo-call-{number:03d}",
        demo=True,
    )
    submit_from_call(actor=clerk, now=at, county=COUNTY, call_id=call_id, submission=submission, answered=told)


def _call(switch: Simulator, name: str, at: dt.datetime, die: random.Random) -> tuple[UUID, bool]:
    """One call with all its events: its id, and whether nobody picked up."""
    caller, missed = _PHONE.format(100 + die.randrange(50)), die.random() < 0.12
    wait = dt.timedelta(seconds=26 if missed else min(2 + int(die.expovariate(1 / 6)), 40))
    extension = die.choice(switch.extensions)
    events = [("ringing", at, ""), ("missed", at + wait, "")]
    if not missed:
        talk = dt.timedelta(seconds=40 + int(die.expovariate(1 / 90)))
        events = [events[0], ("answered", at + wait, extension), ("ended", at + wait + talk, extension)]
    sender = Sender(switch.system_id, switch.county, NAME)
    for kind, moment, where in events:
        said = CallEventInput(f"{name}-{kind}", name, kind, moment, switch.line, caller, where)
        done = record_call_event(sender=sender, now=moment + dt.timedelta(seconds=1), event=said)
    return done.call_id, missed
