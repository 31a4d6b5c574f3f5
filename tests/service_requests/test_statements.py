"""What the heart asks of the database: how often, and always saying of which county (design.md, "Spread over machines")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import COUNTY, Cast
from tests.service_requests.story import MONDAY, TEXT, Story, send
from wobangni.accounts.vault import ContactInput
from wobangni.kernel.actors import Actor
from wobangni.organisations import reference
from wobangni.service_requests.access import get_service_request_for
from wobangni.service_requests.commands.fold_tallies import fold_tallies
from wobangni.service_requests.commands.index_search import index_search
from wobangni.service_requests.commands.inform_residents import inform_residents
from wobangni.service_requests.commands.reveal import reveal_contact
from wobangni.service_requests.queries.counts import counts
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.known import known_like
from wobangni.service_requests.queries.public import my_requests, public_status, resident_view
from wobangni.service_requests.queries.queue import QueueFilter, queue

#: Tables that are spread by county.
SPREAD = (
    "service_request", "service_request_event", "assignment", "deadline", "tally", "tally_delta", "accounts_contact", "accounts_reveal",
    "kernel_outboxevent", "attachment", "likeness", "likeness_key", "hot_issue",
    "unit_history", "unit_return",
)  # fmt: skip


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that is sent in the block, BEGIN and COMMIT among them."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [q["sql"] for q in captured.captured_queries]


@pytest.fixture
def warm(committed_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """The cast, with reference data in memory and staying there, as in a server that has been up for a while."""
    monkeypatch.setattr(reference, "CHECK_EVERY", 1e9)
    Story(committed_cast).closed()
    return committed_cast


def listed(found: list[str]) -> str:
    return "\n".join(f"{n:3} {sql[:200]}" for n, sql in enumerate(found, 1))


def test_taking_a_request_in_is_one_round_trip(warm: Cast) -> None:
    words: dict[str, Any] = {"service": "heating-cold", "lat": 40.79, "lng": 111.7, "division": f"{COUNTY}001"}
    for more in (words | {"key": "form"}, {"anonymous": True}):
        send(warm.qiqige, **more | {"key": None})
        with statements() as found:
            assert send(warm.qiqige, **more).created
        assert len(found) == 1, listed(found)  # eight are allowed (issue 2, part 9)


def test_sending_it_again_costs_little_more(warm: Cast) -> None:
    send(warm.qiqige, key="form-1")
    with statements() as found:
        assert not send(warm.qiqige, key="form-1").created
    assert len(found) <= 9, listed(found)


STEPS: list[tuple[str, str, dict[str, Any]]] = [
    ("clerk", "accept", {}),
    ("dispatcher", "dispatch", {"unit": "housing"}),
    ("housing_handler", "sign", {}),
    ("dispatcher", "add_helper", {"unit": "water"}),
    ("housing_handler", "echo", {"text": "明天上门"}),
    ("housing_handler", "answer", {"answer": "已修好"}),
    ("reviewer", "approve", {}),
    ("qiqige", "confirm", {"solved": True, "satisfied": 5}),
]


def test_acting_is_at_most_ten_round_trips(warm: Cast) -> None:
    story = Story(warm).submitted()
    for who, action, words in STEPS:
        words = {name: getattr(warm, str(value), value) for name, value in words.items()}
        with statements() as found:
            story.do(getattr(warm, who), action, **words)
        assert len(found) <= 10, f"{action}:\n{listed(found)}"


@pytest.mark.parametrize(
    ("most", "look"),
    [
        (8, lambda cast, story: request_detail(cast.clerk, story.code, now=MONDAY)),
        (8, lambda cast, story: request_detail(cast.housing_handler, story.code, now=MONDAY)),
        (3, lambda cast, story: public_status(story.code, now=MONDAY)),
        (5, lambda cast, story: resident_view(cast.qiqige, story.code, now=MONDAY)),
        (1, lambda cast, story: my_requests(cast.qiqige, now=MONDAY)),
        (1, lambda cast, story: queue(cast.clerk, COUNTY, QueueFilter(), now=MONDAY)),
        (1, lambda cast, story: queue(cast.clerk, COUNTY, QueueFilter(q="暖气"), now=MONDAY)),
        (1, lambda cast, story: queue(cast.housing_handler, None, QueueFilter(), now=MONDAY)),
        (1, lambda cast, story: queue(cast.observer, None, QueueFilter(sort="new"), now=MONDAY)),
        (1, lambda cast, story: counts(cast.clerk, COUNTY)),
        (2, lambda cast, story: get_service_request_for(cast.water_handler, story.code)),
        (1, lambda cast, story: known_like(cast.clerk, COUNTY, TEXT, now=MONDAY)),
        (1, lambda cast, story: known_like(None, COUNTY, TEXT, now=MONDAY)),
    ],
    ids=["detail", "detail of a handler", "status", "own page", "own list", "queue", "search", "handler's queue", "region's queue", "counts",
         "access", "known", "known to a resident"],
)  # fmt: skip
def test_reading_costs_as_much_for_many_requests_as_for_one(
    warm: Cast, most: int, look: Callable[[Cast, Story], object]
) -> None:
    story = Story(warm).in_progress().do(warm.dispatcher, "add_helper", unit=warm.water)
    look(warm, story)  # words of the search are loaded
    with statements() as found:
        look(warm, story)
    assert len(found) <= most, listed(found)
    for _n in range(5):
        other = Story(warm).in_progress()
        Story(warm).submitted().merged_into(story)
        story.do(warm.clerk, "note", text="又一条").do(warm.clerk, "remind")
        other.do(warm.dispatcher, "add_helper", unit=warm.water)
    with statements() as again:
        look(warm, story)
    assert len(again) == len(found), listed(again)


def test_the_page_of_a_merged_request_costs_little_more(warm: Cast) -> None:
    stays = Story(warm).in_progress()
    story = Story(warm).submitted().merged_into(stays)
    with statements() as found:
        resident_view(warm.qiqige, story.code, now=MONDAY)
    assert len(found) <= 9, listed(found)


def every_way(cast: Cast) -> None:
    """Everything that reads or writes one request, once."""
    story = Story(cast).submitted()
    other = Story(cast).submitted(cast.wang_fang, contact=ContactInput("王芳", "13987654321"), key="k", anonymous=False)
    send(cast.wang_fang, contact=ContactInput("王芳", "13987654321"), key="k")
    other.merged_into(story)
    for who, action, words in STEPS:
        story.do(getattr(cast, who), action, **{n: getattr(cast, str(v), v) for n, v in words.items()})
    index_search(county=COUNTY, id=story.row.id)
    inform_residents(county=COUNTY, id=other.row.id, seq=2, now=MONDAY)
    for actor in (cast.clerk, cast.housing_handler, cast.water_handler, cast.observer):
        request_detail(actor, story.code, now=MONDAY)
        get_service_request_for(actor, story.code)
    resident_view(cast.wang_fang, other.code, now=MONDAY)
    public_status(story.code, now=MONDAY)
    reveal_contact(actor=second_factor(cast.clerk), now=MONDAY, code=story.code, purpose="电话核实地址")
    queue(cast.clerk, COUNTY, QueueFilter(q=story.code), now=MONDAY)
    counts(cast.clerk, COUNTY)
    fold_tallies()


def second_factor(actor: Actor) -> Actor:
    return replace(actor, second_factor=True)


def test_every_statement_about_one_request_says_of_which_county(warm: Cast) -> None:
    with statements() as found:
        every_way(warm)
    touching = [sql for sql in found if any(re.search(rf"\b{table}\b", sql) for table in SPREAD)]
    assert len(touching) > 60
    for sql in touching:
        assert says_which_county(sql), sql


def says_which_county(sql: str) -> bool:
    """A look-up names the county in its condition, a new row brings it along, and parts of one statement take it from its first."""
    if sql == "SELECT DISTINCT county FROM tally_delta ORDER BY county":
        return True  # asks which counties there are anything to do for
    in_condition = re.search(r"""(WHERE|AND)[\s(]*("?\w+"?\.)?"?county"? (=|IN) """, sql)
    brings_along = (
        sql.lstrip().startswith(("INSERT", "WITH told AS", "WITH r AS", "WITH event AS")) and f"'{COUNTY}'" in sql
    )
    return bool(in_condition or brings_along)


def test_the_statement_check_itself_can_tell(warm: Cast) -> None:
    assert says_which_county('SELECT 1 FROM "deadline" WHERE ("deadline"."county" = \'150105\' AND 1)')
    assert not says_which_county("SELECT 1 FROM service_request WHERE id = 'x'")
    assert not says_which_county("UPDATE assignment SET state = 'x' WHERE id = 'y'")
