"""The knowledge base: wordings are versions, versions stay, the county's own comes first, review dates come due."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import COUNTY, OTHER_COUNTY, Cast, make_cast
from wobangni.catalogue.commands.save_article import save_article
from wobangni.catalogue.models import ArticleVersion
from wobangni.catalogue.queries import article, articles_of, search_articles, wording, wordings
from wobangni.kernel import clock
from wobangni.kernel.actors import SYSTEM, Actor
from wobangni.kernel.errors import Forbidden, InvalidInput, NotFound

NOW = clock.now()
TODAY = clock.local_date(NOW)
IN_SUMMER = TODAY + dt.timedelta(days=90)


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()


def write(actor: Actor = SYSTEM, **more: Any) -> int:
    said: dict[str, Any] = {
        "county": COUNTY,
        "article_id": None,
        "title": "供暖从哪天开始？",
        "text": "每年10月15日。",
        "review_on": IN_SUMMER,
    }
    return save_article(actor=actor, now=NOW, **said | more)


def test_other_words_are_the_next_version_and_the_old_ones_stay(cast: Cast) -> None:
    one = write(cast.admin)
    write(cast.admin, article_id=one, text="每年10月10日。")
    write(cast.admin, article_id=one, text="每年10月10日。")  # sent twice
    write(cast.admin, article_id=one, text="每年10月10日。", owner_name="供热科")  # not its words
    assert [(w.number, w.text) for w in wordings(one)] == [(2, "每年10月10日。"), (1, "每年10月15日。")]
    found = article(COUNTY, one, today=TODAY)
    assert found is not None
    assert (found.version, found.quote) == (2, f"K-{one} v2 供暖从哪天开始？")
    old = wording(COUNTY, one, 1)  # read out before it was changed: still what was said
    assert old is not None
    assert old.text == "每年10月15日。"


def test_a_version_can_not_be_rewritten(cast: Cast) -> None:
    write()
    with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        ArticleVersion.objects.update(text="别的")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("暖气", True),
        ("供暖 哪天", True),
        ("什么时候开始供暖", True),
        ("供热开始", True),
        ("10月15日", True),
        ("低保", False),
    ],
)
def test_it_is_found_by_words_as_people_say_them(cast: Cast, words: str, found: bool) -> None:
    write(service="heating-stopped")
    assert bool(search_articles(COUNTY, words, today=TODAY)) is found


def test_the_countys_own_comes_before_the_regions_and_another_countys_not_at_all(cast: Cast) -> None:
    region = write(county=None)
    own = write()
    write(county=OTHER_COUNTY)
    assert [a.id for a in search_articles(COUNTY, "供暖", today=TODAY)] == [own, region]
    assert wording(COUNTY, write(county=OTHER_COUNTY, title="别县的"), 1) is None


def test_what_is_out_of_use_is_not_offered_nor_quoted_any_more(cast: Cast) -> None:
    one = write()
    write(article_id=one, active=False)
    assert search_articles(COUNTY, "供暖", today=TODAY) == ()
    assert wording(COUNTY, one, 1) is None


def test_on_its_day_of_review_it_is_due(cast: Cast) -> None:
    write()
    (found,) = articles_of(COUNTY, today=IN_SUMMER)
    assert found.due
    (found,) = articles_of(COUNTY, today=IN_SUMMER - dt.timedelta(days=1))
    assert not found.due


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"title": " "}, "title"),
        ({"title": "长" * 81}, "title"),
        ({"text": ""}, "text"),
        ({"text": "长" * 4001}, "text"),
        ({"review_on": TODAY}, "review_on"),
        ({"service": "no-such"}, "service"),
        ({"owner_unit": 10**9}, "owner_unit"),
        ({"owner_name": "长" * 65}, "owner_name"),
    ],
)
def test_what_can_not_be_used_is_told_by_field(cast: Cast, wrong: dict[str, Any], where: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        write(**wrong)
    assert list(refused.value.fields) == [where]


def test_a_title_stands_once_in_a_county(cast: Cast) -> None:
    write()
    with pytest.raises(InvalidInput):
        write()
    write(county=None)


def test_only_its_administrators_write_it(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        write(cast.clerk)
    with pytest.raises(Forbidden):
        write(cast.admin, county=None)
    elsewhere = write(county=OTHER_COUNTY)
    with pytest.raises(NotFound):
        write(cast.admin, article_id=elsewhere)


def test_an_article_due_for_review_can_be_corrected_without_a_new_date(cast: Cast) -> None:
    one = write()
    later = dt.datetime.combine(IN_SUMMER, dt.time(9), clock.SHANGHAI) + dt.timedelta(days=3)
    said: dict[str, Any] = {"title": "供暖从哪天开始？", "review_on": IN_SUMMER}
    save_article(actor=SYSTEM, now=later, county=COUNTY, article_id=one, text="每年10月12日。", **said)
    assert wordings(one)[0].number == 2


def test_the_database_holds_the_count_of_versions(cast: Cast) -> None:
    one = write()
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleVersion.objects.create(article_id=one, number=1, title="x", text="y", at=NOW, by="z")
