"""How alike two requests are, with reasons: the same trouble, the same place, a neighbour or the same person again."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.village import BOILER, ELSEWHERE, OTHER_ESTATE, OTHER_TROUBLE, START
from wobangni.triage.rules.likeness import ALIKE, Kind, Likeness, Place, Reading, likeness, read
from wobangni.triage.rules.likeness_keys import MOST, asked_keys, stored_keys
from wobangni.triage.rules.likeness_packed import packed, unpacked

VILLAGE, NEXT_VILLAGE = "150105001001", "150105001002"


def reading(told: tuple[str, str], **more: object) -> Reading:
    return read(*told, **{"at": START, **more})  # type: ignore[arg-type]


def between(one: tuple[str, str], other: tuple[str, str], **more: object) -> Likeness:
    return likeness(reading(one), reading(other, **more))


@pytest.mark.parametrize("other", BOILER[1:])
def test_neighbours_with_one_trouble_are_alike_however_they_say_it(other: tuple[str, str]) -> None:
    found = between(BOILER[0], other)
    assert found.score >= ALIKE
    assert found.kind is Kind.NEIGHBOURS
    assert found.same_place
    assert found.reasons[0].startswith("牧歌苑")


@pytest.mark.parametrize("other", [*OTHER_TROUBLE, *ELSEWHERE])
def test_other_troubles_are_not_alike(other: tuple[str, str]) -> None:
    assert between(BOILER[0], other).score < ALIKE


@pytest.mark.parametrize("other", OTHER_ESTATE)
def test_the_same_trouble_elsewhere_is_less_alike_and_not_of_the_same_place(other: tuple[str, str]) -> None:
    found = between(BOILER[1], other)
    assert found.score < between(BOILER[1], BOILER[3]).score
    assert not found.same_place


def test_one_person_repeating_is_told_from_neighbours() -> None:
    mine = reading(BOILER[0], person="a")
    assert likeness(mine, reading(BOILER[1], person="a")).kind is Kind.SAME_PERSON
    assert likeness(mine, reading(BOILER[1], person="b")).kind is Kind.NEIGHBOURS
    assert likeness(reading(BOILER[0]), reading(BOILER[1])).kind is Kind.NEIGHBOURS  # nobody knows who they are


def test_the_longer_ago_the_less_alike() -> None:
    scores = [between(BOILER[0], BOILER[1], at=START - dt.timedelta(days=days)).score for days in (0, 10, 100, 1000)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1] + 0.05


def test_the_place_speaks_for_and_against() -> None:
    said = ("暖气不热", "家里暖气不热，只有十四度。")
    here = Place(VILLAGE, VILLAGE[:9], 40.80, 111.70)
    close, far = Place("", "", 40.801, 111.701), Place("", "", 40.90, 111.90)
    plain = likeness(reading(said), reading(said)).score
    assert likeness(reading(said, place=here), reading(said, place=close)).score > plain
    assert likeness(reading(said, place=here), reading(said, place=close)).same_place
    assert likeness(reading(said, place=here), reading(said, place=far)).score < plain
    assert likeness(reading(said, place=Place(VILLAGE)), reading(said, place=Place(VILLAGE))).same_place
    assert not likeness(reading(said, place=Place(VILLAGE)), reading(said, place=Place(NEXT_VILLAGE))).same_place


def test_what_is_kept_of_a_request_compares_as_the_request_does() -> None:
    for other in (BOILER[1], OTHER_ESTATE[0], ELSEWHERE[0]):
        full = reading(other)
        kept = unpacked(packed(full), other[1], at=START, person="", place=None)
        assert likeness(reading(BOILER[0]), kept).score == pytest.approx(
            likeness(reading(BOILER[0]), full).score, abs=0.03
        )


def test_neighbours_share_a_key_and_a_request_has_few() -> None:
    first = asked_keys(reading(BOILER[0]))
    for told in BOILER[1:]:
        assert first.keys() & stored_keys(reading(told)).keys()
    assert not first.keys() & stored_keys(reading(ELSEWHERE[0])).keys()
    for told in [*BOILER, *ELSEWHERE]:
        assert len(stored_keys(reading(told, place=Place(VILLAGE, VILLAGE[:9], 40.8, 111.7)))) <= MOST


def test_without_any_name_the_place_finds_it() -> None:
    said, other = ("暖气不热", "室内只有十四度。"), ("屋里冷", "暖气一点都不热。")
    for mine, theirs in (
        (Place(VILLAGE), Place(VILLAGE)),
        (Place(lat=40.8, lng=111.7), Place(lat=40.803, lng=111.704)),
    ):
        assert asked_keys(reading(said, place=mine)).keys() & stored_keys(reading(other, place=theirs)).keys()


odd = st.one_of(
    st.text(max_size=120),
    st.text(alphabet="ᠮᠣᠩᠭᠣᠯ ᠤᠯᠤᠰ", max_size=60),
    st.sampled_from(
        [
            "",
            "一",
            "\x00",
            "🐎" * 500,
            "暖" * 100_000,
            "牧歌苑锅炉房" * 17_000,
            "select 1; --",
            "http://x/" + "a" * 9000,
        ]
    ),
)


@settings(max_examples=60)
@given(odd, odd, odd, odd)
def test_whatever_is_written_gives_a_probability(title: str, text: str, other_title: str, other_text: str) -> None:
    one, other = read(title, text), read(other_title, other_text)
    found, back = likeness(one, other), likeness(other, one)
    assert 0 <= found.score <= 1
    assert found.score == pytest.approx(back.score)
    assert len(stored_keys(one)) <= MOST
    unpacked(packed(one), text, at=None, person="", place=None)


def test_mongolian_is_compared_word_by_word() -> None:
    said = ("ᠬᠠᠯᠠᠭᠤᠴᠠᠭᠤᠯᠤᠯᠲᠠ", "ᠭᠡᠷ ᠦᠨ ᠬᠠᠯᠠᠭᠤᠨ ᠬᠦᠷᠦᠯᠴᠡᠬᠦ ᠦᠭᠡᠢ ᠪᠠᠶᠢᠨ᠎ᠠ")
    assert between(said, said).score > between(said, BOILER[0]).score
