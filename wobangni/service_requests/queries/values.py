"""What the reads return: frozen values, so that a template can't reach the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wobangni.accounts.queries import MaskedContact
from wobangni.catalogue.queries import Service
from wobangni.organisations.queries import DivisionRef, UnitRef
from wobangni.service_requests.queries.promise_words import PromiseRow
from wobangni.service_requests.queries.reading import Suggestions
from wobangni.service_requests.rules.fields import Field
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.lights import Light
from wobangni.service_requests.rules.states import AssignmentRole, AssignmentState, State


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event. ``data``: as kept; ``shown``: (label, text) of the fields worth reading, worded."""

    seq: int
    action: Action
    label: str
    at: dt.datetime
    actor_kind: str
    actor_name: str
    unit: UnitRef | None  # that had the request after the event
    from_state: str
    to_state: str
    data: Mapping[str, Any]
    shown: tuple[tuple[str, str], ...]
    public: bool
    of_lead: bool = False  # happened to the request that this one is merged into; ``seq`` counts there


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    id: UUID
    unit: UnitRef | None
    role: AssignmentRole
    state: AssignmentState
    handler_name: str
    instruction: str
    answer: str
    offered_at: dt.datetime
    signed_at: dt.datetime | None
    ended_at: dt.datetime | None
    due_at: dt.datetime | None
    called: bool = False  # by a grid's whistle


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """``kind``: sign, response, echo, answer. ``state``: running, paused, met, cancelled."""

    kind: str
    label: str
    state: str
    started_at: dt.datetime
    due_at: dt.datetime
    met_at: dt.datetime | None
    light: Light
    on_time: bool | None  # once met


@dataclass(frozen=True, slots=True)
class ActionOffer:
    """Something this person may do now. ``primary``: the step that moves the request on."""

    action: Action
    label: str
    fields: tuple[Field, ...]
    primary: bool


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answered question of the service."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A photo. ``place``: (lat, lng) that the camera wrote, where the sender agreed. ``public``: the resident sees it too."""

    id: UUID
    width: int
    height: int
    size: int  # bytes
    place: tuple[float, float] | None
    public: bool
    added_by: str  # kind of actor
    added_at: dt.datetime


@dataclass(frozen=True, slots=True)
class RequestDetail:
    """One request as staff see it; a partner without a role there finds what is for staff alone left empty (``inside`` False).

    ``answer``: the one that the resident has before them.
    """

    county: str
    id: UUID
    code: str
    state: State
    state_label: str
    version: int
    title: str
    description: str
    answers: tuple[AnswerRow, ...]
    raw_answers: Mapping[str, Any]  # as given, for rules that ask for them
    service: Service | None
    channel: str
    division: DivisionRef | None
    place_text: str
    lat: float | None
    lng: float | None
    urgent: bool
    supervised: bool
    anonymous: bool
    demo: bool
    lead_unit: UnitRef | None
    contact: MaskedContact | None
    may_reveal: bool
    external_id: str
    answer: str
    inside: bool
    joins_code: str  # of the request that the resident says this one is about too, while a person may still merge them
    submitted_at: dt.datetime
    updated_at: dt.datetime
    answered_at: dt.datetime | None
    closed_at: dt.datetime | None
    due_at: dt.datetime | None
    answer_due_at: dt.datetime | None
    review_date: dt.date | None
    light: Light
    returns: int
    reworks: int
    reminders: int
    extension_pending: int
    solved: bool | None
    satisfied: int | None
    merged_into_code: str | None
    merged_codes: tuple[str, ...]
    timeline: tuple[TimelineEntry, ...]
    assignments: tuple[AssignmentRow, ...]
    deadlines: tuple[DeadlineRow, ...]
    suggestions: Suggestions
    actions: tuple[ActionOffer, ...]


@dataclass(frozen=True, slots=True)
class PublicStatus:
    """What anybody with the tracking code may see: no word of the resident's, nobody's name."""

    county: str
    code: str
    state: State
    service: Service | None
    unit: UnitRef | None
    submitted_at: dt.datetime
    answer_due_at: dt.datetime | None
    light: Light
    timeline: tuple[TimelineEntry, ...]  # public entries, ``shown`` empty
    promises: tuple[PromiseRow, ...] = ()  # none once nothing is promised any more


@dataclass(frozen=True, slots=True)
class ResidentView:
    """A request as the resident whose it is sees it. ``actions``: what they may do now."""

    county: str
    code: str
    state: State
    version: int
    title: str
    description: str
    answers: tuple[AnswerRow, ...]
    service: Service | None
    division: DivisionRef | None
    place_text: str
    lat: float | None
    lng: float | None
    anonymous: bool
    contact: MaskedContact | None
    unit: UnitRef | None
    submitted_at: dt.datetime
    answer_due_at: dt.datetime | None
    light: Light
    question: str  # what the resident is asked to add, while in needs_info
    reply_by: dt.datetime | None  # and until when
    reply_or_end: bool  # without a reply the request ends then; else work goes on
    answer: str  # the approved answer, once there is one
    solved: bool | None
    satisfied: int | None
    merged_into_code: str | None
    timeline: tuple[TimelineEntry, ...]
    actions: tuple[ActionOffer, ...]
    alarms: tuple[str, ...] = ()  # dangers that were seen in the words when they came in, by kind
    promises: tuple[PromiseRow, ...] = ()


@dataclass(frozen=True, slots=True)
class QueueRow:
    county: str
    id: UUID
    code: str
    state: State
    state_label: str
    version: int
    title: str
    excerpt: str  # the first words of the description
    service: Service | None
    unit: UnitRef | None
    division: DivisionRef | None
    channel: str
    urgent: bool
    supervised: bool
    demo: bool
    submitted_at: dt.datetime
    updated_at: dt.datetime
    due_at: dt.datetime | None
    light: Light
    returns: int
    passed_on: int
    reworks: int
    reminders: int
    extension_pending: int
    joins_code: str  # as in RequestDetail


@dataclass(frozen=True, slots=True)
class QueuePage:
    """``next_cursor``: opaque; None on the last page."""

    rows: tuple[QueueRow, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class SimilarRow:
    code: str
    state: State
    state_label: str
    title: str
    submitted_at: dt.datetime
