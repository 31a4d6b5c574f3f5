"""Checking what was sent with an action against the fields of its row. Pure: looks at values, never at the database.

Raw strings (from forms) and typed values (from the API) are both taken. Everything wrong is reported at once, by field.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.kernel.rules.text import clean_line, clean_text
from wobangni.service_requests.rules.fields import Field, Kind
from wobangni.service_requests.rules.tracking_code import BadCode, parse_code

TRUE = frozenset({"true", "1", "yes", "on", "y", "是"})
FALSE = frozenset({"false", "0", "no", "off", "n", "否"})
#: What a ready text leaves to be filled in. A year or a number in these brackets is none: 呼政办发〔2021〕15号.
BLANK = re.compile(r"〔(?!\s*\d+\s*〕)([^〔〕]{0,200})〕")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field. ``message`` is a msgid with ``%(limit)s`` or ``%(blank)s`` where that is given."""

    message: str
    limit: int | None = None
    blank: str = ""


class Problems(Exception):
    """Raised with all problems, by field name."""

    def __init__(self, problems: dict[str, Problem]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


REQUIRED = N_("Please fill this in.")
TOO_LONG = N_("At most %(limit)s characters.")
NOT_A_CHOICE = N_("Please choose one of the answers.")
NOT_A_NUMBER = N_("Please give a whole number.")
TOO_SMALL = N_("At least %(limit)s.")
TOO_LARGE = N_("At most %(limit)s.")
NOT_A_DATE = N_("Please give a date such as 2026-05-01.")
NOT_YES_NO = N_("Please answer yes or no.")
BAD_CODE = N_("This is not a tracking code. Please check the 16 digits.")
NOT_TEXT = N_("Please write this as text.")
BLANK_LEFT = N_("“〔%(blank)s〕” is still to be filled in. The resident would read it as it stands.")
UNKNOWN = N_("This field is not known here.")


def validate(fields: Iterable[Field], raw: Mapping[str, Any], *, for_resident: bool = False) -> dict[str, Any]:
    """Cleaned values by field name; optional fields left out are left out.

    for_resident: staff write it for the resident, so that no blank of a ready text may be left in a public field.

    Raises Problems.
    """
    by_name = {field.name: field for field in fields}
    problems: dict[str, Problem] = {name: Problem(UNKNOWN) for name in raw if name not in by_name}
    cleaned: dict[str, Any] = {}
    for name, field in by_name.items():
        value = raw.get(name)
        if isinstance(value, str):
            value = clean_text(value) if field.kind is Kind.TEXT else clean_line(value)
        if value is None or value == "":
            if field.required:
                problems[name] = Problem(REQUIRED)
            continue
        result = _CHECKS[field.kind](field, value)
        if for_resident and field.public and isinstance(result, str) and (blank := BLANK.search(result)):
            result = Problem(BLANK_LEFT, blank=_short_words(blank[1]))
        if isinstance(result, Problem):
            problems[name] = result
        else:
            cleaned[name] = result
    if problems:
        raise Problems(problems)
    return cleaned


def _short_words(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 24 else f"{words[:23]}…"


def _text(field: Field, value: Any) -> Any:
    if not isinstance(value, str):
        return Problem(NOT_TEXT)
    if field.maximum is not None and len(value) > field.maximum:
        return Problem(TOO_LONG, field.maximum)
    return value


def _choice(field: Field, value: Any) -> Any:
    return value if any(value == choice for choice, _ in field.choices) else Problem(NOT_A_CHOICE)


def _bool(field: Field, value: Any) -> Any:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in TRUE:
        return True
    return False if word in FALSE else Problem(NOT_YES_NO)


def _integer(field: Field, value: Any) -> Any:
    if isinstance(value, bool) or not (isinstance(value, int) or (isinstance(value, str) and _is_digits(value))):
        return Problem(NOT_A_NUMBER)
    number = int(value)
    if field.minimum is not None and number < field.minimum:
        return Problem(TOO_SMALL, field.minimum)
    if number > (field.maximum if field.maximum is not None else 2**31 - 1):
        return Problem(TOO_LARGE, field.maximum if field.maximum is not None else 2**31 - 1)
    return number


def _is_digits(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 20


def _date(field: Field, value: Any) -> Any:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        return Problem(NOT_A_DATE)


def _code(field: Field, value: Any) -> Any:
    try:
        return parse_code(str(value))
    except BadCode:
        return Problem(BAD_CODE)


def _short(field: Field, value: Any) -> Any:
    if not isinstance(value, str):
        return Problem(NOT_TEXT)
    return value if len(value) <= 64 else Problem(TOO_LONG, 64)


_CHECKS = {
    Kind.TEXT: _text,
    Kind.LINE: _text,
    Kind.CHOICE: _choice,
    Kind.BOOL: _bool,
    Kind.INTEGER: _integer,
    Kind.DATE: _date,
    Kind.UNIT: _integer,
    Kind.ANY_UNIT: _integer,
    Kind.SERVICE: _short,
    Kind.DIVISION: _short,
    Kind.CODE: _code,
}
