"""The words and rules of danger as data: each rule is of known concepts, each danger has some, and what is masked is not read."""

from __future__ import annotations

import datetime as dt

import pytest

from wobangni.triage.rules.urgency import by_rule, urgency
from wobangni.triage.rules.urgency_table import Danger
from wobangni.triage.rules.urgency_voice import hear, traces
from wobangni.triage.rules.urgency_words import DATA, concepts, read

WINTER, YEAR = dt.date(2026, 12, 1), 2026
#: Found by pattern, not by word.
COUNTED = {"many", "chill"}


def rules() -> list[list[str]]:
    lines = (DATA / "rules.txt").read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def words() -> dict[str, set[str]]:
    with (DATA / "concepts.txt").open(encoding="utf-8") as file:
        return concepts(file)


def test_every_rule_is_of_concepts_that_have_words() -> None:
    known = {name for name, its in words().items() if its} | COUNTED
    for danger, weight, *rest in rules():
        parts = rest[:-1] if rest[-1].isdigit() else rest
        assert danger in set(Danger)
        assert weight in {"1", "2", "3"}
        assert set(parts) <= known, rest
        assert len(parts) == 1 or rest[-1].isdigit(), f"how far apart? {rest}"


def test_every_danger_can_be_seen_by_rules_alone() -> None:
    assert {danger for danger, weight, *_ in rules() if int(weight) >= 2} == {danger.value for danger in Danger}


@pytest.mark.parametrize(
    ("text", "concept", "there"),
    [
        ("有人要跳楼", "sh_act", True),
        ("全场跳楼价", "sh_act", False),
        ("家里来了二十多个人", "many", True),
        ("等了三个月", "many", False),
        ("一个人", "many", False),
        ("屋里才十二度", "chill", True),
        ("屋里二十二度", "chill", False),
        ("2019年停过", "ctx_past", True),
        ("2026年停了", "ctx_past", False),
    ],
)
def test_words_are_read_in_their_longest_sense(text: str, concept: str, there: bool) -> None:
    assert (concept in read(text, YEAR)) is there


def test_parts_that_stand_together_are_understood_and_in_two_sentences_are_not() -> None:
    assert by_rule("", "变压器那边的电缆垂下来了", WINTER) == [Danger.ELECTRIC]
    assert not by_rule("", "换了一台变压器，很好。苹果掉了一地", WINTER)


def test_the_voice_says_which_words_it_heard() -> None:
    text = "\n我爷爷赶集没回来，天黑了也没有音信"
    heard = hear(text, read(text, YEAR))
    assert heard is not None
    assert heard.danger is Danger.MISSING
    assert all(text[start:end].strip() for start, end in heard.spans)


def test_the_voice_knows_no_letters_numbers_or_marks() -> None:
    assert not any(char.isascii() for name in traces("A3区12号，abc！着火", {}) for char in name)


def test_the_voice_is_silent_where_a_rule_was_taken_back() -> None:
    assert not urgency("", "我们小区没有停水，孩子老人都好", WINTER)
