"""The questions of a service, each a small form. Codes are kept, so that answers given before still fit; new ones are made here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import pgettext_lazy

from wobangni.catalogue.rules.questions import MAX_QUESTIONS, Option, Question, QuestionKind, to_data
from wobangni.surfaces.shared.fields import LineField, TextField

KINDS = {
    QuestionKind.SINGLE: pgettext_lazy("question", "One choice"),
    QuestionKind.MULTI: pgettext_lazy("question", "Several choices"),
    QuestionKind.TEXT: pgettext_lazy("question", "Words"),
    QuestionKind.NUMBER: pgettext_lazy("question", "A number"),
    QuestionKind.DATE: pgettext_lazy("question", "A day"),
}
#: Empty forms offered for new questions.
SPARE = 1


class QuestionForm(forms.Form):
    """An empty label means that there is no such question (any more)."""

    code = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    label = LineField(limit=80, label=_l("Question"), required=False)
    kind = forms.ChoiceField(
        label=_l("Answered by"), choices=[(k.value, label) for k, label in KINDS.items()], required=False
    )
    required = forms.BooleanField(label=_l("Must be answered"), required=False)
    why = LineField(limit=120, label=_l("Why we ask"), help_text=_l("Stands beside the question."), required=False)
    unit = LineField(limit=10, label=_l("Unit of the number"), help_text=_l("For example 亩 or 元."), required=False)
    options = TextField(
        limit=1000,
        label=_l("Choices"),
        help_text=_l("One on each line, two at least."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def question_forms(data: Mapping[str, Any] | None, questions: Sequence[Question]) -> list[QuestionForm]:
    """One form for each question and some spare ones, bound when ``data`` was sent."""
    count = min(len(questions) + SPARE, MAX_QUESTIONS)
    starts: list[dict[str, Any]] = [_initial(q) for q in questions]
    starts += [{"kind": QuestionKind.SINGLE.value}] * (count - len(questions))
    return [QuestionForm(data, initial=start, prefix=f"q{n}") for n, start in enumerate(starts, start=1)]


def asked(bound: Sequence[QuestionForm], before: Sequence[Question]) -> list[dict[str, Any]]:
    """The questions in stored form. English words stay where the Chinese ones did."""
    known = {q.code: q for q in before}
    used = set(known)
    questions = []
    for form in bound:
        said = form.cleaned_data
        if not said["label"]:
            continue
        old = known.get(said["code"])
        code = old.code if old else _fresh("q", used)
        used.add(code)
        questions.append(_question(said, code, old))
    return to_data(questions)


def problems_of(bound: Sequence[QuestionForm]) -> bool:
    """Whether choices are missing where there must be some; says so in the form."""
    for form in bound:
        said = form.cleaned_data
        if said["label"] and not said["kind"]:
            form.add_error("kind", _("Choose how it is answered."))
        needs = said["kind"] in (QuestionKind.SINGLE, QuestionKind.MULTI)
        if said["label"] and needs and len(_lines(said["options"])) < 2:
            form.add_error("options", _("Give two choices at least, one on each line."))
    return any(form.errors for form in bound)


def _question(said: Mapping[str, Any], code: str, old: Question | None) -> Question:
    kind = QuestionKind(said["kind"])
    same_label = old is not None and old.label == said["label"]
    same_why = old is not None and old.why == said["why"]
    choices = _lines(said["options"]) if kind in (QuestionKind.SINGLE, QuestionKind.MULTI) else []
    return Question(
        code=code,
        label=said["label"],
        label_en=old.label_en if old and same_label else "",
        kind=kind,
        required=said["required"],
        why=said["why"],
        why_en=old.why_en if old and same_why else "",
        unit=said["unit"] if kind is QuestionKind.NUMBER else "",
        options=_options(choices, old.options if old else ()),
    )


def _options(labels: Sequence[str], before: Sequence[Option]) -> tuple[Option, ...]:
    known = {option.label: option for option in before}
    used = {option.code for option in before}
    options = []
    for label in labels:
        option = known.get(label) or Option(_fresh("o", used), label)
        used.add(option.code)
        options.append(option)
    return tuple(options)


def _fresh(letter: str, used: set[str]) -> str:
    return next(f"{letter}{n}" for n in range(1, len(used) + 2) if f"{letter}{n}" not in used)


def _lines(typed: str) -> list[str]:
    return list(dict.fromkeys(line.strip()[:60] for line in typed.splitlines() if line.strip()))


def _initial(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "label": question.label,
        "kind": question.kind.value,
        "required": question.required,
        "why": question.why,
        "unit": question.unit,
        "options": "\n".join(option.label for option in question.options),
    }
