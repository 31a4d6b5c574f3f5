"""A file of messages with the thumbs they got, as petition boards give them out: read for looking at, nothing is submitted."""

from __future__ import annotations

import datetime as dt
import heapq
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wobangni.exchange.csv_file import CsvFile, Record
from wobangni.exchange.rules.replay_rows import BadRow, Layout, layout_of, parse_row
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.triage.rules.hot import MOST_MESSAGES, Message

#: Characters of a text that are kept in memory; no rule reads more.
_KEPT = 6_000
_SHOWN = 20  # reasons
_DAY_ONLY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")


class NoMessages(ValueError):
    """The file has no header with id, submitted_at and text."""


@dataclass
class MessagesRead:
    """``messages``: the newest MOST_MESSAGES. ``read``: rows in all. ``unusable``: (line, msgid, parameters) of the first; ``skipped``: how many."""

    messages: list[Message] = field(default_factory=list)
    read: int = 0
    skipped: int = 0
    unusable: list[tuple[int, str, Mapping[str, object]]] = field(default_factory=list)
    broken: bool = False


def read_messages(path: Path, *, now: dt.datetime) -> MessagesRead:
    """Reads it row by row in bounded memory. Rows that can't be used are counted with their reason. Raises OSError, NoMessages."""
    found = MessagesRead()
    newest: list[tuple[dt.datetime, int, Message]] = []
    layout: Layout | None = None
    with CsvFile(path) as file:
        for record in file:
            if layout is None:
                layout = layout_of(record.cells or [], file.encoding)
                if layout is None:
                    raise NoMessages
                file.width = layout.width
                continue
            found.read += 1
            try:
                message = _message(record, layout, now)
            except BadRow as error:
                found.skipped += 1
                if len(found.unusable) < _SHOWN:
                    found.unusable.append((record.line, error.message, error.parameters))
                continue
            (heapq.heappush if len(newest) < MOST_MESSAGES else heapq.heappushpop)(
                newest, (message.at, found.read, message)
            )
        found.broken = file.broken
    if layout is None:
        raise NoMessages
    found.messages = [message for _at, _n, message in sorted(newest)]
    return found


def _message(record: Record, layout: Layout, now: dt.datetime) -> Message:
    cells = list(record.cells or [])
    place = layout.places["submitted_at"]
    if place < len(cells) and _DAY_ONLY.fullmatch(cells[place].strip()):
        cells[place] = cells[place].strip().rstrip("日") + " 0:00"
    row = parse_row(cells, layout, now)
    return Message(
        id=row.id,
        person=row.user or row.id,
        title=row.title[:200],
        text=row.text[:_KEPT],
        at=row.submitted_at.astimezone(SHANGHAI),
        likes=_number(cells, layout, "likes"),
        against=_number(cells, layout, "against"),
        answered_at=row.answered_at,
    )


def _number(cells: list[str], layout: Layout, column: str) -> int:
    """A count; what is none counts nothing."""
    place = layout.places.get(column)
    text = cells[place].strip() if place is not None else ""
    return min(int(text), 10**9) if text.isascii() and text.isdigit() and len(text) < 12 else 0
