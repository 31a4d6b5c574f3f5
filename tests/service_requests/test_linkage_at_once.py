"""The test request among others: unseen by anybody while it is under way, gone when its process is killed, measured once when two begin at once."""

from __future__ import annotations

import pytest

from tests.cast import COUNTY, Cast
from tests.service_requests.at_once import at_once, own_connection
from tests.service_requests.invariants import photograph
from tests.service_requests.linked import people_the_county
from tests.service_requests.story import Story
from tests.service_requests.test_killed import kill_while_it_waits
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM
from wobangni.organisations.models import LinkageChange, LinkageRun
from wobangni.service_requests.commands import linkage_walk
from wobangni.service_requests.commands.linkage_test import linkage_test

MEASURE = """
from wobangni.service_requests.commands.linkage_test import linkage_test
linkage_test(actor=SYSTEM, now=clock.now(), county="150105", key="tonight")
"""


@pytest.mark.parametrize(
    "lock",
    ["LOCK TABLE tally_delta IN SHARE MODE", "LOCK TABLE linkage_run IN SHARE MODE"],
    ids=["on its way", "before it is written down"],
)
def test_a_test_that_is_killed_leaves_nothing_and_the_next_measures(committed_cast: Cast, lock: str) -> None:
    people_the_county(committed_cast)
    Story(committed_cast).in_progress()
    before = photograph()
    kill_while_it_waits(MEASURE, lock)
    assert photograph() == before
    assert not LinkageRun.objects.exists()
    assert linkage_test(actor=SYSTEM, now=clock.now(), county=COUNTY, key="tonight").linked
    assert photograph() == before


def test_nobody_else_ever_sees_it(committed_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    people_the_county(committed_cast)
    seen: list[tuple[int, ...]] = []
    whole = linkage_walk._Walker._is_whole

    def look(walker: linkage_walk._Walker) -> bool:
        with own_connection() as raw:
            row = raw.execute(
                "SELECT (SELECT count(*) FROM service_request), (SELECT count(*) FROM tally_delta), "
                "(SELECT count(*) FROM kernel_outboxevent), (SELECT count(*) FROM procrastinate_jobs)"
            ).fetchone()
            assert row is not None
            seen.append(row)
        return whole(walker)

    monkeypatch.setattr(linkage_walk._Walker, "_is_whole", look)
    assert linkage_test(actor=SYSTEM, now=clock.now(), county=COUNTY).linked
    assert seen == [(0, 0, 0, 0)]


def test_two_that_begin_at_once_are_one_measurement(committed_cast: Cast) -> None:
    people_the_county(committed_cast)
    now = clock.now()

    def measure() -> object:
        return linkage_test(actor=SYSTEM, now=now, county=COUNTY, key="tonight")

    results = at_once("LOCK TABLE linkage_run IN SHARE MODE", (), measure, measure)
    assert sorted(done.recorded for done in results) == [False, True], results
    assert LinkageRun.objects.count() == 1
    assert LinkageChange.objects.count() == 5
