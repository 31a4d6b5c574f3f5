"""Checking a resident's answers to a service's own questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from wobangni.catalogue.queries import Question, Service
from wobangni.kernel.errors import Message
from wobangni.kernel.rules.text import clean_text

MAX_ANSWER = 1000  # characters


def check_answers(service: Service, raw: Mapping[str, Any], problems: dict[str, Message]) -> dict[str, Any]:
    """Cleaned answers by question code. What is wrong goes into ``problems`` under ``answers.<code>``.

    A required question may stay open: what is missing is asked later (ask_info); only a page insists.
    """
    known = {question.code: question for question in service.questions}
    for code in raw:
        if code not in known:
            problems[f"answers.{code}"[:80]] = _("This service does not ask this question.")
    cleaned: dict[str, Any] = {}
    for code, question in known.items():
        value = raw.get(code)
        if value in (None, "", []):
            continue
        try:
            cleaned[code] = _checked(question, value)
        except ValueError as error:
            problems[f"answers.{code}"] = str(error)
    return {code: value for code, value in cleaned.items() if value not in ("", [])}


def _checked(question: Question, value: Any) -> Any:
    options = {option for option, _label in question.options}
    if question.kind == "single":
        return _option(options, value)
    if question.kind == "multi":
        values = value if isinstance(value, (list, tuple)) else [value]
        return [_option(options, v) for v in dict.fromkeys(map(str, values))]
    if question.kind == "number":
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            number = float("nan")
        if not abs(number) < 1e12:
            raise ValueError(_("Please give a number."))
        return int(number) if number.is_integer() else number
    if question.kind == "date":
        try:
            return dt.date.fromisoformat(str(value)).isoformat()
        except ValueError:
            raise ValueError(_("Please give a date such as 2026-05-01.")) from None
    text = clean_text(str(value))
    if len(text) > MAX_ANSWER:
        raise ValueError(
            _("At most %(limit)s characters; this has %(length)s.") % {"limit": MAX_ANSWER, "length": len(text)}
        )
    return text


def _option(options: set[str], value: Any) -> str:
    if str(value) not in options:
        raise ValueError(_("Please choose one of the answers."))
    return str(value)
