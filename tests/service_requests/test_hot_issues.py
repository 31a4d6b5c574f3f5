"""Hot issues of a county, found by a job and kept for pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.service_requests.story import MONDAY, Story, send
from tests.support.queries import at_most
from tests.triage.village import BOILER, ELSEWHERE
from wobangni.accounts.vault import ContactInput
from wobangni.kernel.actors import SYSTEM
from wobangni.service_requests.commands.refresh_hot import KEPT, counties_to_refresh, refresh_hot
from wobangni.service_requests.models import HotIssue, ServiceRequest
from wobangni.service_requests.queries.hot import hot_clusters, hot_rows

pytestmark = pytest.mark.django_db


def told(
    cast: Cast, n: int, *, days_ago: float = 0.0, phone: int | None = None, what: tuple[str, str] | None = None
) -> str:
    """The n-th neighbour complains of the boiler house; returns the code."""
    title, text = what or BOILER[n % len(BOILER)]
    contact = ContactInput("居民", f"1380000{phone if phone is not None else n:04}")
    at = MONDAY - dt.timedelta(days=days_ago)
    return send(cast.system, now=at, title=title, description=text, contact=contact, division=f"{COUNTY}001").code


def everybody(cast: Cast, count: int = 6, **more: float) -> list[str]:
    for what in ELSEWHERE:
        told(cast, 90, days_ago=20, phone=9000, what=what)
    return [told(cast, n, **more) for n in range(count)]


def refresh(**more: dt.datetime) -> int:
    return refresh_hot(actor=SYSTEM, county=COUNTY, **{"now": MONDAY, **more})


def test_neighbours_with_one_trouble_are_kept_as_one_issue(cast: Cast) -> None:
    codes = everybody(cast)
    assert refresh() == 1
    [row] = hot_rows(cast.supervisor, COUNTY)
    members = ServiceRequest.objects.filter(county=COUNTY, id__in=row.members)
    assert {r.code for r in members} == set(codes)
    assert "锅炉房" in row.title
    assert "牧歌苑" in row.place
    assert row.counts["persons"] == 6
    assert sum(row.curve.values()) == 6
    assert row.heat == pytest.approx(sum(row.parts.values()))


def test_it_may_be_looked_for_twice(cast: Cast) -> None:
    everybody(cast)
    refresh()
    before = list(HotIssue.objects.values())
    refresh()
    assert list(HotIssue.objects.values()) == before


def test_an_issue_stays_itself_while_it_grows(cast: Cast) -> None:
    everybody(cast, 4)
    refresh()
    old = HotIssue.objects.get()
    told(cast, 4, days_ago=1)
    told(cast, 5)
    refresh(now=MONDAY + dt.timedelta(hours=1))
    new = HotIssue.objects.get()
    assert new.id == old.id
    assert len(new.members) == 6
    assert new.found_at == old.found_at


def test_a_new_issue_never_takes_the_name_of_one_that_goes_on(cast: Cast) -> None:
    """The member after whom an old issue was named has gone over to a new one, whose first it is."""
    old = [told(cast, n, days_ago=1) for n in range(5)]
    new = [told(cast, n, phone=50 + n, what=ELSEWHERE[0]) for n in range(5)]
    refresh()
    first, second = HotIssue.objects.order_by("first_at")
    ids = dict(ServiceRequest.objects.values_list("code", "id"))
    assert set(first.members) == {ids[code] for code in old}
    assert set(second.members) == {ids[code] for code in new}
    HotIssue.objects.all().delete()
    first.id = second.members[0]
    first.save(force_insert=True)
    assert refresh() == 2
    assert {row.id: set(row.members) for row in HotIssue.objects.all()}[first.id] == set(first.members)


def test_one_person_many_times_is_no_issue(cast: Cast) -> None:
    for n in range(8):
        told(cast, n, phone=1)
    assert refresh() == 0


def test_what_is_over_is_no_longer_current_and_at_last_forgotten(cast: Cast) -> None:
    everybody(cast)
    refresh()
    later = MONDAY + dt.timedelta(days=70)
    assert counties_to_refresh(now=later) == [COUNTY]
    assert refresh(now=later) == 0
    assert hot_rows(cast.supervisor, COUNTY) == ()
    assert HotIssue.objects.filter(current=False).count() == 1
    refresh(now=MONDAY + KEPT + dt.timedelta(days=1))
    assert not HotIssue.objects.exists()


def test_six_people_in_two_days_raise_an_alarm_and_sixty_days_of_the_same_do_not(cast: Cast) -> None:
    everybody(cast, 6, days_ago=1)
    refresh()
    [row] = hot_rows(cast.supervisor, COUNTY)
    assert row.alarm is not None
    assert row.alarm.people == 6


def test_a_steady_trickle_raises_no_alarm(cast: Cast) -> None:
    for n in range(30):
        told(cast, n, days_ago=n)
    refresh()
    assert [row.alarm for row in hot_rows(cast.supervisor, COUNTY)] == [None]


def test_what_was_declined_or_withdrawn_heats_nothing(cast: Cast) -> None:
    codes = everybody(cast, 4)
    for code in codes[:2]:
        story = Story(cast)
        story.code = code
        story.do(cast.clerk, "decline", reason_code="unclear", explanation="说不清")
    assert refresh() == 0


def test_only_those_who_look_over_a_county_see_what_is_hot_in_it(cast: Cast) -> None:
    everybody(cast)
    refresh()
    for actor in (cast.clerk, cast.dispatcher, cast.supervisor, cast.observer):
        assert len(hot_rows(actor, COUNTY)) == len(hot_rows(actor, None)) == 1
    for actor in (cast.afar_dispatcher, cast.housing_handler, cast.qiqige, cast.partner):
        assert hot_rows(actor, COUNTY) == hot_rows(actor, None) == ()
    assert hot_rows(cast.observer, OTHER_COUNTY) == ()


def test_a_page_asks_once_and_looking_for_it_asks_once(cast: Cast) -> None:
    everybody(cast)
    hot_clusters(COUNTY, now=MONDAY)
    with at_most(1):
        hot_clusters(COUNTY, now=MONDAY)
    refresh()
    with at_most(1):
        hot_rows(cast.supervisor, COUNTY)


def test_the_hourly_job_looks_in_every_county_that_has_something(
    cast: Cast, run_jobs: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from wobangni.kernel import clock
    from wobangni.service_requests.jobs import look_for_hot

    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    everybody(cast)
    look_for_hot(timestamp=0)
    assert run_jobs().count("service_requests.refresh_hot") == 1
    assert HotIssue.objects.count() == 1


def test_the_region_sees_the_hottest_of_all_counties_first(cast: Cast) -> None:
    everybody(cast)
    refresh()
    warm = HotIssue.objects.get()
    HotIssue.objects.bulk_create([_copy(warm, OTHER_COUNTY, warm.heat + 5)])
    assert [row.county for row in hot_rows(cast.observer, None)] == [OTHER_COUNTY, COUNTY]


def _copy(issue: HotIssue, county: str, heat: float) -> HotIssue:
    values = {f.attname: getattr(issue, f.attname) for f in issue._meta.concrete_fields if f.name != "pk"}
    return HotIssue(**{**values, "county": county, "heat": heat})


def test_the_supervisor_of_two_counties_sees_both(cast: Cast) -> None:
    everybody(cast)
    refresh()
    warm = HotIssue.objects.get()
    HotIssue.objects.bulk_create([_copy(warm, OTHER_COUNTY, 1.0)])
    both = replace(cast.supervisor, grants=(*cast.supervisor.grants, *cast.afar_dispatcher.grants))
    assert len(hot_rows(both, None)) == 2
