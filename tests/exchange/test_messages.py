"""Files of messages with thumbs: read as they come, in bounded memory, every unusable row with its reason."""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path

import pytest

from wobangni.exchange import messages
from wobangni.exchange.messages import NoMessages, read_messages
from wobangni.kernel.rules.working_calendar import SHANGHAI

NOW = dt.datetime(2026, 9, 14, 9, 0, tzinfo=SHANGHAI)
HEADER = "id,user,title,submitted_at,text,likes,against\n"


def read(tmp_path: Path, text: str, *, packed: bool = False) -> messages.MessagesRead:
    path = tmp_path / "messages.csv"
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return read_messages(path, now=NOW)


@pytest.mark.parametrize(
    "written",
    [
        "2026-05-01T09:30:00+08:00",
        "2026/5/1 9:30",
        "2026-05-01 09:30:00",
        "2026年5月1日 9:30",
        "2026-05-01T01:30:00Z",
        "2026.5.1 9:30:00",
    ],
)
def test_times_are_read_however_they_are_written(written: str, tmp_path: Path) -> None:
    [message] = read(tmp_path, HEADER + f"1,u,标题,{written},正文,3,1\n").messages
    assert message.at == dt.datetime(2026, 5, 1, 9, 30, tzinfo=SHANGHAI)
    assert (message.likes, message.against, message.person) == (3, 1, "u")


@pytest.mark.parametrize("written", ["2026/5/1", "2026-05-01", "2026年5月1日", "2026.5.1"])
def test_a_day_alone_is_its_beginning(written: str, tmp_path: Path) -> None:
    [message] = read(tmp_path, HEADER + f"1,u,标题,{written},正文,0,0\n").messages
    assert message.at == dt.datetime(2026, 5, 1, tzinfo=SHANGHAI)


def test_packed_files_and_files_without_thumbs_or_users_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, "id,submitted_at,text\n1,2026-05-01,正文\n", packed=True)
    assert [(m.person, m.likes, m.title) for m in found.messages] == [("1", 0, "")]


@pytest.mark.parametrize("likes", ["", "-3", "很多", "1.5", "9" * 40, "٣"])
def test_what_is_no_count_counts_nothing(likes: str, tmp_path: Path) -> None:
    assert read(tmp_path, HEADER + f"1,u,t,2026-05-01,正文,{likes},0\n").messages[0].likes == 0


def test_unusable_rows_are_told_with_their_line_and_take_no_others_with_them(tmp_path: Path) -> None:
    rows = "1,u,t,昨天,正文,0,0\n2,u,t,2026-05-01,,0,0\n3,u,t,2026-05-01\n,u,t,2026-05-01,正文,0,0\n5,u,t,2027-05-01,正文,0,0\n6,u,t,2026-05-01,正文,0,0\n"
    found = read(tmp_path, HEADER + rows)
    assert [m.id for m in found.messages] == ["6"]
    assert (found.read, found.skipped) == (6, 5)
    assert [line for line, _reason, _parameters in found.unusable] == [2, 3, 4, 5, 6]
    for _line, reason, parameters in found.unusable:
        assert reason % parameters


@pytest.mark.parametrize("text", ["", "\n\n", "a,b,c\n1,2,3\n", "<html></html>"])
def test_a_file_that_is_none_is_said_to_be_none(text: str, tmp_path: Path) -> None:
    with pytest.raises(NoMessages):
        read(tmp_path, text)


def test_only_the_newest_are_kept_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "MOST_MESSAGES", 3)
    rows = "".join(f"{n},u,t,2026-05-{n % 28 + 1:02},正文,0,0\n" for n in range(20))
    found = read(tmp_path, HEADER + rows)
    assert [m.id for m in found.messages] == ["17", "18", "19"]
    assert found.read == 20


def test_what_stands_before_the_damage_of_a_packed_file_is_read(tmp_path: Path) -> None:
    rows = "".join(f"{n},u,t,2026-05-01,正文{n},0,0\n" for n in range(3000))
    path = tmp_path / "messages.csv"
    path.write_bytes(gzip.compress((HEADER + rows).encode())[:-2000])
    found = read_messages(path, now=NOW)
    assert found.broken
    assert found.messages
