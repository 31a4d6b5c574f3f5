"""Everything at once, by chance: desk, hotline, grids, the pool, transfers to another county, the calendar, and time that passes. Then all is counted anew."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from typing import Any

from tests.cast import COUNTY, Cast
from tests.grid_work import make_grids
from tests.service_requests.invariants import check_figures, check_request
from tests.service_requests.story import MONDAY, Story
from tests.support.jobs import run_jobs
from wobangni.kernel.actors import SYSTEM, Actor
from wobangni.kernel.clock import local_date
from wobangni.kernel.errors import WobangniError
from wobangni.organisations.commands.save_local_place import retire_local_place
from wobangni.organisations.commands.set_calendar_days import set_calendar_days
from wobangni.service_requests.commands.act import act
from wobangni.service_requests.commands.chase_called import chase_called
from wobangni.service_requests.commands.fold_tallies import fold_tallies
from wobangni.service_requests.commands.pool import set_pool_rules, sweep_pool
from wobangni.service_requests.commands.sweep import sweep
from wobangni.service_requests.commands.verify_events import verify_events
from wobangni.service_requests.commands.work_in_grid import take_in_grid, whistle
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action
from wobangni.service_requests.rules.states import Channel

STEPS, SEED = 160, 4
#: Seldom: they end a story, or say little.
SELDOM = {
    Action.NOTE,
    Action.WITHDRAW,
    Action.WITHDRAW_FOR,
    Action.DECLINE,
    Action.MERGE,
    Action.ADD_INFO,
    Action.REMIND,
    Action.AMEND,
}


def test_whatever_meets_figures_and_history_hold(cast: Cast) -> None:
    chance = random.Random(SEED)
    grids = make_grids()
    set_pool_rules(actor=cast.admin, county=COUNTY, services_offered=["heating-cold"], skills={}, head_start_minutes=0)
    people = (
        [a for a in cast.everybody.values() if a.id != cast.partner.id]
        + 4 * [grids.worker, cast.housing_handler]
        + 2 * [grids.second_worker, cast.caller, cast.reviewer, cast.dispatcher]
    )
    stories: list[Story] = []
    now, seen = MONDAY, Counter[str]()

    def words(action: Action, story: Story) -> dict[str, Any]:
        units = [u for u in (cast.housing, cast.water, grids.unit) if u != story.row.lead_unit_id]
        text = dict.fromkeys(("reason", "basis", "question", "text", "explanation", "answer", "instruction"), "已处理")
        found = {
            Action.TRANSFER: {"unit": cast.afar},
            Action.SUSPEND: {"review_date": local_date(now) + dt.timedelta(days=chance.randint(1, 9))},
            Action.REQUEST_EXTENSION: {"days": 3},
            Action.DECLINE: {"reason_code": "unclear"},
            Action.CLOSE: {"reason_code": "unreachable"},
            Action.MERGE: {"lead_code": chance.choice(stories).code},
        }.get(action, {"unit": chance.choice(units)} if action is not Action.CLAIM else {})
        rated = {"solved": chance.random() < 0.7, "satisfied": str(chance.randint(1, 5)), "quoted": "K-1 v1"}
        wanted = {field.name for field in BY_ACTION[action].fields}
        return {name: value for name, value in (text | rated | found).items() if name in wanted}

    def deed(who: Actor, story: Story) -> str:
        key = str(chance.random())
        if who in (grids.worker, grids.second_worker) and chance.random() < 0.5:
            if chance.random() < 0.5:
                take_in_grid(actor=who, now=now, code=story.code, key=key)
                return "take"
            whistle(
                actor=who, now=now, code=story.code, units=[cast.housing, cast.water], reason="需要水务配合", key=key
            )
            return "whistles"
        rows = [o.action for o in request_detail(who, story.code, now=now).actions]
        often = [row for row in rows if row not in SELDOM]
        action = Action(chance.choice(often if often and chance.random() < 0.9 else rows or [Action.NOTE]))
        act(actor=who, now=now, code=story.code, action=action, data=words(action, story))
        return str(action)

    for number in range(STEPS):
        now += dt.timedelta(minutes=chance.choice([1, 5, 30, 120, 300]))
        if number % 8 == 0:
            lat, lng = chance.choice([grids.middle, grids.beside])
            by, channel = chance.choice([(cast.qiqige, Channel.WEB), (cast.clerk, Channel.HOTLINE)])
            service = chance.choice(["heating-cold", "heating-cold", "water-burst", None])
            where: dict[str, Any] = {"lat": lat, "lng": lng} if chance.random() < 0.8 else {}
            stories.append(Story(cast, now=now).submitted(by, service=service, channel=channel, **where))
            if by is cast.clerk and chance.random() < 0.4:
                stories[-1].do(
                    by, "answer_at_once", answer="十月十五日供暖。", quoted="K-1 v1", solved=True, satisfied="4"
                )
        if number == 40:
            day = local_date(now) + dt.timedelta(days=1)
            set_calendar_days(actor=SYSTEM, now=now, county=COUNTY, first=day, last=None, is_workday=False, note="放假")
        if number == 60:
            retire_local_place(actor=cast.admin, now=now, county=COUNTY, place_id=grids.second)
        for _people in range(6):
            try:
                seen[deed(chance.choice(people), chance.choice(stories[-6:]))] += 1
            except WobangniError:
                seen["refused"] += 1
        if chance.random() < 0.5:
            run_jobs()
        found = sweep(now=now)
        assert not found.failed
        seen.update(found.done)
        seen["left the pool"] += sweep_pool(now=now)
        chase_called(now=now)
        if number % 10 == 0:
            fold_tallies()
    run_jobs()
    now += dt.timedelta(days=40)
    for _again in range(3):
        found = sweep(now=now)
        assert not found.failed
        seen.update(found.done)
    for story in stories:
        check_request(story.row)
    check_figures()
    assert list(verify_events()) == []
    told = {
        "escalate",
        "archive",
        "take",
        "whistles",
        "claim",
        "transfer",
        "answer",
        "rework",
        "left the pool",
    }
    assert told <= {name for name, times in seen.items() if times}, seen
