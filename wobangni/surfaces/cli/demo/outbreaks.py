"""What many report at once in the demo, within three days: the pages of hot issues have something to show. By the same commands as everybody's requests."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from typing import Any

from wobangni.accounts.vault import ContactInput
from wobangni.catalogue.queries import default_unit, service
from wobangni.kernel.actors import SYSTEM, Role
from wobangni.kernel.clock import SHANGHAI, local_date
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.refresh_hot import refresh_hot
from wobangni.service_requests.commands.submit import Submission, submit
from wobangni.service_requests.queries.external import sent_before
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import Channel
from wobangni.surfaces.cli.demo.staff import CountyStaff
from wobangni.surfaces.cli.demo.stories import pools, read_texts
from wobangni.surfaces.cli.demo.timing import MORNING, NIGHT
from wobangni.triage.rules.urgency import is_heating_season

SOURCE = "demo"
SPAN = dt.timedelta(hours=66)
#: The latest came so long ago: what is at the unit already is not from the future.
LEAST_AGE = dt.timedelta(minutes=20)
_PHONE = "1690002{:04d}"


def make_outbreaks(now: dt.datetime) -> int:
    """Makes those of this season that are not there yet and has the counties looked over; returns how many requests were made."""
    season = "heating" if is_heating_season(local_date(now)) else "warm"
    raw = read_texts("outbreaks")["outbreak"]
    made = 0
    for place, one in enumerate(raw):
        if one.get("season", season) == season and not _is_there(one, raw):
            made += _make(one, place, now)
    return made


def _is_there(one: Mapping[str, Any], every: Sequence[Mapping[str, Any]]) -> bool:
    """Whether it, or its like of another season, was made before: a demo that is started again in spring gets no second one."""
    alike = [_id(other, 0) for other in every if other["county"] == one["county"]]
    return bool(sent_before(one["county"], SOURCE, alike))


def _id(one: Mapping[str, Any], number: int) -> str:
    return f"demo-{one['name']}-{number:02d}"


def _make(one: Mapping[str, Any], place: int, now: dt.datetime) -> int:
    county, told = one["county"], one["told"]
    die = random.Random(one["name"])  # noqa: S311
    staff = CountyStaff(county, now)
    for number, ((title, text), at) in enumerate(zip(told, moments(len(told), now, die), strict=True)):
        building = str(die.randint(1, 18))
        submission = Submission(
            county=county,
            service=one["service"],
            title=title,
            description=text.replace("{a}", building),
            channel=Channel.HOTLINE if number % 3 == 1 else Channel.WEB,
            division=one["division"],
            place_text=one["place"].replace("{a}", building),
            contact=ContactInput(_name(die), _PHONE.format(100 * place + number), ""),
            source=SOURCE,
            external_id=_id(one, number),
            demo=True,
        )
        by_clerk = submission.channel is Channel.HOTLINE
        actor = staff.with_role(Role.CLERK) if by_clerk else SYSTEM
        code = submit(actor=actor, now=at, submission=submission).code
        if number < one["taken"]:
            _hand_over(one, code, staff, at)
    refresh_hot(actor=SYSTEM, now=now, county=county)
    return len(told)


def _hand_over(one: Mapping[str, Any], code: str, staff: CountyStaff, at: dt.datetime) -> None:
    """To the usual unit, which signs for it, all within minutes."""
    found = service(one["service"], one["county"])
    unit = default_unit(one["county"], found.id) if found else None
    if unit is None:
        return
    dispatcher, handler = staff.with_role(Role.DISPATCHER), staff.with_role(Role.HANDLER, unit.id)
    act(actor=dispatcher, now=at + LEAST_AGE * 0.4, code=code, action=Action.DISPATCH, data={"unit": unit.id})
    act(actor=handler, now=at + LEAST_AGE * 0.8, code=code, action=Action.SIGN, data={})


def moments(count: int, now: dt.datetime, die: random.Random) -> list[dt.datetime]:
    """Over SPAN until shortly before ``now``, more and more of them, nobody at night; in order."""
    last = now - LEAST_AGE
    shares = [((number + die.random()) / count) ** 1.4 for number in range(count)]
    return sorted(_awake(last - SPAN * share) for share in shares)


def _awake(at: dt.datetime) -> dt.datetime:
    """Earlier, in the evening before, if it is night."""
    local = at.astimezone(SHANGHAI)
    if MORNING <= local.hour < NIGHT:
        return at
    evening = local if local.hour >= NIGHT else local - dt.timedelta(days=1)
    return evening.replace(hour=NIGHT - 2 + local.minute % 2, minute=local.second)


def _name(die: random.Random) -> str:
    words = pools()
    return str(die.choice(words["surnames"])) + str(die.choice(words["given"]))
