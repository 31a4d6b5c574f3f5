"""Time limits: which one is in force, and that the past stays."""

import datetime as dt

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, make_cast
from wobangni.catalogue.commands.set_limit import cancel_limit, set_limit
from wobangni.catalogue.models import TimeLimit
from wobangni.catalogue.queries import limit_rows, limits_for, service
from wobangni.catalogue.rules.limits import DEFAULT_LIMITS, Limit, LimitKind
from wobangni.catalogue.rules.natures import Nature
from wobangni.catalogue.rules.resolve import LimitVersion, limits_on
from wobangni.kernel.actors import SYSTEM
from wobangni.kernel.errors import Forbidden, InvalidInput, NotFound
from wobangni.kernel.rules.time_units import TimeUnit
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.organisations.models import Revision

NOW = dt.datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
TOMORROW = dt.date(2026, 3, 3)
LATER = dt.datetime(2026, 3, 20, 9, tzinfo=SHANGHAI)
DAYS = TimeUnit.WORKING_DAYS


def version(days, *, county=None, service=None, nature=None, since="2000-01-01"):
    return LimitVersion(county, service, nature, LimitKind.ANSWER, Limit(days, DAYS), dt.date.fromisoformat(since))


#: What is entered, and the answer limit of service 7 (a complaint) of 150105 on 2026-03-03.
CASES = [
    ([], DEFAULT_LIMITS.answer.amount),
    ([version(9)], 9),
    ([version(9), version(8, since="2026-03-03")], 8),
    ([version(9), version(8, since="2026-03-04")], 9),
    ([version(9), version(6, county=COUNTY)], 6),
    ([version(9), version(6, county=OTHER_COUNTY)], 9),
    ([version(6, county=COUNTY), version(10, nature=Nature.COMPLAINT)], 10),
    ([version(6, county=COUNTY), version(10, nature=Nature.HELP)], 6),
    ([version(10, nature=Nature.COMPLAINT), version(7, nature=Nature.COMPLAINT, county=COUNTY)], 7),
    ([version(7, nature=Nature.COMPLAINT, county=COUNTY), version(3, service=7)], 3),
    ([version(3, service=7), version(2, service=7, county=COUNTY)], 2),
    ([version(3, service=8)], DEFAULT_LIMITS.answer.amount),
]


@pytest.mark.parametrize(("entered", "expected"), CASES)
def test_the_nearest_entry_is_in_force(entered, expected):
    for order in (entered, entered[::-1]):
        found = limits_on(TOMORROW, COUNTY, 7, Nature.COMPLAINT, order)
        assert found.answer == Limit(expected, DAYS)
        assert found.sign == DEFAULT_LIMITS.sign


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize(
    ("code", "sign", "answer"),
    [
        ("policy-advice", Limit(2, TimeUnit.WORKING_HOURS), Limit(1, DAYS)),
        ("heating-cold", Limit(2, TimeUnit.WORKING_HOURS), Limit(5, DAYS)),
        ("bus", Limit(2, TimeUnit.WORKING_HOURS), Limit(5, DAYS)),
        ("noise", Limit(2, TimeUnit.WORKING_HOURS), Limit(10, DAYS)),
        ("gas-leak", Limit(1, TimeUnit.HOURS), Limit(2, TimeUnit.HOURS)),
    ],
)
def test_the_shipped_limits_go_by_what_the_resident_wants(code, sign, answer):
    found = limits_for(COUNTY, service(code).id, NOW)
    assert (found.sign, found.answer) == (sign, answer)


@pytest.mark.usefixtures("region")
def test_what_has_no_service_yet_has_the_limits_of_everything():
    assert limits_for(COUNTY, None, NOW).answer == Limit(5, DAYS)


@pytest.mark.usefixtures("region")
def test_shipped_limits_hold_for_old_requests_too():
    assert limits_for(COUNTY, service("noise").id, dt.datetime(2017, 6, 1, tzinfo=dt.UTC)).answer == Limit(10, DAYS)


def put(actor=None, *, county=COUNTY, days=7, since=TOMORROW, now=NOW, **of):
    return set_limit(
        actor=actor or make_cast().admin, now=now, county=county, kind=LimitKind.ANSWER, limit=Limit(days, DAYS),
        effective_from=since, **of,
    )  # fmt: skip


@pytest.mark.usefixtures("region")
def test_a_change_counts_from_its_day_and_leaves_what_was_before():
    noise = service("noise").id
    put(service="noise")
    assert limits_for(COUNTY, noise, NOW).answer == Limit(10, DAYS)
    assert limits_for(COUNTY, noise, NOW.replace(hour=23, minute=59)).answer == Limit(10, DAYS)
    assert limits_for(COUNTY, noise, dt.datetime(2026, 3, 3, 0, 0, tzinfo=SHANGHAI)).answer == Limit(7, DAYS)
    assert limits_for(OTHER_COUNTY, noise, LATER).answer == Limit(10, DAYS)
    assert limits_for(COUNTY, service("smoke").id, LATER).answer == Limit(10, DAYS)


@pytest.mark.usefixtures("region")
def test_a_county_may_change_one_nature_at_a_time():
    put(nature=Nature.COMPLAINT, days=8)
    assert limits_for(COUNTY, service("smoke").id, LATER).answer == Limit(8, DAYS)
    assert limits_for(COUNTY, service("heating-cold").id, LATER).answer == Limit(5, DAYS)


@pytest.mark.usefixtures("region")
def test_days_change_at_midnight_in_shanghai():
    put(service="noise")
    noise = service("noise").id
    assert limits_for(COUNTY, noise, dt.datetime(2026, 3, 2, 15, 59, tzinfo=dt.UTC)).answer == Limit(10, DAYS)
    assert limits_for(COUNTY, noise, dt.datetime(2026, 3, 2, 16, 0, tzinfo=dt.UTC)).answer == Limit(7, DAYS)


@pytest.mark.usefixtures("region")
def test_the_past_and_today_can_not_be_changed():
    for since in (dt.date(2026, 3, 2), dt.date(2020, 1, 1), dt.date(2099, 1, 1)):
        with pytest.raises(InvalidInput) as refused:
            put(since=since)
        assert "effective_from" in refused.value.fields


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize("days", [0, -1, 251, 10**9])
def test_an_amount_that_makes_no_sense_is_refused(days):
    with pytest.raises(InvalidInput) as refused:
        put(days=days)
    assert "amount" in refused.value.fields


@pytest.mark.usefixtures("region")
def test_an_entry_whose_day_has_not_come_may_be_changed_and_taken_back():
    first = put(service="noise", days=7)
    assert put(service="noise", days=6) == first
    assert limits_for(COUNTY, service("noise").id, LATER).answer == Limit(6, DAYS)
    cancel_limit(actor=make_cast().admin, now=NOW, county=COUNTY, limit_id=first)
    assert limits_for(COUNTY, service("noise").id, LATER).answer == Limit(10, DAYS)
    kinds = list(Revision.objects.filter(table="time_limit").order_by("id").values_list("kind", flat=True))
    assert kinds == ["created", "changed", "deleted"]


@pytest.mark.usefixtures("region")
def test_an_entry_in_force_can_not_be_taken_back():
    row = put(service="noise")
    with pytest.raises(InvalidInput):
        cancel_limit(actor=make_cast().admin, now=LATER, county=COUNTY, limit_id=row)
    assert TimeLimit.objects.filter(pk=row).exists()


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize("who", ["clerk", "supervisor", "observer", "afar_dispatcher", "qiqige", "partner"])
def test_only_administrators_set_limits(who):
    with pytest.raises(Forbidden):
        put(actor=make_cast().everybody[who])


@pytest.mark.usefixtures("region")
def test_what_holds_everywhere_is_not_for_one_countys_administrator():
    region_row = TimeLimit.objects.filter(county=None).first()
    with pytest.raises(Forbidden):
        put(county=None)
    with pytest.raises(Forbidden):
        put(county=OTHER_COUNTY)
    with pytest.raises(NotFound):
        cancel_limit(actor=make_cast().admin, now=NOW, county=COUNTY, limit_id=region_row.pk)
    put(actor=SYSTEM, county=None, nature=Nature.COMPLAINT, days=9)
    assert limits_for(OTHER_COUNTY, service("noise").id, LATER).answer == Limit(9, DAYS)


@pytest.mark.usefixtures("region")
def test_administrators_see_every_entry_of_their_county():
    put(service="noise")
    put(nature=Nature.COMPLAINT, days=8)
    rows = limit_rows(COUNTY)
    assert {(row.service_label, row.nature, row.limit.amount) for row in rows} == {
        ("噪声扰民", None, 7),
        (None, Nature.COMPLAINT, 8),
    }
    assert len(limit_rows(None)) == 15
