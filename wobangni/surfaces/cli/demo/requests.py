"""Making the demo's requests through the same commands as everybody's, with the clock turned back."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from wobangni.catalogue.queries import limits_for, service
from wobangni.catalogue.rules.limits import Limits, TimeUnit
from wobangni.kernel.actors import SYSTEM, Role
from wobangni.kernel.scope import acting
from wobangni.organisations.queries import review_required, working_calendar
from wobangni.service_requests.commands.attach import stage
from wobangni.service_requests.commands.submit import Submission
from wobangni.service_requests.commands.submit_draft import submit_draft
from wobangni.service_requests.queries.external import sent_before
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import Channel
from wobangni.surfaces.cli.demo.courses import Move, course_to
from wobangni.surfaces.cli.demo.pictures import picture
from wobangni.surfaces.cli.demo.places import Scene, scene
from wobangni.surfaces.cli.demo.plan import COUNTIES, Planned, plan
from wobangni.surfaces.cli.demo.residents import Sender, sender
from wobangni.surfaces.cli.demo.staff import CountyStaff
from wobangni.surfaces.cli.demo.telling import Telling
from wobangni.surfaces.cli.demo.timing import Count, Timed, Wait, choose, soon_after

SOURCE = "demo"
_CHANNELS = [Channel.WEB] * 9 + [Channel.APP] * 3 + [Channel.HOTLINE] * 4 + [Channel.GRID] * 2 + [Channel.WINDOW]
_BY_STAFF = frozenset({Channel.HOTLINE, Channel.GRID, Channel.WINDOW})


@dataclass(frozen=True, slots=True)
class Made:
    """A request that is there."""

    code: str
    submitted_at: dt.datetime


def make_requests(now: dt.datetime, progress: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Makes those that are not there yet, each whole or not at all; returns how many were made."""
    planned, made = plan(), requests_made()
    missing = [one for one in planned if one.number not in made]
    maker = _Maker(now, made)
    for done, one in enumerate(missing, 1):
        maker.make(one)
        progress(done, len(missing))
    return len(missing)


def requests_made() -> dict[int, Made]:
    """What is there, by its number in the plan."""
    made: dict[int, Made] = {}
    planned = plan()
    for county in COUNTIES:
        mine = [one for one in planned if one.county == county]
        there = sent_before(county, SOURCE, [one.external_id for one in mine])
        made |= {
            one.number: Made(there[one.external_id].code, there[one.external_id].submitted_at)
            for one in mine
            if one.external_id in there
        }
    return made


class _Maker:
    """``made``: what is there, by its number in the plan."""

    def __init__(self, now: dt.datetime, made: dict[int, Made]) -> None:
        self.now, self.made = now, made
        self._staff: dict[str, CountyStaff] = {}

    def make(self, one: Planned) -> None:
        """One request with all that happened to it, in one transaction; its photo comes with it, as from a form."""
        die = one.die
        draft = uuid5(NAMESPACE_URL, f"{SOURCE}/{one.county}/{one.external_id}")
        with acting(SYSTEM, counties={one.county}, whole=True, durable=False):
            who = sender(one.number, one.county, die, self.now)
            place = scene(one.story, one.county, die)
            moves = self._moves(one, who, die)
            timed = self._timed(one, moves, die)
            if one.story.photo:
                raw = picture(one.story.photo, one.number)
                stage(actor=who.actor(), now=timed.submitted_at, county=one.county, draft=draft, raw=raw)
            code = self._submit(one, who, place, timed.submitted_at, die, draft)
            telling = Telling(one, code, place, who, self._staff_of(one.county))
            for move, at in zip(moves, timed.steps, strict=True):
                telling.carry_out(move, at)
        self.made[one.number] = Made(code, timed.submitted_at)

    def _staff_of(self, county: str) -> CountyStaff:
        if county not in self._staff:
            self._staff[county] = CountyStaff(county, self.now)
        return self._staff[county]

    def _moves(self, one: Planned, who: Sender, die: random.Random) -> list[Move]:
        limit = self._limits(one).answer
        if one.into is None:
            review = review_required(one.county)
            return course_to(one.state, one.story, die, review=review, anonymous=who.anonymous, limit=limit)
        hurry = limit.unit is TimeUnit.HOURS
        wait = Wait(die.uniform(0.05, 0.2), Count.CLOCK) if hurry else Wait(die.uniform(0.3, 1.5))
        return [Move("clerk", Action.MERGE, wait, {"lead_code": self.made[one.into].code})]

    def _timed(self, one: Planned, moves: list[Move], die: random.Random) -> Timed:
        waits, actions = [move.wait for move in moves], [move.action for move in moves]
        calendar = working_calendar(one.county)
        if one.into is not None:
            return soon_after(self.made[one.into].submitted_at, waits, calendar, self.now, die)
        return choose(waits, actions, self._limits(one), calendar, self.now, die, one.light)

    def _limits(self, one: Planned) -> Limits:
        """For choosing the times of a request that is not there yet; its promises are made by the commands, from its moment of submission."""
        found = service(one.story.service, one.county)
        return limits_for(one.county, found.id if found else None, self.now)

    def _submit(self, one: Planned, who: Sender, place: Scene, at: dt.datetime, die: random.Random, draft: UUID) -> str:
        channel = Channel.WEB if who.anonymous else die.choice(_CHANNELS)
        by_staff = channel in _BY_STAFF
        submission = Submission(
            county=one.county,
            service=one.story.service,
            title=place.filled(one.story.title),
            description=place.filled(one.story.text),
            channel=channel,
            division=place.village.code,
            place_text=place.place_text,
            lat=place.lat,
            lng=place.lng,
            answers=one.story.answers,
            contact=who.contact,
            anonymous=who.anonymous,
            resident_id=who.resident_id,
            source=SOURCE,
            external_id=one.external_id,
            demo=True,
        )
        actor = self._staff_of(one.county).with_role(Role.CLERK) if by_staff else who.actor()
        return submit_draft(actor=actor, now=at, submission=submission, draft=draft).code
