"""Making the demo's requests through the same commands as everybody's, with the clock turned back."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from wobangni.catalogue.queries import limits_for, service
from wobangni.catalogue.rules.limits import Limits
from wobangni.kernel.actors import SYSTEM, Role
from wobangni.kernel.scope import acting
from wobangni.organisations.queries import review_required, working_calendar
from wobangni.service_requests.commands.attach import attach
from wobangni.service_requests.commands.submit import Submission, submit
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
from wobangni.surfaces.cli.demo.timing import Timed, Wait, choose

SOURCE = "demo"
_CHANNELS = [Channel.WEB] * 9 + [Channel.APP] * 3 + [Channel.HOTLINE] * 4 + [Channel.GRID] * 2 + [Channel.WINDOW]
_BY_STAFF = frozenset({Channel.HOTLINE, Channel.GRID, Channel.WINDOW})


def make_requests(now: dt.datetime, progress: Callable[[int, int], None] = lambda done, of: None) -> int:
    """Makes those that are not there yet, each whole or not at all; returns how many were made."""
    planned = plan()
    codes: dict[int, str] = {}
    for county in COUNTIES:
        mine = [one for one in planned if one.county == county]
        there = sent_before(county, SOURCE, [one.external_id for one in mine])
        codes |= {one.number: there[one.external_id].code for one in mine if one.external_id in there}
    missing = [one for one in planned if one.number not in codes]
    maker = _Maker(now, codes)
    for done, one in enumerate(missing, 1):
        maker.make(one)
        progress(done, len(missing))
    return len(missing)


class _Maker:
    """``codes``: of the requests that are there, by their numbers in the plan."""

    def __init__(self, now: dt.datetime, codes: dict[int, str]) -> None:
        self.now, self.codes = now, codes
        self._staff: dict[str, CountyStaff] = {}

    def make(self, one: Planned) -> None:
        """One request with all that happened to it, in one transaction; then its photo, which no transaction holds."""
        die = one.die
        with acting(SYSTEM, counties={one.county}, whole=True, durable=False):
            who = sender(one.number, one.county, die, self.now)
            place = scene(one.story, one.county, die)
            moves = self._moves(one, who, die)
            timed = self._timed(one, moves, die)
            code = self._submit(one, who, place, timed.submitted_at, die)
            telling = Telling(one, code, place, who, self._staff_of(one.county))
            for move, at in zip(moves, timed.steps, strict=True):
                telling.carry_out(move, at)
        self.codes[one.number] = code
        if one.story.photo:
            attach(actor=who.actor(code), now=timed.submitted_at, code=code, raw=picture(one.story.photo, one.number))

    def _staff_of(self, county: str) -> CountyStaff:
        if county not in self._staff:
            self._staff[county] = CountyStaff(county, self.now)
        return self._staff[county]

    def _moves(self, one: Planned, who: Sender, die: random.Random) -> list[Move]:
        if one.into is not None:
            return [Move("clerk", Action.MERGE, Wait(die.uniform(0.3, 2)), {"lead_code": self.codes[one.into]})]
        review, limit = review_required(one.county), self._limits(one).answer
        return course_to(one.state, one.story, die, review=review, anonymous=who.anonymous, limit=limit)

    def _timed(self, one: Planned, moves: list[Move], die: random.Random) -> Timed:
        waits, actions = [move.wait for move in moves], [move.action for move in moves]
        return choose(waits, actions, self._limits(one), working_calendar(one.county), self.now, die, one.light)

    def _limits(self, one: Planned) -> Limits:
        found = service(one.story.service, one.county)
        return limits_for(one.county, found.id if found else None, self.now)

    def _submit(self, one: Planned, who: Sender, place: Scene, at: dt.datetime, die: random.Random) -> str:
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
        return submit(actor=actor, now=at, submission=submission).code
