"""Linkage and outreach in the demo: waves of pilots, counties linked on their days, one that fell back, who helps, visits and trainings."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from typing import Any

from wobangni.kernel.actors import SYSTEM, Role
from wobangni.kernel.clock import local_date
from wobangni.kernel.errors import Conflict
from wobangni.organisations.commands.deactivate_staff import deactivate_staff
from wobangni.organisations.commands.grant_role import grant_role
from wobangni.organisations.commands.save_outreach import (
    Material,
    OutreachInput,
    answer_question,
    raise_question,
    save_outreach,
)
from wobangni.organisations.commands.save_pilot import save_league_helper, save_wave
from wobangni.organisations.memberships import staff_of
from wobangni.organisations.queries import counties, leagues, units_of
from wobangni.organisations.queries.linkage import pilot_waves
from wobangni.organisations.rules.linkage import FOUR
from wobangni.service_requests.commands.linkage_test import linkage_test
from wobangni.surfaces.cli.demo.staff import create_background, unit_of_kind
from wobangni.surfaces.cli.demo.stories import pools, read_texts

#: Whoever keeps a pilot county's linkage going holds what its desk needs.
DESK = (Role.DISPATCHER, Role.REVIEWER, Role.CALLER)
#: They begin before the first measurement.
BEFORE = dt.timedelta(days=3)


def add_linkage(now: dt.datetime) -> None:
    """Once: the waves, written last, say that it is done. What an interrupted run has made stays as it is."""
    if pilot_waves(()):
        return
    told = read_texts("linkage")
    _measure(told, now)
    for record in told["outreach"]:
        _record(record, now)
    for number, league in enumerate(leagues()):
        save_league_helper(
            actor=SYSTEM, now=now, league=league.code, name=_name(number * 7), post="盟市工作专班（演示）", phone="0471-5550100"
        )  # fmt: skip
    for wave in told["wave"]:
        save_wave(
            actor=SYSTEM,
            now=now,
            number=wave["number"],
            name=wave["name"],
            starts_on=_day(wave["starts"], now),
            due_on=_day(wave["due"], now),
            counties=wave["counties"],
            note=wave.get("note", ""),
        )


def _measure(told: Mapping[str, Any], now: dt.datetime) -> None:
    """In order of time, each on its day; at last all counties as they are today."""
    for step in sorted(told["linked"], key=lambda one: int(one["day"])):
        at = now + dt.timedelta(days=step["day"])
        for county in step["counties"]:
            _staff(county, at - BEFORE)
            linkage_test(actor=SYSTEM, now=at, county=county, key=f"demo{step['day']}")
    fell = told["fell"]
    at = now + dt.timedelta(days=fell["day"])
    gone = _username(fell["county"], fell["centre"])
    for row in staff_of(SYSTEM, fell["county"], now):
        if row.username == gone and row.active:
            deactivate_staff(actor=SYSTEM, now=at, user_id=row.user_id)
    linkage_test(actor=SYSTEM, now=at, county=fell["county"], key=f"demo{fell['day']}")
    for one in counties():
        linkage_test(actor=SYSTEM, now=now, county=one.code, key="demo0")


def _staff(county: str, at: dt.datetime) -> None:
    """One person in each centre, and one at the desk; nobody can sign in as them."""
    for number, kind in enumerate(FOUR):
        unit = unit_of_kind(county, kind)
        create_background(_username(county, kind), _name(int(county) + number), Role.HANDLER, county, unit.id, at)
    desk = _username(county, "desk")
    create_background(desk, _name(int(county) + 5), DESK[0], county, None, at)
    person = next(row for row in staff_of(SYSTEM, county, at) if row.username == desk)
    for role in DESK[1:]:
        grant_role(actor=SYSTEM, now=at, user_id=person.user_id, role=role, county=county)


def _record(told: Mapping[str, Any], now: dt.datetime) -> None:
    county = told["counties"][0] if told.get("own") else None
    units = [
        u.id for code in told["counties"] for u in units_of(code) if u.is_centre or not told.get("centres_only", False)
    ]
    said = OutreachInput(
        kind=told["kind"],
        held_on=_day(told["day"], now),
        title=told["title"],
        unit_ids=units,
        place=told.get("place", ""),
        host=told["host"],
        attended=told["attended"],
        materials=tuple(itertools.starmap(Material, told.get("materials", ()))),
        note=told.get("note", ""),
    )
    at = now + dt.timedelta(days=told["day"])
    try:
        record = save_outreach(actor=SYSTEM, now=now, county=county, outreach_id=None, said=said, key=told["key"])
    except Conflict:
        return  # of a run that was interrupted on an earlier day
    for text, answer in told.get("questions", ()):
        question = raise_question(actor=SYSTEM, now=at, county=county, outreach_id=record, text=text)
        if answer:
            answer_question(actor=SYSTEM, now=at, county=county, outreach_id=record, question_id=question, answer=answer)  # fmt: skip


def _day(days: int, now: dt.datetime) -> dt.date:
    return local_date(now) + dt.timedelta(days=days)


def _username(county: str, post: str) -> str:
    return f"demo-{county}-{post.replace('_', '-')}"


def _name(number: int) -> str:
    words = pools()
    surname = str(words["surnames"][number % len(words["surnames"])])
    given = [name for name in words["given"] if name[0] != surname]
    return surname + str(given[number // 2 % len(given)])
