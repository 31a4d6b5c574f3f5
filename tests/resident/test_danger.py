"""A resident's own words show danger: before and after sending stands whom to ring first, and sending goes on as ever."""

from __future__ import annotations

import pytest

from tests.resident.conftest import WORDS, Browser, text_of
from tests.support.queries import at_most
from wobangni.service_requests.models import ServiceRequest
from wobangni.surfaces.resident.danger import ADVICE, MOST_SHOWN, NUMBERS, advice_for
from wobangni.triage.rules.urgency_table import TABLE, Danger

#: words, kind, numbers in the order in which they are to be rung
SAID = [
    ("我不想活了，活着没有意思", Danger.SELF_HARM, ["12356", "120"]),
    ("我家厨房着火了，快来人救火", Danger.FIRE, ["119"]),
    ("家里煤气泄漏，闻到很大的煤气味", Danger.GAS, ["119", "120"]),
    ("我丈夫正在打我，拿着刀要杀我", Danger.VIOLENCE, ["110", "120"]),
    ("我家孩子走失了，找不到了", Danger.MISSING, ["110"]),
]


@pytest.mark.parametrize(("words", "kind", "numbers"), SAID)
def test_before_and_after_sending_stands_whom_to_ring_and_the_form_goes_on(
    words: str, kind: Danger, numbers: list[str], browser: Browser
) -> None:
    browser.anonymous(words)
    before = text_of(browser.get("check"))
    assert str(ADVICE[kind][1]) in before
    assert [n for n in numbers if f'href="tel:{n}"' in before] == numbers
    assert positions(before, numbers) == sorted(positions(before, numbers))
    code = browser.sent()
    after = text_of(browser.get("done"))
    assert [n for n in numbers if f'href="tel:{n}"' in after] == numbers
    assert ServiceRequest.objects.get(code=code).urgent


@pytest.mark.parametrize(("words", "kind", "numbers"), SAID)
def test_whom_to_ring_stands_while_the_words_are_typed_and_on_the_next_page(
    words: str, kind: Danger, numbers: list[str], browser: Browser
) -> None:
    with at_most(12):
        typing = text_of(browser.post("known", description=words))
    browser.post("what", description=words)
    with at_most(6):
        where = text_of(browser.get("where"))
    for page in (typing, where):
        assert str(ADVICE[kind][1]) in page
        assert [n for n in numbers if f'href="tel:{n}"' in page] == numbers
    # The page says it already: what is typed into it does not say it twice.
    assert 'class="note danger"' not in text_of(browser.post("known", place_text="3号楼"))


def positions(page: str, numbers: list[str]) -> list[int]:
    return [page.index(f'href="tel:{n}"') for n in numbers]


@pytest.mark.parametrize("words", [WORDS, "暖气一直不热，屋里只有十度"])
def test_without_danger_to_anybody_no_number_stands_there(words: str, browser: Browser) -> None:
    assert 'class="note danger"' not in text_of(browser.post("known", description=words))
    browser.anonymous(words)
    assert 'class="note danger"' not in text_of(browser.get("where"))
    assert 'class="note danger"' not in text_of(browser.get("check"))
    browser.sent()
    assert 'class="note danger"' not in text_of(browser.get("done"))


def test_the_page_after_sending_says_what_intake_saw_whatever_is_typed_later(browser: Browser) -> None:
    browser.anonymous("家里煤气泄漏，闻到很大的煤气味")
    browser.sent()
    with at_most(14):
        page = text_of(browser.get("done"))
    assert 'class="note danger"' in page


def test_every_danger_to_life_has_its_advice() -> None:
    assert {row.danger for row in TABLE if row.life} <= set(ADVICE)
    for numbers, _text in ADVICE.values():
        assert numbers
        assert set(numbers) <= set(NUMBERS)


def test_of_many_dangers_the_gravest_are_shown_and_what_is_unknown_is_none() -> None:
    assert not advice_for(["heating", "no such danger"])
    shown = advice_for(["self_harm", "gas", "fire", "missing"])
    assert shown.texts == (str(ADVICE["self_harm"][1]), str(ADVICE["gas"][1]))
    assert len(shown.texts) == MOST_SHOWN
    assert [call.number for call in shown.calls] == ["12356", "120", "119"]  # each once


def test_it_speaks_english_too(region: None) -> None:
    browser = Browser(language="en")
    browser.anonymous("家里煤气泄漏，闻到很大的煤气味")
    assert "touch no switch" in text_of(browser.get("check"))
