"""``wobangni triage hot`` as a program: what it prints, to whom, and how it ends."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.triage.village import town
from wobangni.triage.rules.heat import PEOPLE, REPEAT

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "TMPDIR"}}
    return subprocess.run(
        [sys.executable, "-m", "wobangni", "--lang", lang, "triage", *arguments],
        capture_output=True,
        text=True,
        env={**kept, "PYTHONPATH": str(ROOT), "DATABASE_URL": "postgresql://nobody@localhost:1/none"},
        check=False,
    )


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("triage") / "messages.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "user", "title", "submitted_at", "text", "likes", "against"])
        for message in town():
            writer.writerow(
                [message.id, message.person, message.title, message.at.strftime("%Y/%m/%d %H:%M"), message.text, 0, 0]
            )
        writer.writerow(["bad", "u", "t", "昨天", "x", 0, 0])
    return path


@pytest.fixture(scope="module")
def issues(file: Path) -> list[dict[str, Any]]:
    done = run("hot", str(file), "--json", "--top", "3")
    assert done.returncode == 0, done.stderr
    assert "line 21" in done.stderr or "1 row can't be used" in done.stderr
    return list(json.loads(done.stdout))


def test_it_needs_no_database_and_prints_one_array(issues: list[dict[str, Any]]) -> None:
    assert [issue["rank"] for issue in issues] == list(range(1, len(issues) + 1))
    assert {"rank", "title", "place", "span", "heat", "members"} <= set(issues[0])
    assert issues[0]["members"] == ["0", "1", "2", "3", "4", "5"]
    assert issues[0]["span"]["first"].startswith("2026-06-01T09:00")
    assert "牧歌苑" in issues[0]["place"]


def test_a_reader_can_work_out_the_heat(issues: list[dict[str, Any]]) -> None:
    for issue in issues:
        parts, counts = issue["parts"], issue["counts"]
        assert issue["heat"] == pytest.approx(sum(parts.values()))
        assert parts["people"] == PEOPLE * counts["persons"]
        assert parts["repeats"] == pytest.approx(
            min(REPEAT * (counts["requests"] - counts["persons"]), parts["people"])
        )
        assert parts["thumbs"] == pytest.approx(round(counts["net_likes"] ** 0.5, 1))


def test_people_read_it_in_their_language(file: Path) -> None:
    told = run("hot", str(file), "--top", "1", lang="zh")
    assert "热度" in told.stdout
    assert "牧歌苑" in told.stdout
    assert "行无法使用" in told.stderr
    assert "昨天" in told.stderr
    assert "is no time" not in told.stderr


def test_a_file_without_the_columns_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    told = run("hot", str(path))
    assert told.returncode == 1
    assert "header" in told.stderr
    assert "Traceback" not in told.stderr


def test_an_empty_town_has_nothing_hot(tmp_path: Path) -> None:
    path = tmp_path / "none.csv"
    path.write_text("id,submitted_at,text\n")
    assert json.loads(run("hot", str(path), "--json").stdout) == []
