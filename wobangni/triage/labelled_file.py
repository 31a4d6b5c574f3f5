"""Files of labelled texts: CSV, gzip or not, UTF-8, with the columns ``label`` and ``text`` (raw) or ``tokens`` (words with spaces between), or both.

Where a row has both, its raw text is read, as it would be in use. Needs no Django.
"""

from __future__ import annotations

import csv
import enum
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from wobangni.triage.rules.text import normalise
from wobangni.triage.rules.train import Examples

#: Characters of a field and of a line, and rows: a packed file of a few kilobytes may hold a line that fills any memory.
MOST_FIELD, MOST_LINE, MOST_ROWS = 1_000_000, 4_000_000, 2_000_000


class Problem(enum.Enum):
    """What is wrong with a file as a whole; ``detail`` of BadFile says what or where."""

    UNREADABLE = enum.auto()
    NOT_UTF8 = enum.auto()
    NOT_CSV = enum.auto()
    NO_LABEL_COLUMN = enum.auto()
    NO_TEXT_COLUMN = enum.auto()
    EMPTY = enum.auto()


class BadFile(ValueError):
    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem.name} {detail}".strip())
        self.problem, self.detail = problem, detail


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """``examples`` in the file's order. ``for_groups``: the texts by which near duplicates are found, of one kind for all rows if the file has one.

    skipped: rows without a label or without a text.
    """

    examples: Examples
    for_groups: tuple[str, ...]
    skipped: int


def read_labelled(path: Path) -> LabelledFile:
    """Raises BadFile."""
    labels, texts, segmented, tokens, skipped = [], [], [], [], 0
    for label, text, words in _rows(path):
        read = text or words
        if not label or not read:
            skipped += 1
            continue
        labels.append(label)
        texts.append(read)
        segmented.append(not text)
        tokens.append(words)
    if not labels:
        raise BadFile(Problem.EMPTY)
    examples = Examples(tuple(texts), tuple(labels), tuple(segmented), (1.0,) * len(labels))
    return LabelledFile(examples, tuple(tokens) if all(tokens) else tuple(texts), skipped)


def _rows(path: Path) -> Iterator[tuple[str, str, str]]:
    """(label, raw text, tokens), normalised."""
    try:
        with _opened(path) as packed, io.TextIOWrapper(packed, "utf-8-sig", newline="") as lines:
            reader = csv.DictReader(bounded(lines))
            columns = set(reader.fieldnames or ())
            if not columns:
                raise BadFile(Problem.EMPTY)
            if "label" not in columns:
                raise BadFile(Problem.NO_LABEL_COLUMN)
            if not columns & {"text", "tokens"}:
                raise BadFile(Problem.NO_TEXT_COLUMN)
            for row in reader:
                label = " ".join((row["label"] or "").split())
                yield label, normalise(row.get("text") or ""), normalise(row.get("tokens") or "")
    except UnicodeDecodeError as error:
        raise BadFile(Problem.NOT_UTF8) from error
    except csv.Error as error:
        raise BadFile(Problem.NOT_CSV, str(error)) from error
    except (OSError, EOFError, zlib.error) as error:
        raise BadFile(Problem.UNREADABLE, str(error)) from error


def bounded(lines: io.TextIOBase) -> Iterator[str]:
    """The lines, for a reader of CSV. Raises csv.Error where one, or the number of them, is beyond what can be meant."""
    csv.field_size_limit(MOST_FIELD)
    for _number in range(MOST_ROWS):
        line = lines.readline(MOST_LINE)
        if not line:
            return
        if len(line) >= MOST_LINE:
            raise csv.Error(f"a line of more than {MOST_LINE} characters")
        yield line
    raise csv.Error(f"more than {MOST_ROWS} lines")


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(path, "rb")) if packed else path.open("rb")
