"""Reading a CSV file record by record so that one broken record never takes the others with it.

Takes gzip or not, UTF-8 (with or without a mark), UTF-16 or GB18030, whatever the name says. Bytes that are no text come through as lone
surrogates (``surrogateescape``), so that a record which can't be used can still be kept byte for byte.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from wobangni.exchange.gunzip import MAGIC, Gunzip

_SAMPLE = 64 * 1024  # bytes, for telling the encoding
#: A quote that is never closed would swallow the rest of the file; no honest record is longer.
MAX_LINES = 5_000
MAX_CHARACTERS = 1_000_000
#: So many lines after the first of a broken record are tried as the beginning of the next one.
_RESUME_WITHIN = 50


@dataclass(frozen=True, slots=True)
class Record:
    """``line``: number of its first line, from 1. ``cells``: None when its quotes don't fit. ``cut``: the file breaks off in it."""

    line: int
    raw: str
    cells: list[str] | None
    cut: bool = False


class CsvFile:
    """``with CsvFile(path) as file: for record in file: …``; empty lines are left out. Raises OSError.

    ``width``: to be set once the header is known; a record of several lines and another width is read again with suspicion.
    ``broken``, at the end: the packed file is damaged or cut off; everything before that place has been read.
    """

    def __init__(self, path: Path) -> None:
        self.width: int | None = None
        self.size = path.stat().st_size  # bytes
        self._file = io.BufferedReader(io.FileIO(path), _SAMPLE)
        self._gunzip = Gunzip(self._file) if self._file.peek(2)[:2] == MAGIC else None
        stream = self._file if self._gunzip is None else io.BufferedReader(self._gunzip, _SAMPLE)
        self.encoding = guess_encoding(stream.peek(_SAMPLE)[:_SAMPLE])
        self._text = io.TextIOWrapper(stream, self.encoding, errors="surrogateescape", newline="")
        self._ahead: deque[str] = deque()  # lines read and not yet given out
        self._line = 1  # number of the first of them
        csv.field_size_limit(max(csv.field_size_limit(), 2 * MAX_CHARACTERS))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._text.close()
        self._file.close()

    @property
    def broken(self) -> bool:
        return self._gunzip is not None and self._gunzip.broken

    @property
    def bytes_read(self) -> int:
        """Of ``size``; packed bytes of a packed file."""
        with contextlib.suppress(OSError, ValueError):
            return self._file.tell()
        return self.size

    def __iter__(self) -> Iterator[Record]:
        while self._at(0) is not None:
            record = self._next()
            if record.raw.strip():
                yield record

    def _next(self) -> Record:
        cells, lines = self._parse(0)
        cut_off = self.broken and self._at(lines) is None
        if lines > 1 and not self._fits(cells):
            shorter = self._resumption(lines)
            if shorter is None and cells is None and not cut_off:
                shorter = 1
            if shorter is not None:
                cells, lines, cut_off = None, shorter, False
        raw = "".join(self._ahead.popleft() for _ in range(lines))
        line = self._line
        self._line += lines
        return Record(line, raw, cells, cut_off and (cells is None or not raw.endswith(("\n", "\r"))))

    def _at(self, index: int) -> str | None:
        """The line ``index`` places ahead, None behind the last."""
        while len(self._ahead) <= index:
            line = self._text.readline()
            if not line:
                return None
            self._ahead.append(line)
        return self._ahead[index]

    def _parse(self, index: int) -> tuple[list[str] | None, int]:
        """Cells of the record that begins ``index`` lines ahead, None if it is none, and how many lines were looked at."""
        lines = characters = 0

        def feed() -> Iterator[str]:
            nonlocal lines, characters
            while (line := self._at(index + lines)) is not None:
                lines += 1
                characters += len(line)
                if lines > MAX_LINES or characters > MAX_CHARACTERS:
                    lines -= 1 if lines > 1 else 0
                    raise csv.Error("no end of this record")
                yield line

        try:
            return next(csv.reader(feed(), strict=True)), lines
        except (csv.Error, StopIteration):
            return None, max(lines, 1)

    def _fits(self, cells: list[str] | None) -> bool:
        return cells is not None and (self.width is None or len(cells) == self.width)

    def _resumption(self, lines: int) -> int | None:
        """After how many lines a well-made record begins within those ``lines``."""
        if self.width is None:
            return None
        for index in range(1, min(lines, _RESUME_WITHIN)):
            cells, _lines = self._parse(index)
            if cells is not None and self._fits(cells) and cells[0].strip():
                return index
        return None


def guess_encoding(sample: bytes) -> str:
    """The encoding of a text that begins with ``sample``: by its mark, else UTF-8 unless most of its non-ASCII bytes speak against it.

    One row of foreign bytes must not turn all the others of a UTF-8 file into nonsense.
    """
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if sample.startswith(mark):
            return encoding
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(sample)
    foreign = sum("\udc80" <= character <= "\udcff" for character in text)
    high = sum(byte >= 0x80 for byte in sample)
    return "gb18030" if foreign * 2 > high else "utf-8"
