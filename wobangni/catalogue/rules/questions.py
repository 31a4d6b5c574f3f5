"""Questions that a service asks, beside what, where and who. Data: ``Service.questions`` is a list of these as objects."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wobangni.kernel.rules.i18n import gettext_noop as N_

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
MAX_QUESTIONS = 8


class QuestionKind(enum.StrEnum):
    TEXT = "text"  # a line
    SINGLE = "single"  # one option
    MULTI = "multi"  # any number of options
    NUMBER = "number"  # not negative
    DATE = "date"  # ISO 8601


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    label: str
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """``why``: told to the resident beside the question. ``options``: of single and multi only."""

    code: str
    label: str
    kind: QuestionKind
    required: bool = False
    label_en: str = ""
    why: str = ""
    why_en: str = ""
    unit: str = ""  # of a number: 元, 头, 亩
    options: tuple[Option, ...] = ()


class BadQuestion(ValueError):
    """``problem`` is an English msgid, ``where`` the question's code or number."""

    def __init__(self, where: str, problem: str) -> None:
        super().__init__(f"{where}: {problem}")
        self.where = where
        self.problem = problem


def parse_questions(raw: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Questions from stored or submitted data. Raises BadQuestion naming the first one that can't be used."""
    if len(raw) > MAX_QUESTIONS:
        raise BadQuestion(str(len(raw)), N_("At most eight questions: people give up on long forms"))
    questions = tuple(_question(number, item) for number, item in enumerate(raw, start=1))
    _no_twins([q.code for q in questions], N_("Two questions have the same code"))
    return questions


def to_data(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """The stored form, without what is empty."""
    return [
        {
            name: value
            for name, value in (
                ("code", q.code),
                ("label", q.label),
                ("label_en", q.label_en),
                ("kind", str(q.kind)),
                ("required", q.required),
                ("why", q.why),
                ("why_en", q.why_en),
                ("unit", q.unit),
                ("options", [_option_data(o) for o in q.options]),
            )
            if value not in ("", [], False)
        }
        for q in questions
    ]


def _option_data(option: Option) -> dict[str, str]:
    data = {"code": option.code, "label": option.label}
    return data | {"label_en": option.label_en} if option.label_en else data


def _question(number: int, item: Mapping[str, Any]) -> Question:
    code = str(item.get("code", ""))
    where = code or str(number)
    if not CODE.fullmatch(code):
        raise BadQuestion(where, N_("A question's code is made of small letters, digits and underscores"))
    label = str(item.get("label", "")).strip()
    if not label:
        raise BadQuestion(where, N_("A question needs words"))
    try:
        kind = QuestionKind(str(item.get("kind", "")))
    except ValueError as error:
        raise BadQuestion(where, N_("No such kind of question")) from error
    options = tuple(_option(where, o) for o in item.get("options", ()))
    if (kind in (QuestionKind.SINGLE, QuestionKind.MULTI)) != (len(options) >= 2):
        raise BadQuestion(where, N_("Choices need two options or more, other questions none"))
    _no_twins([o.code for o in options], N_("Two options have the same code"), where)
    return Question(
        code=code,
        label=label,
        kind=kind,
        required=bool(item.get("required", False)),
        label_en=str(item.get("label_en", "")).strip(),
        why=str(item.get("why", "")).strip(),
        why_en=str(item.get("why_en", "")).strip(),
        unit=str(item.get("unit", "")).strip(),
        options=options,
    )


def _option(where: str, item: Mapping[str, Any]) -> Option:
    code, label = str(item.get("code", "")), str(item.get("label", "")).strip()
    if not CODE.fullmatch(code) or not label:
        raise BadQuestion(where, N_("Every option needs a code and words"))
    return Option(code, label, str(item.get("label_en", "")).strip())


def _no_twins(codes: Sequence[str], problem: str, where: str = "") -> None:
    for code in codes:
        if codes.count(code) > 1:
            raise BadQuestion(where or code, problem)
