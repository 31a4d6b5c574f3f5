"""``wobangni linkage`` as a program: what it prints, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from tests.cast import COUNTY, OTHER_COUNTY, Cast, make_cast
from tests.service_requests.linked import people_the_county
from wobangni.organisations.models import LinkageRun
from wobangni.surfaces.cli.main import build

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def cast(region: None) -> Cast:
    return make_cast()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in this process: Django is there already."""
    monkeypatch.setattr("wobangni.surfaces.cli.commands.linkage.boot", lambda: None)

    def call(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(build(), ["linkage", *arguments])
        return done.exit_code, done.output

    return call


def test_a_linked_county_ends_well_and_tells_every_step(cast: Cast, run: Run) -> None:
    people_the_county(cast)
    code, said = run("test", COUNTY)
    assert code == 0
    assert said.count("✓") == 1 + 4 + 19
    code, said = run("test", COUNTY, "--json")
    [row] = json.loads(said)
    assert (code, row["level"], row["lacks"], len(row["steps"])) == (0, "linked", [], 19)
    assert set(row["centres"]) == {"centre_media", "centre_civilisation", "centre_party", "centre_convenience"}


def test_one_that_is_not_ends_with_1_and_says_what_is_missing(cast: Cast, run: Run) -> None:
    people_the_county(cast)
    code, said = run("test", COUNTY, OTHER_COUNTY, "--json")
    here, there = json.loads(said)
    assert (code, here["level"], there["level"]) == (1, "linked", "begun")
    assert there["centres"]["centre_media"]["lacks"] == ["people"]
    assert there["steps"] == []


def test_all_counties_or_named_ones_never_neither(cast: Cast, run: Run) -> None:
    assert run("test")[0] == 2
    assert run("test", COUNTY, "--all")[0] == 2
    code, said = run("test", "150199")
    assert code == 1
    assert "150199" in said
    assert not LinkageRun.objects.exists()
    assert run("test", "--all")[0] == 1
    assert LinkageRun.objects.count() == 103


def test_the_matrix_is_printed_for_people_and_programs(cast: Cast, run: Run) -> None:
    people_the_county(cast)
    run("test", COUNTY)
    code, said = run("matrix", "--league", "1501")
    assert code == 0
    assert len(said.splitlines()) == 10
    rows = json.loads(run("matrix", "--json")[1])
    assert len(rows) == 103
    assert [row["county"] for row in rows if row["level"] == "linked"] == [COUNTY]
    assert [row["measured_at"] is None for row in rows].count(True) == 102
    assert run("matrix", "--league", "9999")[0] == 1
