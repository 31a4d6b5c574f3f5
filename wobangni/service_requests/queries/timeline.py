"""Reading events as a timeline, worded for staff or for the resident."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wobangni.organisations.queries import unit
from wobangni.service_requests.labels import action_label, rung_label, words
from wobangni.service_requests.models import Event
from wobangni.service_requests.queries.values import TimelineEntry
from wobangni.service_requests.rules.fields import Field, Kind
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.rules.tracking_code import spoken

#: Numbers by which the platform finds its own place; no reader needs them.
_INNER = frozenset({"run", "step", "since"})
#: States in which the resident has the answer before them.
_ANSWER_OUT = frozenset({State.ANSWERED, State.CLOSED, State.ARCHIVED})

#: Public acts of staff that concern everybody who asked for the same. Not among them: whatever carries a resident's own words, whoever wrote
#: them down, and merging itself.
_SHARED = frozenset(
    {Action.ASK_INFO, Action.DROP_QUESTION, Action.DECLINE, Action.ACCEPT, Action.DISPATCH, Action.CLAIM, Action.SIGN, Action.REDISPATCH, Action.TRANSFER,
     Action.GRANT_EXTENSION, Action.SUSPEND, Action.RESUME, Action.ECHO, Action.ANSWER, Action.APPROVE, Action.CLOSE}
)  # fmt: skip


def events_of(county: str, service_request_id: UUID) -> list[Event]:
    """All events of one request in order. One query."""
    return list(Event.objects.filter(county=county, service_request_id=service_request_id).order_by("seq"))


def staff_timeline(events: Iterable[Event]) -> tuple[TimelineEntry, ...]:
    """Everything, with every field that says something."""
    return tuple(_entry(event, public_only=False) for event in events)


def public_timeline(events: Iterable[Event], *, own: bool) -> tuple[TimelineEntry, ...]:
    """Public events. ``own``: with the words meant for the resident; otherwise without any. The answer itself stands apart (``approved_answer``)."""
    return tuple(
        _entry(event, public_only=True, silent=not own or event.action == Action.ANSWER)
        for event in events
        if is_public(event)
    )


def is_public(event: Event) -> bool:
    """Whether the resident sees it. An answer is for their eyes at once where the county reviews none."""
    return BY_ACTION[Action(event.action)].public or (
        event.action == Action.ANSWER and event.to_state == State.ANSWERED
    )


def lead_timeline(events: Iterable[Event]) -> tuple[TimelineEntry, ...]:
    """What staff did to the request that another one is merged into, for the resident of that other one: never a word of the first resident's,
    nor of what was asked of them."""
    return tuple(
        replace(_entry(event, public_only=True, silent=event.action in (Action.ASK_INFO, Action.ANSWER)), of_lead=True)
        for event in events
        if event.action in _SHARED and is_public(event)
    )


def approved_answer(state: State, events: Iterable[Event]) -> str:
    """The latest answer that reached the resident, while they have it before them; else nothing. One that a reviewer sent back never shows."""
    if state not in _ANSWER_OUT:
        return ""
    written = out = ""
    for event in events:
        if event.action == Action.ANSWER:
            written = str(event.data.get("answer", ""))
        if event.to_state == State.ANSWERED:
            out = written
    return out


def _entry(event: Event, *, public_only: bool, silent: bool = False) -> TimelineEntry:
    action = Action(event.action)
    row = BY_ACTION[action]
    shown = () if silent else tuple(_shown(row.fields, event.data, public_only))
    return TimelineEntry(
        seq=event.seq,
        action=action,
        label=action_label(action),
        at=event.at,
        actor_kind=event.actor_kind,
        actor_name="" if public_only else event.actor_name,
        unit=unit(event.unit_id) if event.unit_id else None,
        from_state=event.from_state,
        to_state=event.to_state,
        data={} if public_only else event.data,
        shown=shown,
        public=is_public(event),
    )


def _shown(fields: Iterable[Field], data: Mapping[str, Any], public_only: bool) -> Iterable[tuple[str, str]]:
    for field in fields:
        if field.name not in _INNER and field.name in data and (field.public or not public_only):
            text = _text(field, data[field.name])
            if text:
                yield words(field.label), text
    if "told" in data and not public_only:
        told = [rung_label(rung) for rung in data["told"]]
        yield _("Told"), pgettext("list separator", ", ").join(told)


def _text(field: Field, value: Any) -> str:
    if field.kind is Kind.CHOICE:
        return next((words(msgid) for choice, msgid in field.choices if choice == value), str(value))
    if field.kind is Kind.CODE:
        return spoken(str(value))
    if field.kind is Kind.BOOL:
        return _("Yes") if value else _("No")
    if field.kind in (Kind.UNIT, Kind.ANY_UNIT):
        found = unit(int(value))
        return found.name if found else str(value)
    return str(value)
