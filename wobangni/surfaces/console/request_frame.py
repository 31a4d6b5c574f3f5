"""The page of one request: what it shows besides the request itself, and the form that is open on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from wobangni.catalogue.queries import ReplyTemplate, reply_templates
from wobangni.exchange.queries.drafts import drafting_is_on
from wobangni.kernel.errors import Message, WobangniError
from wobangni.kernel.ids import new_id
from wobangni.service_requests.labels import action_label, channel_label, state_label
from wobangni.service_requests.queries.attachments import photos_of
from wobangni.service_requests.queries.values import RequestDetail
from wobangni.service_requests.rules.fields import Kind
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action
from wobangni.service_requests.rules.lights import Light, light
from wobangni.service_requests.rules.states import AssignmentRole, State
from wobangni.surfaces.console.answer_frame import waiting_answer, waiting_review
from wobangni.surfaces.console.forms import KEY, VERSION, ActionForm
from wobangni.surfaces.console.hints import HELPERS, Hint, hint_for, offer_helpers
from wobangni.surfaces.console.keys import ACTION_KEYS, TAKE_KEY
from wobangni.surfaces.console.labels import assignment_role_label, assignment_state_label
from wobangni.surfaces.console.locator import locator
from wobangni.surfaces.shared.http import StaffRequest

#: Actions whose button is red: they end a request or give it away.
STOPS = frozenset({Action.DECLINE, Action.WITHDRAW_FOR, Action.MERGE, Action.CLOSE, Action.ARCHIVE})


@dataclass(frozen=True, slots=True)
class Button:
    """One thing that may be done now. ``asks``: opens a form; otherwise one press does it."""

    action: Action
    label: str
    key: str
    primary: bool
    asks: bool
    stops: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Why a form could not be carried out: who did what, when; and what was typed, so that it can be kept as a note."""

    message: Message
    by: str
    action: str
    at: dt.datetime | None
    state: str
    text: str
    may_note: bool


@dataclass(frozen=True, slots=True)
class OpenForm:
    """The form that is open. ``templates``: ready texts, put into the field ``fills``. ``possible``: the action may still be taken."""

    action: Action
    label: str
    form: ActionForm
    templates: tuple[ReplyTemplate, ...]
    fills: str
    stops: bool
    overtaken: Overtaken | None = None
    possible: bool = True
    hint: Hint | None = None


def open_form(
    request: StaffRequest,
    detail: RequestDetail,
    action: Action,
    overtaken: Overtaken | None = None,
    *,
    now: dt.datetime,
) -> OpenForm:
    """The form of one action, with what was sent, or as it begins."""
    row = BY_ACTION[action]
    hint = hint_for(detail, now) if action is Action.DISPATCH else None
    sent = request.POST if request.method == "POST" else None
    form = ActionForm(
        row.fields,
        county=detail.county,
        version=detail.version,
        data=sent,
        initial=_start(request, detail, action, hint),
    )
    if hint is not None:
        offer_helpers(form, hint, sent.getlist(HELPERS) if sent is not None else None)
    texts = [f.name for f in row.fields if f.kind is Kind.TEXT]
    return OpenForm(
        action=action,
        label=action_label(action),
        form=form,
        templates=reply_templates(detail.county, action.value) if texts else (),
        fills=form[texts[0]].id_for_label if texts else "",
        stops=action in STOPS,
        overtaken=overtaken,
        possible=any(offer.action is action for offer in detail.actions),
        hint=hint,
    )


def show_request(
    request: StaffRequest,
    detail: RequestDetail,
    *,
    now: dt.datetime,
    opened: OpenForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The page, or only its corner with the form where htmx asked for that."""
    context = {
        "now": now,
        "detail": detail,
        "opened": opened,
        "buttons": buttons(detail, opened),
        "may_amend": any(offer.action is Action.AMEND for offer in detail.actions),
        "hint": opened.hint if opened else hint_for(detail, now),
        "assignments": parts(detail, now),
        "channel": channel_label(detail.channel),
        "key_field": KEY,
        "version_field": VERSION,
        "take_key": TAKE_KEY,
        "fresh_key": new_id().hex,
        "may_merge": any(offer.action is Action.MERGE for offer in detail.actions),
        "drafting": drafting_is_on(),
        **more,
    }
    if request.htmx:
        return render(request, "console/request/act.html", context, status=status)
    context |= {"waiting_answer": waiting_answer(detail), "waiting_review": waiting_review(detail)}
    context["locator"] = locator(detail.county, detail.lat, detail.lng)
    context["photos"] = photos_of(detail.county, detail.id)
    return render(request, "console/request/page.html", context, status=status)


def buttons(detail: RequestDetail, opened: OpenForm | None) -> list[Button]:
    """Everything that may be done now, the primary step first."""
    found = [
        Button(
            action=offer.action,
            label=offer.label,
            key=ACTION_KEYS.get(offer.action, ""),
            primary=offer.primary,
            asks=bool(offer.fields),
            stops=offer.action in STOPS,
            current=opened is not None and opened.action is offer.action,
        )
        for offer in detail.actions
    ]
    return sorted(found, key=lambda b: not b.primary)


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's part in the request, worded. ``since``: of its present state. ``light``: of what a helper owes."""

    unit_name: str
    role: str
    state: str
    handler_name: str
    since: dt.datetime
    ended: bool
    is_helper: bool
    due_at: dt.datetime | None
    light: Light
    instruction: str
    answer: str


def parts(detail: RequestDetail, now: dt.datetime) -> list[Part]:
    """Who has it, then who had it, the latest first."""
    found = [
        Part(
            unit_name=one.unit.name if one.unit else "",
            role=assignment_role_label(one.role),
            state=assignment_state_label(one.state),
            handler_name=one.handler_name,
            since=one.ended_at or one.signed_at or one.offered_at,
            ended=one.ended_at is not None,
            is_helper=one.role is AssignmentRole.HELPER,
            due_at=one.due_at if one.ended_at is None else None,
            light=light(now, one.due_at, None),
            instruction=one.instruction,
            answer=one.answer,
        )
        for one in reversed(detail.assignments)
    ]
    return sorted(found, key=lambda p: (p.ended, p.is_helper))


def overtaken(error: WobangniError, detail: RequestDetail, form: ActionForm) -> Overtaken:
    """What happened while the person was writing, from what the command says of it."""
    happened = error.details.get("at")
    action = error.details.get("action")
    return Overtaken(
        message=error.message,
        by=str(error.details.get("by") or ""),
        action=action_label(str(action)) if action else "",
        at=dt.datetime.fromisoformat(str(happened)) if happened else None,
        state=state_label(State(str(error.details.get("state") or detail.state))),
        text=form.typed_text(),
        may_note=any(offer.action is Action.NOTE for offer in detail.actions),
    )


def _start(request: StaffRequest, detail: RequestDetail, action: Action, hint: Hint | None) -> dict[str, Any]:
    """What a form begins with: what the page knows already."""
    start: dict[str, Any] = {}
    if hint is not None and hint.unit is not None:
        start["unit"] = str(hint.unit.id)
    if action is Action.MERGE:  # from a similar request's link
        start["lead_code"] = request.GET.get("lead_code", "")[:40]
    if action is Action.AMEND:
        start |= {
            "service": detail.service.code if detail.service else "",
            "division": detail.division.code if detail.division else "",
            "place_text": detail.place_text,
            "urgent": "true" if detail.urgent else "false",
        }
    if action is Action.CLAIM:
        own = [g.unit_id for g in request.actor.grants if g.unit_id and g.county == detail.county]
        start["unit"] = str(own[0]) if len(own) == 1 else ""
    return start
