"""The routing directory in the database: numbers, days, who may change it, and that the past stays."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from tests.cast import COUNTY, OTHER_COUNTY, Cast, make_cast
from tests.support.queries import at_most
from wobangni.catalogue.commands.save_rule import RuleInput, cancel_version, end_rule, save_rule
from wobangni.catalogue.commands.set_auto_dispatch import set_auto_dispatch
from wobangni.catalogue.models import RoutingRule
from wobangni.catalogue.queries import (
    RequestFacts,
    answer_limit,
    auto_dispatch_of,
    default_unit,
    directory,
    route,
    rule_words,
    service,
)
from wobangni.catalogue.rules.limits import Limit, TimeUnit
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.organisations.queries import places_of, revisions, unit_by_code

NOW = dt.datetime(2026, 9, 14, 9, 0, tzinfo=SHANGHAI)
TODAY = NOW.date()
THREE_DAYS = Limit(3, TimeUnit.WORKING_DAYS)


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()


def days(n: int) -> dt.date:
    return TODAY + dt.timedelta(days=n)


def save(cast: Cast, number: int | None = None, *, since: int = 0, key: str | None = None, **more: Any) -> int:
    rule = RuleInput(**{"unit_id": cast.housing, "service": "noise", **more})
    return save_rule(
        actor=cast.admin, now=NOW, county=COUNTY, number=number, rule=rule, effective_from=days(since), key=key
    )


def noise(**more: Any) -> RequestFacts:
    found = service("noise", COUNTY)
    assert found
    return RequestFacts(**{"county": COUNTY, "submitted_at": NOW, "service_id": found.id, **more})


def unit_on(day: dt.date, **more: Any) -> int | None:
    found = route(noise(**more), day).unit
    return found.id if found else None


def test_rules_get_numbers_of_their_own_that_never_come_again(cast: Cast) -> None:
    assert [save(cast), save(cast, service="street-light")] == [1, 2]
    end_rule(actor=cast.admin, now=NOW, county=COUNTY, number=2, effective_from=TODAY)
    assert save(cast, service="water-burst") == 3
    assert [rule.number for rule in directory(COUNTY, TODAY)] == [1, 3]


def test_a_change_holds_from_its_day_and_the_past_stays(cast: Cast) -> None:
    number = save(cast)
    save(cast, number, since=10, unit_id=cast.water)
    end_rule(actor=cast.admin, now=NOW, county=COUNTY, number=number, effective_from=days(20))
    usual = unit_by_code(f"{COUNTY}-environment")
    assert usual
    assert [unit_on(days(n)) for n in (-1, 0, 9, 10, 19, 20)] == [
        usual.id, cast.housing, cast.housing, cast.water, cast.water, usual.id,
    ]  # fmt: skip
    assert RoutingRule.objects.filter(county=COUNTY).count() == 3


def test_what_is_still_to_come_may_be_changed_and_taken_back(cast: Cast) -> None:
    number = save(cast)
    save(cast, number, since=10, unit_id=cast.water)
    save(cast, number, since=10, unit_id=cast.water, note="再想想")
    assert RoutingRule.objects.filter(county=COUNTY).count() == 2
    future = RoutingRule.objects.get(county=COUNTY, effective_from=days(10))
    assert cancel_version(actor=cast.admin, now=NOW, county=COUNTY, version_id=future.pk) == number
    assert unit_on(days(10)) == cast.housing
    present = RoutingRule.objects.get(county=COUNTY)
    with pytest.raises(InvalidInput):
        cancel_version(actor=cast.admin, now=NOW, county=COUNTY, version_id=present.pk)
    with pytest.raises(NotFound):
        cancel_version(actor=cast.admin, now=NOW, county=COUNTY, version_id=10**9)


def test_sent_twice_is_one_rule_and_other_words_with_the_same_key_are_refused(cast: Cast) -> None:
    assert save(cast, key="form-1") == save(cast, key="form-1") == 1
    with pytest.raises(Conflict):
        save(cast, key="form-1", unit_id=cast.water)
    assert RoutingRule.objects.filter(county=COUNTY).count() == 1


def test_saving_what_is_so_already_writes_nothing(cast: Cast) -> None:
    number = save(cast)
    save(cast, number)
    assert RoutingRule.objects.filter(county=COUNTY).count() == 1
    assert end_rule(actor=cast.admin, now=NOW, county=COUNTY, number=number, effective_from=days(1))
    assert not end_rule(actor=cast.admin, now=NOW, county=COUNTY, number=number, effective_from=days(2))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"service": "no-such"}, "service"),
        ({"service": None}, "service"),  # for nothing in particular
        ({"places": [f"{OTHER_COUNTY}001"]}, "places"),
        ({"places": [COUNTY]}, "places"),
        ({"places": ["grid:99"]}, "places"),
        ({"condition": {"season": ["13-45", "1-1"]}}, "season"),
        ({"condition": {"answers": {"extent": ["home"]}}}, "answers"),  # the noise service doesn't ask
        ({"unit_id": None}, "unit"),
        ({"unit_id": "afar"}, "unit"),
        ({"helper_ids": ["afar"]}, "helpers"),
        ({"helper_ids": ["housing"]}, "helpers"),
        ({"limit": Limit(9999, TimeUnit.WORKING_DAYS)}, "limit_amount"),
        ({"note": "长" * 201}, "note"),
        ({"since": -1}, "effective_from"),
        ({"since": 0, "limit": THREE_DAYS}, "effective_from"),  # today's requests have their deadlines
        ({"since": 3000}, "effective_from"),
    ],
)
def test_what_can_not_be_is_refused_beside_its_field(cast: Cast, change: dict[str, Any], field: str) -> None:
    named = {
        name: [getattr(cast, v) for v in value] if name == "helper_ids" else getattr(cast, value)
        if isinstance(value, str) and name == "unit_id" else value
        for name, value in change.items()
    }  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        save(cast, **named)
    assert field in refused.value.fields
    assert not RoutingRule.objects.exists()


def test_only_the_countys_administrator_changes_its_directory(cast: Cast) -> None:
    number, rule = save(cast), RuleInput(unit_id=cast.housing, service="noise")
    for actor in (cast.dispatcher, cast.afar_dispatcher, cast.observer):
        with pytest.raises(Forbidden):
            save_rule(actor=actor, now=NOW, county=COUNTY, number=None, rule=rule, effective_from=TODAY)
        with pytest.raises(Forbidden):
            end_rule(actor=actor, now=NOW, county=COUNTY, number=number, effective_from=TODAY)
    with pytest.raises(Forbidden):
        save_rule(actor=cast.admin, now=NOW, county=OTHER_COUNTY, number=None, rule=rule, effective_from=TODAY)
    with pytest.raises(NotFound):
        save(cast, 77)


def test_the_limit_of_a_rule_holds_for_what_is_submitted_from_its_day_on(cast: Cast) -> None:
    number = save(cast, since=1, limit=THREE_DAYS)
    assert answer_limit(noise()) is None
    assert answer_limit(noise(submitted_at=NOW + dt.timedelta(days=1))) == THREE_DAYS
    with pytest.raises(InvalidInput):  # ending it today would take the limit from what was submitted this morning
        end_rule(actor=cast.admin, now=NOW + dt.timedelta(days=1), county=COUNTY, number=number, effective_from=days(1))


def test_every_change_stands_in_the_history_with_what_was_before(cast: Cast) -> None:
    number = save(cast)
    save(cast, number, since=5, unit_id=cast.water)
    end_rule(actor=cast.admin, now=NOW, county=COUNTY, number=number, effective_from=days(9))
    changes = revisions(["routing_rule"], COUNTY)
    assert [r.kind for r in changes] == ["changed", "changed", "created"]
    assert (changes[1].before["unit_id"], changes[1].after["unit_id"]) == (cast.housing, cast.water)
    assert changes[0].after["ended"] is True


def test_a_rule_is_told_in_a_line(cast: Cast) -> None:
    township = places_of(COUNTY)[0].ref
    save(cast, places=[township.code], condition={"any_words": ["装修"], "hours": "outside"})
    [rule] = directory(COUNTY, TODAY)
    assert rule_words(rule, COUNTY, str) == f"规则 1：噪声扰民，{township.name}，提到“装修”，在工作时间以外 → 住建局"
    assert rule_words(rule, COUNTY) == f"规则 1：噪声扰民，{township.name} → 住建局"


def test_a_warm_directory_asks_nothing_of_the_database(cast: Cast) -> None:
    save(cast, limit=THREE_DAYS, since=1)
    route(noise(), TODAY)
    with at_most(0):
        route(noise(), TODAY)
        answer_limit(noise(description="装修噪声"))
        default_unit(COUNTY, noise().service_id)


def test_usual_units_leave_special_rules_aside(cast: Cast) -> None:
    save(cast, places=[places_of(COUNTY)[0].ref.code])
    save(cast, condition={"season": ["01-01", "12-31"]})
    usual = default_unit(COUNTY, noise().service_id, TODAY)
    assert usual
    assert usual.code == f"{COUNTY}-environment"


# -- what is dispatched by itself ------------------------------------------------------------------------------------------


def test_nothing_is_dispatched_by_itself_until_a_county_says_so(cast: Cast) -> None:
    assert not auto_dispatch_of(COUNTY).enabled
    said = {"enabled": True, "services": ["noise"], "minimum_confidence": 80}
    assert set_auto_dispatch(actor=cast.admin, now=NOW, county=COUNTY, **said)
    assert not set_auto_dispatch(actor=cast.admin, now=NOW, county=COUNTY, **said)
    row = auto_dispatch_of(COUNTY)
    assert (row.enabled, row.services, row.minimum_confidence) == (True, {noise().service_id}, 80)
    assert not auto_dispatch_of(OTHER_COUNTY).enabled
    for change in (
        {"services": []},
        {"services": ["no-such"]},
        {"minimum_confidence": 49},
        {"minimum_confidence": 101},
    ):
        with pytest.raises(InvalidInput):
            set_auto_dispatch(actor=cast.admin, now=NOW, county=COUNTY, **{**said, **change})
    with pytest.raises(Forbidden):
        set_auto_dispatch(actor=cast.dispatcher, now=NOW, county=COUNTY, **said)


# -- rules of before ---------------------------------------------------------------------------------------------------


def test_rules_of_before_get_numbers_county_by_county(db: None) -> None:
    migration = import_module("wobangni.catalogue.migrations.0003_routing_directory")
    with connection.cursor() as cursor:  # a table of this session alone stands before the real one
        cursor.execute("CREATE TEMP TABLE routing_rule (id bigint, county_id text, number integer) ON COMMIT DROP")
        cursor.execute(
            "INSERT INTO routing_rule VALUES (7, 'a', 1), (9, 'b', 1), (8, 'a', 1), (3, 'b', 1), (5, 'a', 1)"
        )
        cursor.execute(migration.NUMBERED)
        cursor.execute("SELECT county_id, id, number FROM pg_temp.routing_rule ORDER BY county_id, id")
        assert cursor.fetchall() == [("a", 5, 1), ("a", 7, 2), ("a", 8, 3), ("b", 3, 1), ("b", 9, 2)]
        cursor.execute("DROP TABLE pg_temp.routing_rule")
