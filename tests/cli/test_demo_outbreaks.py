"""What many report at once in the demo: one or two hot issues, found by the same job as anybody's."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from wobangni.kernel.actors import Actor, ActorKind, Grant, Role
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.service_requests.models import Event, ServiceRequest
from wobangni.service_requests.queries.hot import hot_rows
from wobangni.surfaces.cli.demo.outbreaks import SPAN, make_outbreaks, moments
from wobangni.surfaces.cli.demo.people import COUNTY, OTHER_COUNTY
from wobangni.surfaces.cli.demo.staff import add_people
from wobangni.surfaces.cli.demo.stories import read_texts

WINTER = dt.datetime(2026, 11, 18, 10, 20, tzinfo=SHANGHAI)
SUMMER = dt.datetime(2026, 7, 11, 3, 5, tzinfo=SHANGHAI)  # on a Saturday night
OBSERVER = Actor(ActorKind.STAFF, "1", "赵立新", (Grant(Role.REGION_OBSERVER),))


@pytest.mark.parametrize(("now", "said"), [(WINTER, "暖气"), (SUMMER, "停水")])
def test_each_season_has_its_hot_issue_in_the_showcase_county(region: None, now: dt.datetime, said: str) -> None:
    add_people(now)
    made = make_outbreaks(now)
    [issue] = hot_rows(OBSERVER, COUNTY)
    mine = ServiceRequest.objects.filter(county=COUNTY)
    assert "松涛苑" in issue.title + issue.place
    assert said in issue.title
    assert len(issue.members) >= mine.count() - 2  # one or two say it in quite other words
    assert issue.alarm is not None
    assert now - mine.earliest("submitted_at").submitted_at < SPAN + dt.timedelta(hours=14)
    [other] = hot_rows(OBSERVER, OTHER_COUNTY)
    assert "自来水发黄" in other.title
    assert ServiceRequest.objects.filter(demo=True).count() == made
    assert Event.objects.latest("at").at < now
    assert {r.state for r in mine} == {"submitted", "in_progress"}


def test_made_again_it_makes_nothing_in_another_season_either(region: None) -> None:
    add_people(WINTER)
    assert make_outbreaks(WINTER) > 0
    assert make_outbreaks(WINTER + dt.timedelta(hours=1)) == 0
    assert make_outbreaks(WINTER + dt.timedelta(days=200)) == 0


def test_more_and_more_of_them_come_and_nobody_at_night() -> None:
    found = moments(40, WINTER, random.Random(3))
    assert found == sorted(found)
    assert found[-1] < WINTER
    assert len({at.astimezone(SHANGHAI).date() for at in found}) >= 3
    assert found[0] < WINTER - SPAN * 0.8
    newer = sum(at > WINTER - SPAN * 0.4 for at in found)
    assert newer > 0.45 * len(found)
    assert all(7 <= at.astimezone(SHANGHAI).hour < 22 for at in found)


def test_nobody_says_the_same_twice() -> None:
    texts = [text for one in read_texts("outbreaks")["outbreak"] for _title, text in one["told"]]
    assert len(set(texts)) == len(texts)
