"""One form for every text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.made_up import texts
from wobangni.triage.rules.segment import Lexicon, Segmenter, learn_lexicon
from wobangni.triage.rules.text import READ_AT_MOST, joined, normalise

MONGOLIAN = "ᠪᠢ ᠲᠤᠰᠠᠯᠠᠮᠵᠢ ᠬᠦᠰᠡᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ᠂ ᠦᠪᠯᠵᠢᠶᠡ"


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("", ""),
        (" \n\t\u3000", ""),
        ("\u200b\ufeff\u202e\x00", ""),
        ("冷", "冷"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("暖\u200b气\u00ad不\x07热", "暖气不热"),
        ("第一行\r\n第二行\u2028第三行", "第一行 第二行 第三行"),
        ("SELECT * FROM a;", "select * from a;"),
        ("停水\ud800了", "停水了"),
        ("㎡ ℃ ①", "m2 °c 1"),
    ],
)
def test_a_text_is_read_in_its_plain_form(raw, read):
    assert normalise(raw) == read


def test_mongolian_script_is_a_text_like_any_other():
    read = normalise(MONGOLIAN)
    assert read.startswith("ᠪᠢ ᠲᠤᠰᠠᠯᠠᠮᠵᠢ")
    assert len(Segmenter(Lexicon(())).cut(read)) == 5


def test_a_hundred_kilobytes_are_read_up_to_the_bound():
    assert len(normalise("水管坏了" * 9000)) == READ_AT_MOST
    assert len(normalise("\ufdfa" * 50_000)) <= READ_AT_MOST  # one sign that becomes eighteen


@given(st.text(max_size=300))
def test_reading_twice_changes_nothing_more(raw):
    once = normalise(raw)
    assert normalise(once) == once
    assert len(once) <= READ_AT_MOST


def test_a_title_that_the_text_repeats_is_read_once():
    assert joined("路灯不亮", "路灯不亮，三天了") == "路灯不亮,三天了"
    assert joined("路灯不亮", "三天了") == "路灯不亮 三天了"
    assert joined("", "三天了") == "三天了"


def test_raw_text_and_its_words_are_cut_alike():
    cutter = Segmenter(Lexicon(("公租房", "申请", "公积金")))
    assert cutter.cut("我申请公租房") == [("申请", 1), ("公租房", 3)]
    assert [word for word, _at in cutter.cut("申请 公 租房")] == ["申请", "公", "租", "房"]
    assert [word for word, _at in cutter.cut("申请 公租房")] == ["申请", "公租房"]


@given(st.text(alphabet="公租房申请 的a1.ᠪ，", max_size=80))
def test_every_word_stands_where_it_is_said_to(text):
    for word, at in Segmenter(Lexicon(("公租房", "申请"), {"公租房申": 2})).cut(text):
        assert text[at : at + len(word)] == word


def test_the_lexicon_keeps_given_words_and_finds_those_of_raw_text():
    lexicon = learn_lexicon(["供热公司 没来", "供热公司 没来", *texts("noise", 10)], [True, True, *[False] * 10])
    assert {"供热公司", "工地"} <= set(lexicon.words)


def test_slips_of_the_longest_word_are_learned_from_raw_texts_alone():
    raw = ["在北京市场调查" for _ in range(3)]
    words = ["北京市 政府", "北京 市场", "市场 调查"] * 2
    assert not learn_lexicon(words, [True] * 6).ends
    learned = learn_lexicon([*words, *raw], [True] * 6 + [False] * 3)
    assert [word for word, _at in Segmenter(learned).cut(raw[0])][:2] == ["北京", "市场"]
    assert [word for word, _at in Segmenter(learned).cut("北京市政府")][:1] == ["北京市"]
