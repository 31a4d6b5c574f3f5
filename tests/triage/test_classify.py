"""Day one: the catalogue's own words, honestly; and any text at all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import COUNTY
from tests.support.queries import at_most
from wobangni.catalogue.queries import guess_service, services
from wobangni.triage.queries import Source, classify

pytestmark = pytest.mark.usefixtures("region")

ODD = {
    "empty": "", "a space": " \u3000", "one sign": "冷", "a hundred kilobytes": "水管坏了" * 9000, "English": "The street lamp is broken.",
    "Mongolian": "ᠪᠢ ᠲᠤᠰᠠᠯᠠᠮᠵᠢ ᠬᠦᠰᠡᠵᠦ", "code": "SELECT 1; <script>alert(1)</script> {{ x }}", "zero": "\x00\u200b", "half": "\ud83d",
    "emoji": "😡😡😡", "spaces": "a " * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_any_text_has_a_result(text):
    found = classify(COUNTY, text)
    assert 0 <= found.confidence <= 1
    assert (found.service is None) == (found.source is Source.NOTHING) == (not found.words)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(max_size=200), st.text(max_size=30))
def test_no_text_breaks_it(text, title):
    found = classify(COUNTY, text, title)
    assert found.confidence <= found.category_confidence + 1e-9
    assert sum(one.confidence for one in found.alternatives) + found.confidence <= 1 + 1e-6


def test_the_catalogue_names_the_service_and_its_words():
    text = "小区暖气不热，室内只有十四度"
    found = classify(COUNTY, text)
    assert found.service == guess_service(text, county=COUNTY).service.code
    assert found.category == "utilities"
    assert found.source is Source.CATALOGUE
    assert found.words
    assert all(word in text for word in found.words)


def test_words_alone_are_never_so_sure_that_no_person_looks():
    for service in services(COUNTY):
        found = classify(COUNTY, f"{service.name}，{'，'.join(service.keywords)}", service.name)
        assert found.person_decides


def test_more_of_a_services_words_make_it_surer():
    assert classify(COUNTY, "暖气").confidence < classify(COUNTY, "暖气不热，供热公司不管，屋里冷").confidence


def test_nothing_is_asked_when_warm():
    classify(COUNTY, "路灯不亮")
    with at_most(0):
        classify(COUNTY, "井盖丢了", "井盖")
