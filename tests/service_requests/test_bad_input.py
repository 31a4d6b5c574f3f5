"""What people, forms and other systems really send. Nothing of it may be lost, harm anybody, or end in anything but words that help."""

from __future__ import annotations

import math
from typing import Any

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import COUNTY, OTHER_COUNTY, Cast
from tests.service_requests.invariants import check_request, photograph
from tests.service_requests.story import MONDAY, Story, send
from wobangni.accounts.vault import ContactInput
from wobangni.kernel.errors import InvalidInput
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.public import resident_view

HUGE = "水管坏了" * 9000  # 36,000 characters, 108 kB
MONGOLIAN = "ᠪᠢ ᠲᠤᠰᠠᠯᠠᠮᠵᠢ ᠬᠦᠰᠡᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ᠂ ᠦᠪᠯᠵᠢᠶᠡ ᠬᠠᠯᠠᠭᠤᠨ ᠤᠰᠤ ᠦᠭᠡᠢ"  # with vowel separator and narrow space


def refused(cast: Cast, **words: Any) -> dict[str, str]:
    """What is said of each field; nothing may have been written."""
    before = photograph()
    with pytest.raises(InvalidInput) as told:
        send(cast.qiqige, **words)
    assert photograph() == before
    return {name: str(message) for name, message in told.value.fields.items()}


@pytest.mark.parametrize(
    "empty",
    [
        "",
        "   ",
        "\n\t \r\n",
        "\u200b\u200b",
        "\u200d\u200d",
        "\ufeff",
        "\x00",
        "\u202e\u202c",
        "\u3164\u2800",
        "\u180e",
    ],
    ids=["nothing", "blanks", "lines", "zero width", "joiners", "mark", "null", "overrides", "fillers", "separator"],
)
def test_what_shows_nothing_is_empty(cast: Cast, empty: str) -> None:
    assert set(refused(cast, description=empty)) == {"description"}
    story = Story(cast).in_progress()
    with pytest.raises(InvalidInput) as told:
        story.do(cast.housing_handler, "echo", text=empty)
    assert set(told.value.fields) == {"text"}


def test_too_long_a_text_is_told_how_long_it_may_be(cast: Cast) -> None:
    said = refused(cast, description=HUGE, title="长" * 201, place_text="远" * 201)
    assert set(said) == {"description", "title", "place_text"}
    assert "10000" in said["description"]
    assert str(len(HUGE)) in said["description"]
    with pytest.raises(InvalidInput) as told:
        Story(cast).in_progress().do(cast.housing_handler, "answer", answer=HUGE)
    assert "20000" in str(told.value.fields["answer"])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (MONGOLIAN, MONGOLIAN),
        ("水管💧坏了👨‍👩‍👧‍👦 1️⃣", "水管💧坏了👨‍👩‍👧‍👦 1️⃣"),
        ("ཆུ་ཁང་ སྐྱོན་", "ཆུ་ཁང་ སྐྱོན་"),
        ("水\x00管\x07坏\u200b了\ufeff", "水管坏了"),
        ("请看 \u202egpj.exe\u202c 附件", "请看 gpj.exe 附件"),
        ("第一行\r\n第二行\r第三行\n\n\n\n\n\n完", "第一行\n第二行\n第三行\n\n\n完"),
        ("é", "é"),  # put together
        ("<script>alert(1)</script> & ' \" %s {{ x }}", "<script>alert(1)</script> & ' \" %s {{ x }}"),
        ("坏\ud800了", "坏了"),
    ],
    ids=["Mongolian", "emoji", "Tibetan", "invisible", "override", "lines", "accent", "markup", "surrogate"],
)
def test_what_can_be_read_is_kept_as_it_was_typed(cast: Cast, typed: str, kept: str) -> None:
    story = Story(cast).submitted(description=typed, title=typed.split("\n")[0][:100])
    assert story.row.description == kept
    check_request(story.row)
    story.do(cast.clerk, "ask_info", question=typed)
    assert story.events[-1].data["question"] == kept
    check_request(story.row)
    assert resident_view(cast.qiqige, story.code, now=MONDAY).description == kept
    assert request_detail(cast.clerk, story.code, now=MONDAY).timeline[-1].shown[0][1] == kept


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # each example makes requests of its own
@given(text=st.text(max_size=300))
def test_any_text_at_all_is_kept_or_refused(cast: Cast, text: str) -> None:
    told = None
    try:
        story = Story(cast).submitted(description=text, title=text, place_text=text)
        story.do(cast.clerk, "note", text=text)
    except InvalidInput as error:
        told = error
    if told is None:
        check_request(story.row)
    else:
        assert told.fields


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"lat": 39.9, "lng": 116.4}, "lat"),  # Beijing
        ({"lat": 40.8}, "lat"),
        ({"lng": 111.7}, "lat"),
        ({"lat": 91.0, "lng": 111.7}, "lat"),
        ({"lat": math.nan, "lng": 111.7}, "lat"),
        ({"lat": math.inf, "lng": 111.7}, "lat"),
        ({"lat": 0.0, "lng": 0.0}, "lat"),
        ({"division": "150502001"}, "division"),
        ({"division": f"{COUNTY}999"}, "division"),
        ({"division": "x' OR 1=1"}, "division"),
        ({"service": "no-such-service"}, "service"),
        ({"service": "\x00"}, "service"),
        ({"channel": "pigeon"}, "channel"),
        ({"answers": {"degrees": 14}}, "answers"),  # of which service?
        ({"service": "heating-cold", "answers": {"nonsense": 1}}, "answers.nonsense"),
        ({"key": "k" * 81}, "key"),
        ({"source": "s" * 41, "external_id": "1"}, "source"),
        ({"external_id": "1" * 121}, "external_id"),
        ({"contact": ContactInput("王", "12345")}, "contact.phone"),
        ({"contact": ContactInput("王", "不知道")}, "contact.phone"),
        ({"contact": ContactInput("王" * 100, "13812345678")}, "contact.name"),
    ],
)
def test_what_is_wrong_is_told_by_its_field(cast: Cast, words: dict[str, Any], field: str) -> None:
    said = refused(cast, **words)
    assert set(said) == {field}
    assert said[field]


@pytest.mark.parametrize("county", ["", "999999", "110101", "15010", "١٥٠١٠٥", "150105\x00", COUNTY[:4], "1501050"])
def test_a_county_that_is_none_is_told(cast: Cast, county: str) -> None:
    assert set(refused(cast, county=county)) == {"county"}


def test_everything_wrong_is_told_at_once_and_in_the_readers_language(cast: Cast) -> None:
    with translation.override("en"):
        said = refused(cast, description="", service="?", lat=1.0, lng=1.0, contact=ContactInput("王", "1"))
    assert set(said) == {"description", "service", "lat", "contact.phone"}
    assert said["description"] == "Please say what you need."


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("extent", "everywhere"),
        ("extent", ["home"]),
        ("vulnerable", ["elderly", "dragon"]),
        ("vulnerable", {"a": 1}),
        ("temperature", "warm"),
        ("temperature", "1e400"),
        ("temperature", 10**400),
        ("temperature", math.nan),
        ("temperature", -(10**13)),
        ("since", "2099-13-40"),
        ("since", "昨天"),
    ],
)
def test_an_answer_that_does_not_fit_its_question_is_told(cast: Cast, code: str, value: Any) -> None:
    """Asked of a county's own service, so that every kind of question is there."""
    _own_service()
    assert set(refused(cast, service="150105-own", answers={code: value})) == {f"answers.{code}"}


def test_answers_that_fit_are_kept_and_a_countys_own_service_is_its_own(cast: Cast) -> None:
    _own_service()
    answers = {"extent": "home", "vulnerable": ["elderly", "elderly"], "temperature": "14.0", "since": "2026-09-01"}
    story = Story(cast).submitted(service="150105-own", answers=answers | {"text": ""})
    assert story.row.answers == {
        "extent": "home",
        "vulnerable": ["elderly"],
        "temperature": 14,
        "since": "2026-09-01",
    }
    assert [row.label for row in request_detail(cast.clerk, story.code, now=MONDAY).answers] == [
        "范围", "家人", "几度", "哪天"
    ]  # fmt: skip
    assert set(refused(cast, county=OTHER_COUNTY, service="150105-own")) == {"service"}


def _own_service() -> None:
    from wobangni.catalogue.models import Service
    from wobangni.organisations import reference

    options = [{"code": "home", "label": "只有我家"}, {"code": "building", "label": "整栋楼"}]
    family = [{"code": "elderly", "label": "老人"}, {"code": "child", "label": "孩子"}]
    Service.objects.create(
        code="150105-own",
        county_id=COUNTY,
        category_id="utilities",
        name="本区供暖",
        description="只在赛罕区",
        unit_kind="housing",
        questions=[
            {"code": "extent", "label": "范围", "kind": "single", "options": options},
            {"code": "vulnerable", "label": "家人", "kind": "multi", "options": family},
            {"code": "temperature", "label": "几度", "kind": "number"},
            {"code": "since", "label": "哪天", "kind": "date"},
            {"code": "text", "label": "说明", "kind": "text"},
        ],
    )
    reference.bump(reference.CATALOGUE)
