"""What an observer of the region sees: every county's figures, and the requests behind them; and that they change nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.test import Client

from tests.cast import Cast
from tests.console.pages import request_url, text_of
from tests.service_requests.story import Story
from tests.support.queries import at_most
from wobangni.kernel import clock
from wobangni.kernel.actors import Actor
from wobangni.service_requests.rules.lights import Light
from wobangni.surfaces.console.region_table import region_table

Desk = Callable[[Actor], Client]


def test_each_county_is_counted_by_state_and_light(cast: Cast, at_desk: Desk) -> None:
    now = clock.now()
    Story(cast, now=now).in_progress()
    Story(cast, now=now - dt.timedelta(days=40)).submitted()
    Story(cast, now=now).submitted(county="150502")
    table = region_table(now=now, league="", sort="open")
    assert len(table.rows) == 103
    assert [r.county.code for r in table.rows[:2]] == ["150105", "150502"]
    here = table.rows[0]
    assert here.open == 2
    assert {cell.kind: cell.n for cell in here.lights} == {Light.RED: 1, Light.YELLOW: 0, Light.GREEN: 1}
    assert {cell.kind: cell.n for cell in here.states}["in_progress"] == 1
    assert (table.total_open, [cell.n for cell in table.total_lights]) == (3, [1, 0, 2])


def test_every_number_leads_to_its_requests(cast: Cast, at_desk: Desk) -> None:
    story = Story(cast, now=clock.now()).in_progress()
    client = at_desk(cast.observer)
    page = text_of(client.get("/console/region/?league=1501"))
    assert page.count("data-row") == 9
    link = "/console/150105/queue/?state=in_progress"
    assert f'href="{link}"' in page
    assert story.code in text_of(client.get(link))
    assert client.get(request_url(story.code)).status_code == 200


def test_the_table_asks_little_of_the_database(cast: Cast, at_desk: Desk) -> None:
    client = at_desk(cast.observer)
    client.get("/console/region/")
    with at_most(10):  # BEGIN and COMMIT come on top: twelve
        client.get("/console/region/")


def test_the_region_is_for_its_observers(cast: Cast, at_desk: Desk) -> None:
    for who in (cast.clerk, cast.supervisor, cast.admin, cast.housing_handler):
        assert at_desk(who).get("/console/region/").status_code == 403
