"""``wobangni triage``: evaluation without a database; training, versions, rolling back and asking with one."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.cast import COUNTY, make_cast
from tests.cli.test_help import wobangni
from tests.service_requests.story import Story
from tests.triage import made_up
from wobangni.surfaces.cli.commands.triage import classify, evaluate, models, rollback, train

ALL = (classify, models, rollback, train)


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "wt", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def labelled(count: int, seed: int, *, tokens: bool = False) -> list[dict[str, str]]:
    """Every other row only as words, if ``tokens``."""
    return [
        {
            "row": str(number),
            "label": one.service,
            "split": "train",
            "text": "" if tokens and number % 2 else one.text,
            "tokens": one.text.replace("，", " ").replace("。", "") if tokens else "",
        }
        for number, one in enumerate(made_up.examples(count, seed))
    ]


def asked(*arguments: object) -> Result:
    return CliRunner().invoke(evaluate.command, [str(argument) for argument in arguments])


def test_a_test_file_is_evaluated_without_a_database(tmp_path):
    test = write(tmp_path / "test.csv", labelled(8, 1))
    known = write(tmp_path / "train.csv.gz", labelled(25, 0, tokens=True))
    done = wobangni("triage", "evaluate", str(test), "--train", str(known), "--json", LANG="en_US.UTF-8")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["macro_f1"] > 0.9
    assert set(found["classes"]) == set(made_up.PHRASES)
    assert {"precision", "recall", "f1", "n"} == set(found["classes"]["noise"])
    assert found["n"] == 32
    assert {"accuracy", "ms_per_text", "single_p95_ms", "ece", "coverage_98"} <= set(found)


def test_folds_are_told_one_by_one(tmp_path):
    file = write(tmp_path / "all.csv", labelled(12, 0))
    found = json.loads(asked(file, "--folds", 3, "--json").stdout)
    assert len(found["folds"]) == 3
    shown = asked(file, "--folds", 3).stdout
    assert "macro-F1" in shown
    assert "noise" in shown


GOOD = [{"label": "a", "text": "暖气不热"}, {"label": "b", "text": "路灯不亮"}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no labelled text"),
        (b"label,text\n", "no labelled text"),
        (b"label,text\n,x\na,\n", "no labelled text"),
        (b"name,text\na,b\n", "“label”"),
        (b"label,name\na,b\n", "“tokens”"),
        ("label,text\na,暖气".encode("gb18030"), "UTF-8"),
        (b"\x1f\x8b\x08\x00broken", "can't be read"),
        (b"label,text\na,x\nb,y\nc,z\n", "b, c"),
        (gzip.compress(b"label,text\na," + b"x" * 5_000_000), "4000000"),
        (gzip.compress(b'label,text\na,"' + b"x\n" * 1_000_000), "field limit"),
    ],
)
def test_a_file_that_can_not_be_used_is_said_in_one_line(tmp_path, content, said):
    file = tmp_path / "test.csv"
    file.write_bytes(content)
    known = write(tmp_path / "train.csv", [{"label": "a", "text": "x"}, {"label": "d", "text": "y"}])
    done = asked(file, "--train", known)
    assert done.exit_code == 1
    message = [line for line in done.stderr.splitlines() if line.startswith("Error")]
    assert len(message) == 1
    assert said in message[0]


def test_too_few_texts_for_the_folds_are_said(tmp_path):
    done = asked(write(tmp_path / "few.csv", GOOD), "--folds", 5)
    assert done.exit_code == 1
    assert "too few" in done.stderr


def test_one_label_is_too_little_to_train(tmp_path):
    one = write(tmp_path / "one.csv", GOOD[:1])
    assert "too little" in asked(one, "--train", one).stderr


@pytest.mark.parametrize("arguments", [[], ["--folds", "1"], ["--folds", "3", "--train", "FILE"]])
def test_it_wants_to_know_how_to_evaluate(tmp_path, arguments):
    file = write(tmp_path / "x.csv", GOOD)
    assert asked(file, *[str(file) if a == "FILE" else a for a in arguments]).exit_code == 2


@pytest.fixture
def booted(region: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ALL:
        monkeypatch.setattr(module, "boot", lambda: None)


def run(module: object, *arguments: str, **how: object) -> Result:
    return CliRunner().invoke(module.command, arguments, **how)  # type: ignore[attr-defined]


@pytest.mark.usefixtures("booted")
def test_a_county_trains_looks_asks_and_rolls_back():
    cast = make_cast()
    for name in ("noise", "bus"):
        for text in made_up.texts(name, 12):
            Story(cast).submitted(description=text, service=name).do(cast.clerk, "accept")
    made = json.loads(run(train, "--county", COUNTY, "--json").stdout)
    assert (made["version"], made["in_force"], made["texts"]) == (1, True, 24)
    assert "● " in run(models, "--county", COUNTY).stdout
    assert json.loads(run(models, "--county", COUNTY, "--json").stdout)["scores"]["macro_f1"] >= 0
    found = json.loads(run(classify, "站牌被撞歪，换乘不方便", "--county", COUNTY, "--json").stdout)
    assert (found["service"], found["version"]) == ("bus", 1)
    assert "version 1" not in run(models).stdout
    assert "out of force" in run(rollback, "--county", COUNTY, "--reason", "试试").stdout
    assert run(rollback, "--county", COUNTY).exit_code == 1
    assert "catalogue" in run(models, "--county", COUNTY).stdout


@pytest.mark.usefixtures("booted")
def test_without_a_history_training_says_so_in_one_line():
    done = run(train)
    assert done.exit_code == 1
    assert "nothing to learn from" in done.stderr


@pytest.mark.usefixtures("booted")
def test_a_text_is_read_from_the_input_whatever_it_holds():
    assert "person decides" in run(classify, "-", input=b"\xff\xfe\x00").stdout
    assert "heating-cold" in run(classify, "-", input="小区暖气不热".encode()).stdout


@pytest.mark.usefixtures("booted")
@pytest.mark.parametrize("module", [train, classify])
def test_an_unknown_county_is_said(module):
    done = run(module, *(["x"] if module is classify else []), "--county", "999999")
    assert done.exit_code == 1
    assert "999999" in done.stderr
