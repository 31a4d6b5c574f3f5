"""Hot issues in a stream of messages: one trouble in one place, however it is said, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.triage.village import BOILER, OTHER_ESTATE, OTHER_TROUBLE, START, message, town
from wobangni.triage.rules.heat import heat_of
from wobangni.triage.rules.hot import Message, hot_issues
from wobangni.triage.rules.names import names_in

NOW = START + dt.timedelta(days=60)


def ids(messages: list[Message] | tuple[Message, ...]) -> set[str]:
    return {m.id for m in messages}


def test_many_ways_to_say_one_thing_are_one_issue() -> None:
    [first, *_rest] = hot_issues(town(), now=NOW)
    assert ids(first.members) == {str(n) for n in range(len(BOILER))}
    assert "牧歌苑" in first.place
    assert "锅炉房" in first.title
    assert (first.first, first.last) == (START, START + dt.timedelta(days=len(BOILER) - 1))


def test_the_same_trouble_in_another_place_is_another_issue() -> None:
    issues = hot_issues(town(), now=NOW)
    [other] = [issue for issue in issues if "晨曦湾" in issue.place]
    assert ids(other.members) == {str(len(BOILER) + n) for n in range(len(OTHER_ESTATE))}


def test_another_trouble_in_the_same_place_is_not_drawn_in() -> None:
    troubles = {str(len(BOILER) + len(OTHER_ESTATE) + n) for n in range(len(OTHER_TROUBLE))}
    for issue in hot_issues(town(), now=NOW):
        assert not ids(issue.members) & troubles or ids(issue.members) <= troubles


def test_letters_that_changed_places_in_a_name_do_not_part_neighbours() -> None:
    told = [*town(), message(99, "牧苑歌小区锅炉房噪音扰民", "牧苑歌旁边的锅炉房噪音太大，晚上睡不着。", days=3)]
    assert "99" in ids(hot_issues(told, now=NOW)[0].members)


def test_one_person_who_writes_ten_times_is_one_person() -> None:
    once = town()
    again = [message(200 + n, *BOILER[0], person="p0", days=n) for n in range(10)]
    [before, *_], [after, *_more] = hot_issues(once, now=NOW), hot_issues(once + again, now=NOW)
    assert after.heat.persons == before.heat.persons == len(BOILER)
    assert len(after.members) == len(BOILER) + 10
    assert after.heat.people == before.heat.people
    alone = [message(300 + n, *OTHER_ESTATE[0], person="same", days=n) for n in range(30)]
    [hottest, *_tail] = hot_issues(once + alone, now=NOW)
    assert "牧歌苑" in hottest.place


def test_thumbs_make_a_single_message_hot() -> None:
    told = [*town(), message(50, "星河金服平台跑路", "星河金服理财平台跑路，几千人血汗钱被骗，请公安立案。", likes=900)]
    [first, *_rest] = hot_issues(told, now=NOW)
    assert ids(first.members) == {"50"}


def test_an_old_affair_of_the_same_place_is_not_stretched_over_years() -> None:
    long_ago = replace(message(70, *BOILER[0]), at=START - dt.timedelta(days=1500))
    assert "70" not in ids(hot_issues([*town(), long_ago], now=NOW)[0].members)


def test_every_message_belongs_to_one_issue_at_most() -> None:
    seen: list[str] = [m.id for issue in hot_issues(town(), now=NOW, top=20) for m in issue.members]
    assert len(seen) == len(set(seen))


def test_the_order_of_the_file_changes_nothing() -> None:
    forwards, backwards = hot_issues(town(), now=NOW), hot_issues(town()[::-1], now=NOW)
    assert [ids(i.members) for i in forwards] == [ids(i.members) for i in backwards]


def test_the_same_text_ten_thousand_times_is_read_once() -> None:
    flood = [
        message(n, "停水", "我们小区停水三天了，请尽快处理。", person=f"p{n % 7}", days=n / 1000) for n in range(10_000)
    ]
    [only] = hot_issues(flood, now=NOW)
    assert len(only.members) == 10_000
    assert only.heat.persons == 7


def test_the_same_text_with_a_number_in_it_is_bounded_too() -> None:
    flood = [
        message(n, f"停水{n}", f"我们小区停水三天了，房号{n}，请尽快处理，家里有老人和孩子，生活很不方便。")
        for n in range(2_000)
    ]
    found = hot_issues(flood, now=NOW)
    assert found[0].heat.requests >= 1_000


def test_nothing_is_hot_where_nothing_is() -> None:
    assert hot_issues([], now=NOW) == []
    assert hot_issues(town(), now=NOW, top=0) == []
    assert hot_issues([message(1, "", ""), message(2, "", "")], now=NOW, top=3) is not None


odd = st.one_of(
    st.text(max_size=80),
    st.text(alphabet="小区噪音扰民牧歌苑锅炉房的了，。", max_size=60),
    st.text(alphabet="ᠮᠣᠩᠭᠣᠯ ᠤᠯᠤᠰ", max_size=40),
    st.sampled_from(["", " ", "\x00", "a" * 5000, "https://例子/" * 30, "def f(x): return x", "！？" * 200]),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(odd, odd, st.integers(0, 3), st.integers(-5, 10**9)), max_size=12))
def test_whatever_is_written_gives_an_answer(told: list[tuple[str, str, int, int]]) -> None:
    messages = [
        message(n, title, text, person=f"p{person}", likes=max(likes, 0), days=n)
        for n, (title, text, person, likes) in enumerate(told)
    ]
    for issue in hot_issues(messages, now=NOW):
        assert issue.members
        assert issue.heat == heat_of(issue.members, now=NOW)


def test_a_hundred_kilobytes_are_cut_to_what_is_read() -> None:
    long = "牧歌苑锅炉房噪音扰民，" * 10_000
    [first, *_rest] = hot_issues([*town(), message(1000, "牧歌苑锅炉房噪音扰民", long, days=2)], now=NOW)
    assert "1000" in ids(first.members)


def test_a_row_of_characters_that_nobody_uses_names_nothing_and_is_not_puzzled_over() -> None:
    assert names_in("亜亝亞亠亪亯亴" * 10) == frozenset()
    assert "牧歌苑" in names_in("牧歌苑亜亝亞亠亪亯亴小区噪音")
    assert "丏苑小区" in names_in("牧丒丏苑小区")  # one or two are no obstacle
