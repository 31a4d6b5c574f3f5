"""Divisions, units, catalogue, lifecycle: open to everybody."""

from __future__ import annotations

import pytest

from tests.api.conftest import Caller
from tests.cast import COUNTY


def items(nobody: Caller, path: str, **query: object) -> list[dict[str, object]]:
    answer = nobody.get(path, query)
    assert answer.status_code == 200, answer.content.decode()
    return list(answer.json()["items"])


def test_all_counties_on_one_page(nobody: Caller) -> None:
    answer = nobody.get("/divisions", {"level": "county", "limit": 200}).json()
    assert len(answer["items"]) == 103
    assert answer["next_cursor"] is None
    county = next(d for d in answer["items"] if d["code"] == COUNTY)
    assert (county["name"], county["level"], county["parent"]) == ("赛罕区", "county", "1501")


@pytest.mark.parametrize(("level", "count"), [("league", 12), ("county", 103), ("township", 1206), ("village", 14426)])
def test_every_level_by_cursor(nobody: Caller, level: str, count: int) -> None:
    seen: list[str] = []
    cursor = ""
    while len(seen) <= count:
        page = nobody.get("/divisions", {"level": level, "limit": 200, "cursor": cursor}).json()
        seen += [d["code"] for d in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == count
    assert seen == sorted(seen)


def test_children_of_a_division(nobody: Caller) -> None:
    assert {d["level"] for d in items(nobody, "/divisions", parent="1501")} == {"county"}
    townships = items(nobody, "/divisions", parent=COUNTY, limit=200)
    assert {d["level"] for d in townships} == {"township"}
    assert {d["parent"] for d in townships} == {COUNTY}
    villages = items(nobody, "/divisions", parent=COUNTY, level="village", limit=200)
    assert {d["level"] for d in villages} == {"village"}
    assert items(nobody, "/divisions", parent="999999") == []
    assert items(nobody, "/divisions", parent=str(villages[0]["code"])) == []


@pytest.mark.parametrize("q", ["赛罕", "saihan", "150105", "shq"])
def test_counties_are_found_by_what_people_type(nobody: Caller, q: str) -> None:
    assert COUNTY in [d["code"] for d in items(nobody, "/divisions", q=q)]


def test_places_are_found_within_a_county(nobody: Caller) -> None:
    found = items(nobody, "/divisions", q="巴彦", parent=COUNTY)
    assert found
    assert all(str(d["code"]).startswith(COUNTY) for d in found)
    refused = nobody.get("/divisions", {"q": "巴彦", "level": "township"})
    assert refused.json()["errors"][0]["parameter"] == "parent"


def test_one_division(nobody: Caller) -> None:
    assert nobody.get(f"/divisions/{COUNTY}").json()["name_en"]
    for code in ("999999", "x", "150105999999", "1" * 40):
        assert nobody.get(f"/divisions/{code}").status_code == 404


def test_the_fourteen_units_of_a_county(nobody: Caller) -> None:
    units = items(nobody, "/units", county=COUNTY)
    assert len(units) == 14
    assert [str(u["kind"]).startswith("centre_") for u in units] == [True] * 4 + [False] * 10
    assert nobody.get("/units").json()["errors"][0]["parameter"] == "county"
    assert nobody.get("/units", {"county": "999999"}).status_code == 404


def test_the_catalogue_with_questions_limits_and_the_usual_unit(nobody: Caller) -> None:
    categories = items(nobody, "/catalogue/categories", county=COUNTY)
    assert len(categories) == 8
    services = items(nobody, "/catalogue/services", county=COUNTY)
    assert len(services) >= 60
    assert {s["category"] for s in services} == {c["code"] for c in categories}
    assert all(s["usual_unit"] for s in services)
    assert any(s["questions"] for s in services)
    one = nobody.get(f"/catalogue/services/{services[0]['code']}", {"county": COUNTY}).json()
    assert one == services[0]
    assert set(one["limits"]) == {"sign", "response", "echo", "answer"}
    assert nobody.get("/catalogue/services/none-such").status_code == 404


def test_services_are_found_by_what_people_type(nobody: Caller) -> None:
    found = items(nobody, "/catalogue/services", q="暖气不热", county=COUNTY)
    assert "供热" in str(found[0]["name"]) or "暖" in str(found[0]["name"]) or "供暖" in str(found[0]["description"])


def test_the_catalogue_speaks_the_callers_language(nobody: Caller) -> None:
    chinese = items(nobody, "/catalogue/services")[0]["name"]
    english = nobody.get("/catalogue/services", Accept_Language="en").json()["items"][0]["name"]
    assert str(english).isascii()
    assert english != chinese


def test_the_lifecycle_is_the_table(nobody: Caller) -> None:
    table = nobody.get("/lifecycle").json()
    decline = next(row for row in table["actions"] if row["action"] == "decline")
    assert decline["sources"] == ["accepted", "needs_info", "submitted"]
    assert len(decline["fields"][0]["choices"]) == 9
    assert len(table["states"]) == 13


def test_caches_may_keep_it_and_ask_whether_it_changed(nobody: Caller) -> None:
    first = nobody.get("/units", {"county": COUNTY})
    assert "public" in first["Cache-Control"]
    again = nobody.get("/units", {"county": COUNTY}, If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_a_token_is_not_needed_and_a_wrong_one_does_no_harm(nobody: Caller) -> None:
    assert nobody.get("/units", {"county": COUNTY}, Authorization="Bearer nonsense").status_code == 200
