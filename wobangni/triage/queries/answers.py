"""Is the answer good: the findings of ``rules.answer_quality`` in the reader's words. Reads texts and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wobangni.triage.rules.answer_quality import Finding, Lack, judge_answer
from wobangni.triage.rules.private_data import Private

#: PRIVATE has its words by what was found, below.
_LACKS: dict[Lack, Promise] = {
    Lack.EMPTY: _("It says only that the request was received or handed on, and nothing of its own."),
    Lack.OFF_TOPIC: _("It does not seem to speak to this request: almost no word of it recurs."),
    Lack.UNANSWERED: _("This was asked, and nothing in the answer seems to belong to it:"),
    Lack.PROMISE: _("It only promises. What has been done, or by what day will it be?"),
    Lack.NO_WHO: _("It does not say who has dealt with it."),
    Lack.NO_WHEN: _("It does not say when anything was or will be done."),
    Lack.NO_BASIS: _("It refuses without saying on what basis."),
    Lack.DRAFT: _("A place is still to be filled in:"),
}
_PRIVATE: dict[Private, Promise] = {
    Private.PHONE: _("A private phone number stands in it:"),
    Private.ID_CARD: _("An identity card number stands in it:"),
    Private.BANK_CARD: _("A bank card number stands in it:"),
    Private.PLATE: _("A number plate stands in it:"),
    Private.NAME: _("A private person is named:"),
    Private.ADDRESS: _("An address down to the door stands in it:"),
    Private.ACCOUNT: _("Somebody's e-mail, WeChat or QQ stands in it:"),
}
#: What must be looked at before it goes out; the others are worth a second look.
_GRAVE = frozenset({Lack.PRIVATE, Lack.EMPTY, Lack.OFF_TOPIC, Lack.DRAFT})
MOST_WORDS = 60


@dataclass(frozen=True, slots=True)
class AnswerFinding:
    """``kind``: a value of ``Lack``. ``grave``: look at it before the answer goes out. ``words``: what it is about, shortened; may be empty.
    ``in_question``: ``start`` and ``end`` are places in the question, otherwise in the answer; both 0: it is about the whole."""

    kind: str
    message: str
    words: str
    start: int
    end: int
    grave: bool
    in_question: bool


@dataclass(frozen=True, slots=True)
class AnswerReview:
    """``relevance``: 0 to 1. ``shared``: rare words that question and answer share. ``asked``: how many things the request asks."""

    findings: tuple[AnswerFinding, ...]
    relevance: float
    shared: tuple[str, ...]
    asked: int


def review_answer(title: str, question: str, answer: str) -> AnswerReview:
    """What to look at again before ``answer`` goes out; never more than advice. No query."""
    verdict = judge_answer(title, question, answer)
    return AnswerReview(tuple(_worded(f) for f in verdict.findings), verdict.relevance, verdict.shared, verdict.asked)


def _worded(finding: Finding) -> AnswerFinding:
    words = finding.words if len(finding.words) <= MOST_WORDS else finding.words[: MOST_WORDS - 1] + "…"
    message = _PRIVATE[finding.private] if finding.private else _LACKS[finding.lack]
    return AnswerFinding(
        kind=finding.lack.value,
        message=str(message),
        words=words,
        start=finding.start,
        end=finding.end,
        grave=finding.lack in _GRAVE,
        in_question=finding.lack is Lack.UNANSWERED,
    )
