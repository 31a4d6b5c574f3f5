"""A bulk file is read record by record; what is broken never takes the rest with it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from wobangni.exchange.csv_file import MAX_LINES, CsvFile, Record

HEADER = "id,submitted_at,text\n"


def read(path: Path, width: int | None = 3) -> tuple[list[Record], CsvFile]:
    with CsvFile(path) as file:
        file.width = width
        return list(file), file


def written(folder: Path, content: str | bytes, name: str = "f.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_it_reads_quoted_fields_over_several_lines_and_numbers_records_by_their_first_line(tmp_path: Path) -> None:
    records, _ = read(written(tmp_path, HEADER + '1,a,"one\ntwo, ""three"""\n2,b,four\n'))
    assert [(r.line, r.cells) for r in records[1:]] == [(2, ["1", "a", 'one\ntwo, "three"']), (4, ["2", "b", "four"])]


def test_empty_lines_are_no_records(tmp_path: Path) -> None:
    records, _ = read(written(tmp_path, HEADER + "\n1,a,x\n   \n\n2,b,y\n\n"))
    assert [r.cells[0] for r in records if r.cells] == ["id", "1", "2"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_it_takes_every_line_ending(tmp_path: Path, ending: str) -> None:
    content = (HEADER + "1,a,x\n2,b,y\n").replace("\n", ending)
    records, _ = read(written(tmp_path, content.encode()))
    assert [r.cells for r in records[1:]] == [["1", "a", "x"], ["2", "b", "y"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_it_tells_the_encoding_by_itself(tmp_path: Path, encoding: str) -> None:
    content = HEADER + "1,a,嘎查的饮水井冻住了，三天没有水，𠮷牧户家\n"
    records, _ = read(written(tmp_path, content.encode(encoding)))
    assert records[0].cells == ["id", "submitted_at", "text"]
    assert records[1].cells == ["1", "a", "嘎查的饮水井冻住了，三天没有水，𠮷牧户家"]


def test_one_row_in_another_encoding_does_not_change_how_the_others_are_read(tmp_path: Path) -> None:
    rows = [f"{n},a,第{n}户的暖气不热\n" for n in range(5)]
    content = (HEADER + "".join(rows)).encode() + "9,a,供热\n".encode("gb18030") + "10,a,道路\n".encode()
    records, file = read(written(tmp_path, content))
    assert file.encoding == "utf-8"
    assert records[1].cells == ["0", "a", "第0户的暖气不热"]
    assert records[-1].cells == ["10", "a", "道路"]
    assert records[-2].raw.encode(errors="surrogateescape") == "9,a,供热\n".encode("gb18030")


def test_a_quote_that_is_never_closed_spoils_one_record_only(tmp_path: Path) -> None:
    content = HEADER + '1,a,"never closed\n' + "".join(f"{n},a,text {n}\n" for n in range(2, 2 * MAX_LINES))
    records, _ = read(written(tmp_path, content))
    assert (records[1].line, records[1].cells) == (2, None)
    assert [r.cells[0] for r in records[2:] if r.cells] == [str(n) for n in range(2, 2 * MAX_LINES)]


def test_a_quote_that_the_next_row_closes_spoils_one_record_only(tmp_path: Path) -> None:
    records, _ = read(written(tmp_path, HEADER + '1,a,"never closed\n2,b,"fine"\n3,c,fine\n'))
    assert [(r.line, r.cells) for r in records[1:]] == [
        (2, None),
        (3, ["2", "b", "fine"]),
        (4, ["3", "c", "fine"]),
    ]


def test_a_record_of_another_width_is_given_as_it_is(tmp_path: Path) -> None:
    records, _ = read(written(tmp_path, HEADER + '1,a,"x\ny",extra\n2,b\n'))
    assert [r.cells for r in records[1:]] == [["1", "a", "x\ny", "extra"], ["2", "b"]]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9, 0.999])
def test_of_a_packed_file_that_is_cut_off_everything_before_is_read(tmp_path: Path, cut: float) -> None:
    rows = [f'{n},a,"户号 {n * 7919} 的水表"\n' for n in range(5000)]
    packed = gzip.compress((HEADER + "".join(rows)).encode())
    records, file = read(written(tmp_path, packed[: int(len(packed) * cut)], "f.csv.gz"))
    whole = [r for r in records[1:] if not r.cut]
    assert file.broken
    assert len(whole) > 5000 * cut * 0.8
    assert [r.cells for r in whole] == [[str(n), "a", f"户号 {n * 7919} 的水表"] for n in range(len(whole))]
    assert all(r is records[-1] for r in records if r.cut)


def test_a_damaged_byte_in_a_packed_file_ends_it_there(tmp_path: Path) -> None:
    packed = bytearray(gzip.compress((HEADER + "".join(f"{n},a,{n * 7919}\n" for n in range(5000))).encode()))
    packed[len(packed) // 2] ^= 0xFF
    records, file = read(written(tmp_path, bytes(packed), "f.csv.gz"))
    assert file.broken
    assert len(records) > 1


def test_packed_files_are_known_by_their_content_and_may_have_several_members(tmp_path: Path) -> None:
    content = gzip.compress(HEADER.encode()) + gzip.compress(b"1,a,x\n") + gzip.compress(b"2,b,y\n") + b"\0" * 512
    records, file = read(written(tmp_path, content, "no-suffix"))
    assert [r.cells[0] for r in records if r.cells] == ["id", "1", "2"]
    assert not file.broken


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    assert read(written(tmp_path, b""))[0] == []
