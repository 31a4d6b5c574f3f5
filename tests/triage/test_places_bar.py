"""The bar of reading places: on written sentences, half of which nobody looked at while the rules were made."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from wobangni.triage.rules.locate import reckon
from wobangni.triage.rules.place_scores import Scores, Told, score
from wobangni.triage.shipped import places

SENTENCES = Path(__file__).parent / "data" / "places.csv"


def rows() -> list[dict[str, str]]:
    with SENTENCES.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def scores(half: str) -> Scores:
    known = places()
    return score(
        Told(
            row["text"],
            row["hint"],
            row["expected"],
            reckon(row["text"], known.gazetteer, county=row["hint"] or None).best or "",
        )
        for row in rows()
        if row["half"] == half
    )


@pytest.mark.parametrize("half", ["dev", "test"])
def test_places_are_read_as_well_as_promised(half: str) -> None:
    found = scores(half)
    assert found.county.rate is not None
    assert found.county.rate >= 0.97
    assert found.township.rate is not None
    assert found.township.rate >= 0.95
    assert found.answered == 0, [row for row in found.wrong if len(row.expected) < 6]


def test_the_sentences_are_many_and_of_every_kind() -> None:
    found = rows()
    assert len({row["text"] for row in found}) == len(found) >= 500
    assert {row["half"] for row in found} == {"dev", "test"}
    assert sum(row["half"] == "test" for row in found) >= 250
    assert sum(not row["expected"] for row in found) >= 100
    elsewhere = [row for row in found if row["hint"] and row["expected"] and row["expected"][:6] != row["hint"]]
    assert len(elsewhere) >= 25
    assert {row["expected"] for row in found} <= {"", *places().names}


def test_a_deeper_answer_than_the_text_decides_is_counted_as_wrong() -> None:
    found = score([Told("", "", "", "150105"), Told("", "", "1501", "1501"), Told("", "", "150105101", "150105102")])
    assert (found.undecided, found.answered, len(found.wrong)) == (2, 1, 2)
    assert (found.county.right, found.county.of, found.township.right) == (1, 1, 0)
    assert found.village.rate is None
