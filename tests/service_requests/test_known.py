"""Is it known: what a clerk finds beside a request, and what a resident who is still typing may learn of others."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.service_requests.story import MONDAY, Story, send
from wobangni.accounts.vault import ContactInput
from wobangni.kernel.actors import Actor
from wobangni.service_requests.commands.index_search import index_search
from wobangni.service_requests.commands.write_likeness import prune_likeness, reindex_likeness
from wobangni.service_requests.models import Likeness, LikenessKey, ServiceRequest
from wobangni.service_requests.queries.known import KnownRow, known_like
from wobangni.service_requests.readings import SPAN
from wobangni.service_requests.rules.states import State
from wobangni.triage.rules.likeness import Kind, Place

pytestmark = pytest.mark.django_db

Run = Callable[[], list[str]]
NOISE = {"title": "牧歌苑锅炉房噪音扰民", "description": "牧歌苑小区旁边的锅炉房整夜轰鸣，噪音扰民，孩子睡不着。"}
AGAIN = {"title": "投诉牧歌苑锅炉房噪音", "description": "牧歌苑附近锅炉房昼夜不停，噪音太大，老人休息不好。"}
OTHER = {"title": "晨曦湾路面坑洼", "description": "晨曦湾小区门口的路面坑洼破损，下雨积水。"}
VILLAGE = f"{COUNTY}001001"


def sent(cast: Cast, by: Actor, words: dict[str, str], *, phone: str = "13812345678", **more: Any) -> str:
    return send(by, **{**words, "contact": ContactInput("居民", phone), **more}).code


def known(actor: Actor | None, words: dict[str, str], **more: Any) -> tuple[KnownRow, ...]:
    return known_like(actor, COUNTY, words["description"], title=words["title"], **{"now": MONDAY, **more})


def test_a_clerk_finds_the_other_with_its_reasons(cast: Cast, run_jobs: Run) -> None:
    first, _other = sent(cast, cast.qiqige, NOISE), sent(cast, cast.wang_fang, OTHER)
    run_jobs()
    [row] = known(cast.clerk, AGAIN)
    assert row.code == first
    assert row.title == NOISE["title"]
    assert row.score >= 0.5
    assert any("牧歌苑" in reason for reason in row.reasons)
    assert known(cast.clerk, AGAIN, exclude_code=first) == ()


def test_before_the_job_has_run_nothing_is_known(cast: Cast, run_jobs: Run) -> None:
    sent(cast, cast.qiqige, NOISE)
    assert not Likeness.objects.exists()  # intake wrote none of it
    assert known(cast.clerk, AGAIN) == ()
    run_jobs()
    assert known(cast.clerk, AGAIN)


def test_a_resident_learns_how_many_and_how_it_stands_but_no_word_of_theirs(cast: Cast, run_jobs: Run) -> None:
    sent(cast, cast.qiqige, NOISE, phone="13812345678", service="road-damage", division=VILLAGE)
    sent(cast, cast.wang_fang, AGAIN, phone="13987654321", service="road-damage", division=VILLAGE)
    run_jobs()
    [row] = known(None, {"title": "", "description": "牧歌苑的锅炉房噪音太大了，晚上睡不着"})
    assert row.people == 2
    assert row.state is State.SUBMITTED
    assert row.since == MONDAY
    assert row.service is not None
    assert row.place
    assert (row.code, row.title, row.reasons) == ("", "", ())
    shown = repr({f.name: getattr(row, f.name) for f in dataclasses.fields(row) if f.name != "id"})
    for words in (NOISE, AGAIN):
        assert words["description"][:8] not in shown
        assert words["title"] not in shown
    for code in ServiceRequest.objects.values_list("code", flat=True):
        assert code not in shown


def test_one_person_who_asks_twice_is_one_neighbour(cast: Cast, run_jobs: Run) -> None:
    for words in (NOISE, AGAIN):
        sent(cast, cast.qiqige, words, phone="13812345678", division=VILLAGE)
    run_jobs()
    [row] = known(None, NOISE)
    assert row.people == 1
    assert row.kind is Kind.NEIGHBOURS
    person = Likeness.objects.values_list("person", flat=True)[0]
    [mine] = known(None, NOISE, person=person)
    assert mine.kind is Kind.SAME_PERSON


def test_who_asked_is_kept_as_nobodys_name_or_number(cast: Cast, run_jobs: Run) -> None:
    sent(cast, cast.qiqige, NOISE, phone="13812345678")
    sent(cast, cast.wang_fang, AGAIN, anonymous=True, contact=None, resident_id=None)
    run_jobs()
    kept = repr(list(Likeness.objects.values()))
    assert "13812345678" not in kept
    assert "居民" not in repr(list(Likeness.objects.values_list("person", flat=True)))
    assert set(Likeness.objects.values_list("person", flat=True)) > {""}


def test_residents_are_only_shown_what_is_of_the_same_place(cast: Cast, run_jobs: Run) -> None:
    cold = {"title": "暖气不热", "description": "家里暖气不热，室内只有十四度。"}
    sent(cast, cast.qiqige, cold, division=VILLAGE)
    run_jobs()
    assert known(None, cold) == ()
    assert known(None, cold, place=Place(f"{COUNTY}001002", f"{COUNTY}001")) == ()
    assert len(known(None, cold, place=Place(VILLAGE, VILLAGE[:9]))) == 1
    assert len(known(cast.clerk, cold)) == 1


BEATEN = {"title": "", "description": "我丈夫在家里打我，把我打伤了，我和孩子都很害怕，住在村东头。"}
UNPAID = {"title": "", "description": "红旗砖厂拖欠我们三个月的工资，老板一直不给发钱，找他也不理。"}


@pytest.mark.parametrize(
    ("words", "more"),
    [(BEATEN, {}), (UNPAID, {}), (UNPAID, {"service": "wage-arrears"}), (NOISE, {"service": "noise"}), (OTHER, {"service": "staff-conduct"})],
)  # fmt: skip
def test_whoever_a_request_speaks_against_can_not_find_out_that_it_was_made(
    words: dict[str, str], more: dict[str, str], cast: Cast, run_jobs: Run
) -> None:
    sent(cast, cast.qiqige, words, division=VILLAGE, **more)
    run_jobs()
    there = Place(VILLAGE, VILLAGE[:9])
    assert known(None, words, place=there) == ()
    assert len(known(cast.clerk, words, place=there)) == 1
    code = ServiceRequest.objects.get().code
    [own] = known(None, words, place=there, owned=[code])
    assert own.own_code == code


def test_among_three_nobody_is_meant(cast: Cast, run_jobs: Run) -> None:
    for n in range(3):
        assert known(None, UNPAID, place=Place(VILLAGE, VILLAGE[:9])) == ()
        sent(cast, cast.qiqige, UNPAID, phone=f"1381234567{n}", division=VILLAGE, service="wage-arrears")
        run_jobs()
    [row] = known(None, UNPAID, place=Place(VILLAGE, VILLAGE[:9]))
    assert row.people == 3


def test_what_was_merged_counts_with_what_it_was_merged_into(cast: Cast, run_jobs: Run) -> None:
    stays, gone = Story(cast), Story(cast)
    stays.code = sent(cast, cast.qiqige, NOISE, division=VILLAGE)
    gone.code = sent(cast, cast.wang_fang, AGAIN, phone="13987654321", division=VILLAGE)
    gone.merged_into(stays)
    run_jobs()
    [row] = known(None, NOISE)
    assert row.people == 2
    assert row.state is not State.MERGED


def test_what_was_withdrawn_can_not_be_joined(cast: Cast, run_jobs: Run) -> None:
    story = Story(cast)
    story.code = sent(cast, cast.qiqige, NOISE, division=VILLAGE)
    run_jobs()
    assert known(None, NOISE)
    story.do(cast.qiqige, "withdraw")
    assert known(None, NOISE) == ()
    assert known(cast.clerk, NOISE) == ()


def test_other_counties_and_other_units_requests_are_not_found(cast: Cast, run_jobs: Run) -> None:
    sent(cast, cast.qiqige, NOISE)
    run_jobs()
    assert known_like(cast.afar_dispatcher, OTHER_COUNTY, NOISE["description"], now=MONDAY) == ()
    assert known(cast.afar_dispatcher, NOISE) == ()
    assert known(cast.housing_handler, NOISE) == ()
    assert known(cast.observer, NOISE)


def test_corrected_words_are_found_and_the_old_ones_no_longer(cast: Cast, run_jobs: Run) -> None:
    code = sent(cast, cast.qiqige, NOISE)
    run_jobs()
    row = ServiceRequest.objects.get(county=COUNTY, code=code)
    ServiceRequest.objects.filter(county=COUNTY, id=row.id).update(**OTHER)
    index_search(county=COUNTY, id=row.id)
    index_search(county=COUNTY, id=row.id)  # twice changes nothing
    assert known(cast.clerk, AGAIN) == ()
    assert len(known(cast.clerk, OTHER)) == 1
    kept = Likeness.objects.get(county=COUNTY, id=row.id)
    assert set(LikenessKey.objects.values_list("key", flat=True)) == set(kept.keys)


def test_old_requests_are_made_findable_once_and_forgotten_when_closed(cast: Cast) -> None:
    code = sent(cast, cast.qiqige, NOISE)
    assert reindex_likeness(now=MONDAY, counties=[COUNTY, OTHER_COUNTY]) == 1
    assert reindex_likeness(now=MONDAY, counties=[COUNTY]) == 0
    assert known(cast.clerk, AGAIN)
    later = MONDAY + SPAN + dt.timedelta(days=1)
    assert prune_likeness(now=later) == 0  # open still
    assert known(cast.clerk, AGAIN, now=later)
    ServiceRequest.objects.filter(county=COUNTY, code=code).update(state="closed")
    assert known(cast.clerk, AGAIN, now=later) == ()
    assert prune_likeness(now=later) == 1
    assert not Likeness.objects.exists()
    assert not LikenessKey.objects.exists()


def test_an_older_edition_is_made_anew(cast: Cast, run_jobs: Run) -> None:
    sent(cast, cast.qiqige, NOISE)
    run_jobs()
    Likeness.objects.update(reading={"e": 0, "t": "", "n": [], "c": {}, "w": {}})
    assert reindex_likeness(now=MONDAY, counties=[COUNTY]) == 1
    assert Likeness.objects.get().reading["t"] == NOISE["title"]


def test_a_flood_of_one_text_does_not_widen_the_look_up(cast: Cast, run_jobs: Run) -> None:
    for n in range(60):
        sent(cast, cast.qiqige, NOISE, phone=f"138123{n:05}", division=VILLAGE)
    run_jobs()
    [row] = known(None, NOISE)
    assert row.more
    assert 2 <= row.people <= 60


@pytest.mark.parametrize(
    "text", ["", " ", "一", "\x00", "暖" * 100_000, "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", "'; DROP TABLE likeness; --", "🐎🐎"]
)
def test_odd_texts_find_nothing_and_break_nothing(text: str, cast: Cast, run_jobs: Run) -> None:
    sent(cast, cast.qiqige, NOISE)
    run_jobs()
    assert known_like(cast.clerk, COUNTY, text, now=MONDAY) == ()
    assert known_like(None, COUNTY, text, now=MONDAY, place=Place(lat=91.0, lng=-181.0)) == ()
