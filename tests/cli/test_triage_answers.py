"""``wobangni triage answers``: a table from a file, without a database; a word for every file that can't be used."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from tests.cli.test_help import wobangni
from tests.triage.test_answer_quality import made_up


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv.gz"
    with gzip.open(path, "wt", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["id", "title", "text", "answer", "kind"])
        writer.writerows([k, r.title, r.text, r.answer, r.kind] for k, r in enumerate(made_up(40)))
    return path


def test_it_prints_a_table_and_one_object(file: Path) -> None:
    nowhere = "postgresql://nobody@localhost:1/none"
    table = wobangni("triage", "answers", str(file), LANG="zh_CN.UTF-8", DATABASE_URL=nowhere)
    assert "同类诉求的答复" in table.stdout, table.stderr
    found = json.loads(wobangni("triage", "answers", str(file), "--json", DATABASE_URL=nowhere).stdout)
    assert found["rows"] == 40
    assert found["auc"] == found["against"]["kind"]["auc"] > 0.9


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.csv", b"", "not enough rows"),
        ("one.csv", b"title,text,answer\na,b,c\n", "not enough rows"),
        ("other.csv", b"x,y\n1,2\n", "no column"),
        ("short.csv", b"title,text,answer\na\nb\n", "not enough rows"),
        ("bytes.csv", b"title,text,answer\n\xff\xfe,b,c\n", "can't be read"),
        ("fake.csv.gz", b"not packed", "can't be read"),
        ("broken.csv.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\3\xff\xff\xff\xff\xff\xff\xff\xff", "can't be read"),
        ("bomb.csv.gz", gzip.compress(b"title,text,answer\na," + b"x" * 5_000_000), "4000000"),
    ],
)
def test_a_file_that_cant_be_used_is_named(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = wobangni("triage", "answers", str(path), LANG="en_US.UTF-8")
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
