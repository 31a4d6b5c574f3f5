"""What the catalogue's reads return. Words come in the reader's language where they were given in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from wobangni.catalogue.rules import questions as rules
from wobangni.catalogue.rules.natures import Nature
from wobangni.catalogue.rules.questions import QuestionKind
from wobangni.organisations.rules.kinds import UnitKind


def _said(chinese: str, english: str) -> str:
    return english if english and get_language() == "en" else chinese


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    name: str
    name_en: str
    hint_zh: str
    hint_en: str
    icon: str

    @property
    def label(self) -> str:
        return _said(self.name, self.name_en)

    @property
    def hint(self) -> str:
        return _said(self.hint_zh, self.hint_en)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a service's form."""

    spec: rules.Question

    @property
    def code(self) -> str:
        return self.spec.code

    @property
    def kind(self) -> QuestionKind:
        return self.spec.kind

    @property
    def required(self) -> bool:
        return self.spec.required

    @property
    def label(self) -> str:
        return _said(self.spec.label, self.spec.label_en)

    @property
    def why(self) -> str:
        return _said(self.spec.why, self.spec.why_en)

    @property
    def unit(self) -> str:
        """Of a number: 元, 亩, 头."""
        return self.spec.unit

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """(code, label) of each choice."""
        return tuple((o.code, _said(o.label, o.label_en)) for o in self.spec.options)


@dataclass(frozen=True, slots=True)
class Service:
    """One service as a county offers it. county: whose own it is; None: the region's."""

    id: int
    code: str
    county: str | None
    category: Category
    name: str
    name_en: str
    description_zh: str
    description_en: str
    keywords: tuple[str, ...]
    questions: tuple[Question, ...]
    nature: Nature
    unit_kind: UnitKind
    urgent: bool
    active: bool
    order: int = 0

    @property
    def label(self) -> str:
        return _said(self.name, self.name_en)

    @property
    def description(self) -> str:
        return _said(self.description_zh, self.description_en)


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    """county None: offered in every county."""

    id: int
    county: str | None
    action: str
    title: str
    text: str
    active: bool


@dataclass(frozen=True, slots=True)
class ServiceMatch:
    """What a text is about by the catalogue's own words. ``score``: higher is surer; ``words``: those found."""

    service: Service
    score: float
    words: tuple[str, ...]
