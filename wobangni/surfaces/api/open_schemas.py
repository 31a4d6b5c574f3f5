"""The shapes of answers with data that are open to everybody."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from wobangni.surfaces.api.schemas import NamedOut, UnitBrief


class DivisionOut(TypedDict):
    code: str
    level: Literal["league", "county", "township", "village"]
    parent: str | None
    name: str
    short_name: str
    name_en: str
    lat: float | None
    lng: float | None


class DivisionsOut(TypedDict):
    items: list[DivisionOut]
    next_cursor: str | None


class UnitOut(TypedDict):
    id: int
    code: str
    county: str
    kind: str
    kind_label: str
    name: str
    short_name: str
    phone: str
    address: str
    active: bool


class UnitsOut(TypedDict):
    items: list[UnitOut]


class CategoryOut(TypedDict):
    code: str
    name: str
    hint: str


class CategoriesOut(TypedDict):
    items: list[CategoryOut]


class QuestionOut(TypedDict):
    code: str
    kind: Literal["text", "single", "multi", "number", "date"]
    label: str
    why: str
    required: bool
    unit: str
    options: list[NamedOut]


class LimitOut(TypedDict):
    amount: int
    unit: str


class LimitsOut(TypedDict):
    sign: LimitOut
    response: LimitOut
    echo: LimitOut
    answer: LimitOut


class ServiceOut(TypedDict):
    code: str
    category: str
    name: str
    description: str
    nature: str
    urgent: bool
    questions: list[QuestionOut]
    limits: LimitsOut
    usual_unit: UnitBrief | None


class ServicesOut(TypedDict):
    items: list[ServiceOut]


class FieldOut(TypedDict):
    name: str
    kind: str
    label: str
    hint: str
    required: bool
    minimum: int | None
    maximum: int | None
    choices: list[NamedOut]


class ActionRowOut(TypedDict):
    action: str
    label: str
    sources: list[str]
    target: str
    who: list[str]
    public: bool
    fields: list[FieldOut]


class StateOut(TypedDict):
    state: str
    label: str


class LifecycleOut(TypedDict):
    states: list[StateOut]
    actions: list[ActionRowOut]
