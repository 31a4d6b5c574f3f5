"""Whatever somebody types, the answer is defined: a code of the region that all candidates agree with, or none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wobangni.triage.rules.locate import Reckoned, common_part, reckon
from wobangni.triage.rules.mentions import mentions
from wobangni.triage.shipped import places

NAMES = sorted(set(places().names.values()))
PIECES = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(NAMES).map(lambda name: name[:-1]),
    st.sampled_from(
        ["村", "到", "，", "的", "(", "旗", "团结", "前旗", "比", "人", "\n", " ", "😀", "ᠮᠣᠩᠭᠣᠯ", "𠮷", "\x00"]
    ),
    st.text(max_size=6),
)


def holds(found: Reckoned) -> None:
    codes = {reading.code for reading in found.candidates}
    assert codes <= places().names.keys()
    if found.best is not None:
        assert found.best in places().names
        assert found.best == common_part(codes)
    assert found.ambiguous == (len(codes) > 1 or (found.best is None and bool(codes)))


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=12), st.sampled_from([None, "150105", "152526", "999999", "", "x"]))
def test_any_text_has_a_defined_answer(pieces: list[str], county: str | None) -> None:
    holds(reckon("".join(pieces), places().gazetteer, county=county))


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_mentions_stand_in_order_and_never_overlap(pieces: list[str]) -> None:
    known = places().gazetteer
    plain = known.spelling.plain("".join(pieces))
    position = 0
    for mention in mentions(plain, known):
        assert position <= mention.start < mention.end <= len(plain)
        assert mention.words == plain[mention.start : mention.end]
        position = mention.end


def test_a_name_alone_is_read_within_its_own_length() -> None:
    known = places().gazetteer
    for typed in (part for name in NAMES for part in (name, name[:-1])):
        plain = known.spelling.plain(typed)
        assert all(m.end <= len(plain) for m in mentions(plain, known)), typed


@pytest.mark.parametrize(
    "text",
    ["", "村", "旗", "🏠" * 30_000, "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", "SELECT * FROM division; -- <script>", "巴彦塔拉苏木" * 10_000, "苏尼特佐旗" * 10_000,
     "营子村家" * 25_000, "a" * 100_000, "\ud800", "١٢٣", "Saihan District"],
)  # fmt: skip
def test_odd_texts_are_read_without_trouble(text: str) -> None:
    holds(reckon(text, places().gazetteer))


def test_the_same_name_many_times_is_one_place() -> None:
    once, often = (reckon("罕台镇" * times, places().gazetteer) for times in (1, 10_000))
    assert once.best == often.best == "150602101"
    assert len(often.candidates) == 1
