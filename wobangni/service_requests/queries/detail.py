"""One request as staff see it. Five queries: request, assignments, deadlines, events, contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wobangni.accounts.queries import masked_contact
from wobangni.catalogue.queries import Service, service_by_id
from wobangni.catalogue.rules.limits import WAITING, LimitKind
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import NotFound
from wobangni.organisations.queries import division, unit
from wobangni.service_requests.access import checked_code, grid_of, is_visible, may_see_contact_of, owns
from wobangni.service_requests.labels import action_label, state_label
from wobangni.service_requests.models import Assignment, Deadline, Event, Reading, ServiceRequest
from wobangni.service_requests.queries.joins import joins_code, still_to_join
from wobangni.service_requests.queries.merged import merged_above
from wobangni.service_requests.queries.reading import Suggestions, suggestions
from wobangni.service_requests.queries.timeline import approved_answer, events_of, public_timeline, staff_timeline
from wobangni.service_requests.queries.values import (
    ActionOffer,
    AnswerRow,
    AssignmentRow,
    DeadlineRow,
    RequestDetail,
)
from wobangni.service_requests.rules.deadlines import ClockState
from wobangni.service_requests.rules.lifecycle import Action, Target, Transition
from wobangni.service_requests.rules.lights import clock_light, light
from wobangni.service_requests.rules.permissions import offers, sees_inside
from wobangni.service_requests.rules.reading import Found, Said
from wobangni.service_requests.rules.settle import PAUSED_IN
from wobangni.service_requests.rules.states import BEFORE_UNIT, OPEN_STATES, AssignmentRole, AssignmentState, State
from wobangni.service_requests.rules.tracking_code import county_of
from wobangni.service_requests.snapshots import clock_of, snapshot_of

#: Steps that lead off the straight way; never offered first.
_SIDE_STEPS = frozenset(
    {Action.DECLINE, Action.RETURN, Action.WITHDRAW, Action.WITHDRAW_FOR, Action.MERGE, Action.SUSPEND, Action.TRANSFER, Action.REDISPATCH,
     Action.ASK_INFO, Action.REWORK, Action.REJECT_ANSWER, Action.UNMERGE, Action.ARCHIVE, Action.CLOSE,
     Action.ANSWER_AT_ONCE}
)  # fmt: skip


def request_detail(actor: Actor, code: str, *, now: dt.datetime) -> RequestDetail:
    """The request with this code. Raises InvalidInput for no code, NotFound for none that the actor may see."""
    parsed = checked_code(code)
    county = county_of(parsed)
    row = (
        ServiceRequest.objects.filter(county=county, code=parsed)
        .defer("search")
        .annotate(merged_codes=ArraySubquery(_merged_into(county)), read=Subquery(_read(county)), joins=joins_code())
        .first()
    )
    if row is None:
        raise NotFound(_("There is no request with this tracking code."))
    assignments = list(Assignment.objects.filter(county=county, service_request_id=row.id).order_by("offered_at", "id"))
    units = {a.unit_id for a in assignments}
    if not is_visible(actor, row, units):
        raise NotFound(_("There is no request with this tracking code."))
    deadlines = list(Deadline.objects.filter(county=county, service_request_id=row.id))
    above = merged_above(row)
    snapshot = replace(snapshot_of(row, assignments, deadlines, above), grid_id=grid_of(actor, row))
    inside = sees_inside(actor, county, units)
    events = events_of(county, row.id)
    service = service_by_id(row.service_id, row.county) if row.service_id else None
    merged_into, merged = _merged(row, above)
    state = State(row.state)
    return RequestDetail(
        county=county,
        id=row.id,
        code=row.code,
        state=state,
        state_label=state_label(state),
        version=row.version,
        title=row.title,
        description=row.description,
        answers=answer_rows(service, row.answers),
        raw_answers=row.answers,
        service=service,
        channel=row.channel,
        division=division(row.division_id) if row.division_id else None,
        place_text=row.place_text,
        lat=row.lat,
        lng=row.lng,
        urgent=row.urgent,
        supervised=inside and row.supervised,
        anonymous=row.anonymous,
        demo=row.demo,
        lead_unit=unit(row.lead_unit_id) if row.lead_unit_id else None,
        contact=masked_contact(county, row.contact_id) if row.contact_id else None,
        may_reveal=may_see_contact_of(actor, county, row.lead_unit_id)
        and row.contact_id is not None
        and not row.anonymous,
        external_id=row.external_id,
        answer=approved_answer(state, events),
        inside=inside,
        joins_code=still_to_join(state, row.code, row.joins) if inside else "",
        submitted_at=row.submitted_at,
        updated_at=row.updated_at,
        answered_at=row.answered_at,
        closed_at=row.closed_at,
        due_at=row.due_at,
        answer_due_at=row.answer_due_at,
        review_date=row.review_date,
        light=light(now, row.due_at, row.yellow_at, paused=state in PAUSED_IN),
        returns=row.returns if inside else 0,
        reworks=row.reworks,
        reminders=row.reminders,
        extension_pending=row.extension_pending if inside else 0,
        solved=row.solved,
        satisfied=row.satisfied,
        merged_into_code=merged_into,
        merged_codes=merged,
        timeline=staff_timeline(events) if inside else public_timeline(events, own=True),
        assignments=tuple(_assignment(a) for a in assignments) if inside else (),
        deadlines=tuple(_deadline(d, now) for d in sorted(deadlines, key=lambda d: d.due_at) if _is_shown(d)),
        suggestions=_suggestions(row, service, events) if inside else Suggestions(),
        actions=action_offers(offers(snapshot, actor, now, owns=owns(actor, row))),
    )


def action_offers(rows: Iterable[Transition]) -> tuple[ActionOffer, ...]:
    """Offers in the table's order; the first that moves the request straight on is the primary one."""
    rows = list(rows)
    primary = next((r.action for r in rows if r.target is not Target.SAME and r.action not in _SIDE_STEPS), None)
    return tuple(ActionOffer(r.action, action_label(r.action), r.fields, r.action is primary) for r in rows)


def answer_rows(service: Service | None, answers: dict[str, object]) -> tuple[AnswerRow, ...]:
    """Answers to the service's questions in their order, worded; answers to questions no longer asked come last and keep their code as label."""
    questions = {q.code: q for q in service.questions} if service else {}
    rows = []
    for code in (*(c for c in questions if c in answers), *(c for c in answers if c not in questions)):
        question, value = questions.get(code), answers[code]
        labels = dict(question.options) if question else {}
        values = value if isinstance(value, list) else [value]
        text = pgettext("list separator", ", ").join(str(labels.get(str(v), v)) for v in values)
        rows.append(AnswerRow(str(question.label) if question else code, text))
    return tuple(rows)


def deadline_label(kind: str) -> str:
    """The clock's name (签收、回应、回音、回答)."""
    return {
        "sign": pgettext("deadline", "Sign"),
        "response": pgettext("deadline", "Response"),
        "echo": pgettext("deadline", "Echo"),
        "answer": pgettext("deadline", "Answer"),
        "arbitrate": pgettext("deadline", "Dispatcher's decision"),
        "info": pgettext("deadline", "The resident's reply"),
        "callback": pgettext("deadline", "The resident's rating"),
        "review": pgettext("deadline", "Date of review"),
    }[kind]


def _merged_into(county: str) -> QuerySet[ServiceRequest, Any]:
    """Codes of the requests that were merged into the outer one."""
    rows = ServiceRequest.objects.filter(county=county, merged_into=OuterRef("id")).order_by("code")
    return rows.values("code")[:200]


def _read(county: str) -> QuerySet[Reading, Any]:
    """What triage read out of the outer request."""
    return Reading.objects.filter(county=county, service_request_id=OuterRef("id")).values("found")[:1]


def _suggestions(row: ServiceRequest, service: Service | None, events: list[Event]) -> Suggestions:
    """Places and alarms that are still of use; which service it may be is said by ``queries/suggested.py``, together with the unit.

    Until the worker has read the request, alarms are those that were seen at intake: nobody waits for a job to learn of danger.
    """
    state = State(row.state)
    if state not in OPEN_STATES:
        return Suggestions()
    read: dict[str, Any] | None = row.read  # type: ignore[attr-defined]
    if read is None:
        read = {"alarms": [{"kind": kind} for kind in events[0].data.get("alarms", ())]} if events else {}
    said = Said(row.county, state, service.code if service else "", row.division_id or "")
    found = suggestions(said, Found.of_data(read))
    return replace(found, services=(), places=found.places if state in BEFORE_UNIT else ())


def _merged(row: ServiceRequest, above: ServiceRequest | None) -> tuple[str | None, tuple[str, ...]]:
    """Code of the one it was merged into (one query, where that is not the upper end), and codes of those merged into it."""
    if row.merged_into is None:
        return None, tuple(row.merged_codes)  # type: ignore[attr-defined]
    if above is not None and above.id == row.merged_into:
        return above.code, ()
    rows = ServiceRequest.objects.filter(county=row.county, id=row.merged_into)
    return rows.values_list("code", flat=True).first(), ()


def _assignment(a: Assignment) -> AssignmentRow:
    return AssignmentRow(
        id=a.id,
        unit=unit(a.unit_id),
        role=AssignmentRole(a.role),
        state=AssignmentState(a.state),
        handler_name=a.handler_name,
        instruction=a.instruction,
        answer=a.answer,
        offered_at=a.offered_at,
        signed_at=a.signed_at,
        ended_at=a.ended_at,
        due_at=a.due_at,
        called=a.called,
    )


def _is_shown(d: Deadline) -> bool:
    """Those that wait for the resident or a day only while they do; that an ended request is archived one day is no deadline of anybody's."""
    kind = LimitKind(d.kind)
    return kind not in WAITING or (d.state == ClockState.RUNNING and kind is not LimitKind.ARCHIVE)


def _deadline(d: Deadline, now: dt.datetime) -> DeadlineRow:
    return DeadlineRow(
        kind=d.kind,
        label=deadline_label(d.kind),
        state=d.state,
        started_at=d.started_at,
        due_at=d.due_at,
        met_at=d.met_at,
        light=clock_light(clock_of(d), now),
        on_time=None if d.met_at is None else d.met_at <= d.due_at,
    )
