"""What the stories of linkage and outreach share: a plan, a few visits, a night's measurement."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from tests.cast import COUNTY, OTHER_COUNTY
from tests.service_requests.linked import handler_of, leaves
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.organisations import queries as organisations
from wobangni.organisations.commands.save_outreach import Material, OutreachInput, raise_question, save_outreach
from wobangni.organisations.commands.save_pilot import save_league_helper, save_wave
from wobangni.organisations.queries import units_of
from wobangni.organisations.rules.kinds import UnitKind
from wobangni.service_requests.commands.linkage_test import linkage_test

TODAY = clock.local_date(clock.now())


def at(page: str = "linkage/", county: str = COUNTY) -> str:
    return f"/console/{county}/{page}"


def visit(county: str | None = COUNTY, *, units: list[int] | None = None, **words: Any) -> UUID:
    """A visit of the four centres yesterday."""
    ids = units or [u.id for u in units_of(county or COUNTY)[:4]]
    said = {
        "kind": "visit",
        "held_on": TODAY - dt.timedelta(days=1),
        "title": "走访四个中心",
        "unit_ids": ids,
        "attended": 9,
    }
    said |= {
        "place": "便民服务中心二楼",
        "host": "自治区走访组",
        "materials": (Material("操作手册", "https://example.org/a.pdf"),),
    }
    return save_outreach(
        actor=SYSTEM, now=clock.now(), county=county, outreach_id=None, said=OutreachInput(**said | words)
    )


def training(kind: str = "training_online", counties: tuple[str, ...] = (COUNTY, OTHER_COUNTY)) -> UUID:
    """The region's, for the centres of two counties."""
    ids = [u.id for code in counties for u in units_of(code)[:4]]
    return visit(None, units=ids, kind=kind, title="派单与签收线上培训", attended=64)


def asked(record: UUID, county: str | None = COUNTY, text: str = "退回的件由谁改派？") -> UUID:
    return raise_question(actor=SYSTEM, now=clock.now(), county=county, outreach_id=record, text=text)


def plan() -> None:
    """Two waves, and somebody at Hohhot who helps."""
    first = [c.code for c in organisations.counties("1501")]
    day = dt.timedelta(days=1)
    save_wave(
        actor=SYSTEM,
        now=clock.now(),
        number=1,
        name="首批试点",
        starts_on=TODAY - 60 * day,
        due_on=TODAY + 5 * day,
        counties=first,
    )
    save_wave(
        actor=SYSTEM,
        now=clock.now(),
        number=2,
        name="第二批",
        starts_on=TODAY - 30 * day,
        due_on=TODAY + 40 * day,
        counties=["150502", "152502"],
    )
    save_league_helper(
        actor=SYSTEM, now=clock.now(), league="1501", name="那仁", post="市委宣传部", phone="0471-4600000"
    )


def measure(*counties: str, days_ago: int = 0) -> None:
    for county in counties:
        linkage_test(actor=SYSTEM, now=clock.now() - dt.timedelta(days=days_ago), county=county)


def media_leaves() -> None:
    leaves(handler_of(UnitKind.CENTRE_MEDIA))
