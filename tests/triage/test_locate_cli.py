"""``wobangni triage locate`` on a real database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wobangni.surfaces.cli.commands.triage import command
from wobangni.surfaces.cli.commands.triage import locate as module

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture(autouse=True)
def booted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "boot", lambda: None)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["locate", *arguments])


def test_a_place_is_printed_with_its_reason() -> None:
    done = run("东胜停电")
    assert done.exit_code == 0
    assert "150602" in done.stdout
    assert "东胜区" in done.stdout


def test_json_has_the_whole_answer() -> None:
    found = json.loads(run("白音花停电", "--county", "152526", "--json").stdout)
    assert (found["best"], found["level"], found["ambiguous"]) == ("152526101", "township", False)
    assert found["candidates"][0]["names"] == ["锡林郭勒盟", "西乌珠穆沁旗", "巴彦花镇"]


def test_a_text_that_decides_nothing_says_so() -> None:
    assert "names no place" in run("你好").stdout
    assert "does not decide" in run("前旗停电").stdout


@pytest.mark.parametrize(
    "arguments", [[], ["东胜", "--file", __file__], ["东胜", "--county", "1"], ["东胜", "--county", "999999"]]
)
def test_what_can_not_be_meant_is_refused(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_file_is_counted_by_level_and_its_wrong_rows_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "sentences.csv"
    path.write_text(
        "text,hint,expected\n东胜停电,,150602\n东胜停电,,150603\n你好,,\n前旗停电,150823,150823\n", encoding="utf-8"
    )
    found = json.loads(run("--file", str(path), "--json").stdout)
    assert found["county"] == {"right": 2, "of": 3, "rate": 2 / 3}
    assert (found["sentences"], found["undecided"], found["answered_wrongly"]) == (4, 1, 0)
    assert [(row["expected"], row["got"]) for row in found["wrong"]] == [("150603", "150602")]
    assert "0.667" in run("--file", str(path)).stdout


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00text"])
def test_a_file_that_is_none_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sentences.csv"
    path.write_bytes(content)
    done = run("--file", str(path))
    assert done.exit_code == 1
    assert "Error" in done.output
