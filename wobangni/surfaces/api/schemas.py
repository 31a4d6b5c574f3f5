"""The shapes of answers, for the document and for the type checker. Views build these dictionaries themselves."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NotRequired
from uuid import UUID

from typing_extensions import TypedDict


class ProblemWhere(TypedDict):
    pointer: NotRequired[str]
    parameter: NotRequired[str]
    header: NotRequired[str]
    detail: str


class Problem(TypedDict):
    type: str
    title: str
    status: int
    detail: str
    code: str
    instance: NotRequired[str]
    errors: NotRequired[list[ProblemWhere]]
    state: NotRequired[str]
    version: NotRequired[int]


class CreatedOut(TypedDict):
    code: str
    county: str
    state: str
    version: int
    created: bool
    pin: str | None
    href: str


class ActedOut(TypedDict):
    code: str
    county: str
    state: str
    state_label: str
    version: int
    changed: bool


class NamedOut(TypedDict):
    code: str
    name: str


class UnitBrief(TypedDict):
    id: int
    code: str
    name: str


class ListRow(TypedDict):
    code: str
    county: str
    state: str
    state_label: str
    version: int
    title: str
    excerpt: str
    service: NamedOut | None
    unit: UnitBrief | None
    division: NamedOut | None
    channel: str
    urgent: bool
    demo: bool
    submitted_at: dt.datetime
    updated_at: dt.datetime
    due_at: dt.datetime | None
    light: str
    href: str


class ListOut(TypedDict):
    items: list[ListRow]
    next_cursor: str | None


class ContactOut(TypedDict):
    name: str
    phone: str
    has_address: bool
    anonymous: bool


class TimelineOut(TypedDict):
    seq: int
    action: str
    label: str
    at: dt.datetime
    by: Literal["resident", "staff", "partner", "system"]
    actor_name: str
    unit: UnitBrief | None
    from_state: str
    to_state: str
    public: bool
    texts: list[LabelledText]


class LabelledText(TypedDict):
    label: str
    text: str


class DeadlineOut(TypedDict):
    kind: Literal["sign", "response", "echo", "answer", "arbitrate", "info", "callback", "review"]
    label: str
    state: str
    started_at: dt.datetime
    due_at: dt.datetime
    met_at: dt.datetime | None
    light: str
    on_time: bool | None


class AssignmentOut(TypedDict):
    unit: UnitBrief | None
    role: Literal["lead", "helper"]
    state: str
    handler_name: str
    instruction: str
    answer: str
    offered_at: dt.datetime
    signed_at: dt.datetime | None
    ended_at: dt.datetime | None
    due_at: dt.datetime | None


class ActionOut(TypedDict):
    action: str
    label: str
    href: str


class RequestOut(TypedDict):
    code: str
    county: str
    state: str
    state_label: str
    version: int
    title: str
    description: str
    answers: list[LabelledText]
    service: NamedOut | None
    channel: str
    division: NamedOut | None
    place_text: str
    lat: float | None
    lng: float | None
    urgent: bool
    supervised: bool
    anonymous: bool
    demo: bool
    unit: UnitBrief | None
    contact: ContactOut | None
    external_id: str
    submitted_at: dt.datetime
    updated_at: dt.datetime
    answered_at: dt.datetime | None
    closed_at: dt.datetime | None
    due_at: dt.datetime | None
    answer_due_at: dt.datetime | None
    review_date: dt.date | None
    light: str
    returns: int
    reworks: int
    reminders: int
    answer: str
    solved: bool | None
    satisfied: int | None
    merged_into: str | None
    merged: list[str]
    timeline: list[TimelineOut]
    assignments: list[AssignmentOut]
    deadlines: list[DeadlineOut]
    actions: list[ActionOut]
    href: str


class AttachmentOut(TypedDict):
    id: UUID
    width: int
    height: int
    size: int
    lat: float | None
    lng: float | None
    public: bool
    added_by: str
    added_at: dt.datetime
    href: str
    small_href: str


class AttachmentsOut(TypedDict):
    items: list[AttachmentOut]
