"""Rows of a replay file: which file it is, and whether a row can be used. Pure.

A row is used whole or not at all: what can't be used goes to quarantine as it came, with the reason.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.kernel.rules.text import clean_line, clean_text
from wobangni.kernel.rules.working_calendar import SHANGHAI


class Kind(enum.StrEnum):
    """What a file holds; the name stands in the requests' ``source``."""

    ANSWERED = "requests_answered"
    OPEN = "requests_open"


#: Columns that a file of each kind must have; others are read over. The richer kind first.
REQUIRED: Mapping[Kind, frozenset[str]] = {
    Kind.ANSWERED: frozenset({"id", "submitted_at", "text", "answer", "answered_at"}),
    Kind.OPEN: frozenset({"id", "submitted_at", "text"}),
}
#: Put before a row in a quarantine file; left out when that file is replayed after mending.
QUARANTINE_COLUMNS = ("reason", "line")
MAX_ID = 120  # characters; as ``Submission.external_id``

NO_ID = N_("The id is missing.")
ID_TOO_LONG = N_("The id has more than %(limit)s characters.")
NO_TEXT = N_("The text is missing.")
NO_ANSWER = N_("The answer is missing.")
BAD_TIME = N_("“%(value)s” in %(column)s is no time such as 2026-05-01T09:30:00+08:00.")
NO_TIME = N_("The time in %(column)s is missing.")
IN_FUTURE = N_("The time in %(column)s lies in the future.")
TOO_EARLY = N_("The time in %(column)s lies before 2000.")
REVERSED = N_("It was answered before it was submitted.")
COLUMNS = N_("The row has %(found)s columns where the header has %(expected)s.")
NUL = N_("The row has a null character.")
ENCODING = N_("The row has bytes that are no text in the encoding of the file (%(encoding)s).")
#: Nothing on the platform is older; a time before it is a slip of the pen.
EARLIEST = dt.datetime(2000, 1, 1, tzinfo=SHANGHAI)


class BadRow(ValueError):
    """``message``: msgid; ``parameters`` fill it."""

    def __init__(self, message: str, **parameters: object) -> None:
        super().__init__(message)
        self.message = message
        self.parameters = parameters


@dataclass(frozen=True, slots=True)
class Row:
    """One usable row. Moments aware. ``answer`` and ``answered_at``: of answered ones."""

    id: str
    user: str
    title: str
    text: str
    submitted_at: dt.datetime
    answer: str = ""
    answered_at: dt.datetime | None = None
    zone_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """A header understood. ``places``: column name → index in a row of ``width`` columns."""

    kind: Kind
    places: Mapping[str, int]
    width: int
    foreign: frozenset[int]  # indices of the columns that a quarantine has put before the file's own
    encoding: str = "utf-8"


def layout_of(header: Sequence[str], encoding: str = "utf-8") -> Layout | None:
    """The layout that a header announces, None if it is no replay file. Names count without case and outer blanks."""
    names = [clean_line(name).lower() for name in header]
    for kind, required in REQUIRED.items():
        if required <= set(names):
            places = {name: index for index, name in reversed(list(enumerate(names)))}
            foreign = frozenset(i for i, name in enumerate(names[:2]) if name in QUARANTINE_COLUMNS)
            return Layout(kind, places, len(names), foreign, encoding)
    return None


def parse_row(cells: Sequence[str], layout: Layout, now: dt.datetime) -> Row:
    """The row in ``cells``. A time without a zone is taken as Beijing time: the region has no other. Raises BadRow."""
    check_cells(cells, layout)
    values = {name: cells[index] for name, index in layout.places.items()}
    identifier = clean_line(values["id"])
    if not identifier:
        raise BadRow(NO_ID)
    if len(identifier) > MAX_ID:
        raise BadRow(ID_TOO_LONG, limit=MAX_ID)
    text = clean_text(values["text"])
    if not text:
        raise BadRow(NO_TEXT)
    submitted_at, assumed = _moment("submitted_at", values["submitted_at"], now)
    user, title = clean_line(values.get("user", "")), values.get("title", "")
    if layout.kind is Kind.OPEN:
        return Row(identifier, user, title, text, submitted_at, zone_assumed=assumed)
    answer = clean_text(values["answer"])
    if not answer:
        raise BadRow(NO_ANSWER)
    answered_at, assumed_too = _moment("answered_at", values["answered_at"], now)
    if answered_at < submitted_at:
        raise BadRow(REVERSED)
    return Row(identifier, user, title, text, submitted_at, answer, answered_at, assumed or assumed_too)


def check_cells(cells: Sequence[str], layout: Layout) -> None:
    """Whether the row is text in as many columns as the header has. Raises BadRow."""
    if len(cells) != layout.width:
        raise BadRow(COLUMNS, found=len(cells), expected=layout.width)
    for cell in cells:
        if "\x00" in cell:
            raise BadRow(NUL)
        if not cell.isascii() and any("\ud800" <= c <= "\udfff" for c in cell):
            raise BadRow(ENCODING, encoding=layout.encoding)


#: As spreadsheets write it: 2019/4/5 9:05.
_LOOSE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T ]+(\d{1,2}):(\d{2})(.*)")


def _moment(column: str, raw: str, now: dt.datetime) -> tuple[dt.datetime, bool]:
    """The moment in UTC, and whether its zone had to be assumed."""
    value = clean_line(raw)
    if not value:
        raise BadRow(NO_TIME, column=column)
    loose = _LOOSE.fullmatch(value)
    if loose:
        year, month, day, hour, minute, rest = loose.groups()
        value = f"{year}-{month:>02}-{day:>02}T{hour:>02}:{minute}{rest}"
    try:
        moment = dt.datetime.fromisoformat(value)
        assumed = moment.tzinfo is None
        moment = (moment.replace(tzinfo=SHANGHAI) if assumed else moment).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise BadRow(BAD_TIME, value=value[:40], column=column) from None
    if moment > now:
        raise BadRow(IN_FUTURE, column=column)
    if moment < EARLIEST:
        raise BadRow(TOO_EARLY, column=column)
    return moment, assumed
