"""What a draft of a rule would have changed last month."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.service_requests.story import MONDAY, Story
from tests.support.queries import at_most
from wobangni.catalogue.commands.check_rule import RuleInput, check_rule
from wobangni.catalogue.commands.save_rule import save_rule
from wobangni.catalogue.rules.limits import Limit, TimeUnit
from wobangni.catalogue.rules.routing import RuleVersion
from wobangni.kernel.errors import Forbidden
from wobangni.organisations.queries import places_of
from wobangni.service_requests.queries import dry_run as module
from wobangni.service_requests.queries.dry_run import DryRun, dry_run


def told(cast: Cast, *, days_ago: float = 1, **more: Any) -> Story:
    story = Story(cast, now=MONDAY - dt.timedelta(days=days_ago))
    return story.submitted(**{"service": "heating-cold", **more})


def draft(cast: Cast, number: int = 1, **more: Any) -> RuleVersion:
    said = RuleInput(**{"unit_id": cast.water, "service": "heating-cold", **more})
    return check_rule(COUNTY, said).version(number, MONDAY.date())


def tried(cast: Cast, **more: Any) -> DryRun:
    return dry_run(cast.admin, COUNTY, draft(cast, **more), MONDAY)


def test_it_shows_how_many_which_and_from_where_to_where(cast: Cast) -> None:
    stories = [told(cast), told(cast, days_ago=3), told(cast, service=None, description="暖气不热")]
    told(cast, service="noise")
    found = tried(cast)
    assert (found.read, found.decided, found.changed, found.cut) == (4, 3, 3, False)
    [move] = found.moves
    assert move.before
    assert move.after
    assert (move.before.id, move.after.id, move.n) == (cast.housing, cast.water, 3)
    assert {row.code for row in found.rows} == {s.code for s in stories}
    assert found.rows[-1].code == stories[1].code  # the latest first


def test_only_the_last_thirty_days_of_this_county_are_looked_at(cast: Cast) -> None:
    told(cast, days_ago=31)
    told(cast, days_ago=29)
    told(cast, county=OTHER_COUNTY)
    told(cast, days_ago=-1)  # of tomorrow, in a replay
    assert tried(cast).read == 1


def test_the_draft_of_a_known_rule_stands_instead_of_it(cast: Cast) -> None:
    township = places_of(COUNTY)[0].ref.code
    save_rule(
        actor=cast.admin, now=MONDAY, county=COUNTY, number=None, effective_from=MONDAY.date(),
        rule=RuleInput(unit_id=cast.water, service="heating-cold"),
    )  # fmt: skip
    told(cast)
    told(cast, division=township)
    assert tried(cast, number=1).changed == 0
    narrowed = tried(cast, number=1, places=[township])
    assert (narrowed.changed, narrowed.decided) == (1, 1)
    assert narrowed.moves[0].after is not None
    assert narrowed.moves[0].after.id == cast.housing


def test_another_time_for_the_answer_is_counted(cast: Cast) -> None:
    told(cast)
    assert tried(cast, unit_id=cast.housing, limit=Limit(2, TimeUnit.WORKING_DAYS)).limits == 1
    assert tried(cast, unit_id=cast.housing).limits == 0


def test_of_very_many_the_latest_are_looked_at_and_it_says_so(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_READ", 3)
    monkeypatch.setattr(module, "SHOWN", 2)
    stories = [told(cast, days_ago=n) for n in (5, 4, 3, 2)]
    found = tried(cast)
    assert (found.read, found.cut, found.changed) == (3, True, 3)
    assert [row.code for row in found.rows] == [stories[3].code, stories[2].code]


def test_it_changes_nothing_and_asks_once(cast: Cast) -> None:
    for _n in range(5):
        told(cast)
    one = draft(cast)
    dry_run(cast.admin, COUNTY, one, MONDAY)
    with at_most(1):
        dry_run(cast.admin, COUNTY, one, MONDAY)


def test_only_the_countys_administrator_may_try(cast: Cast) -> None:
    for actor in (cast.dispatcher, cast.afar_dispatcher, cast.observer):
        with pytest.raises(Forbidden):
            dry_run(actor, COUNTY, draft(cast), MONDAY)
