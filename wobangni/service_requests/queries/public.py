"""What residents see: anybody with the code, and the one whose request it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from wobangni.accounts.queries import masked_contact
from wobangni.catalogue.queries import service_by_id
from wobangni.catalogue.rules.limits import LimitKind
from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import NotFound
from wobangni.organisations.queries import county_settings, division, unit
from wobangni.service_requests.access import checked_code, owns
from wobangni.service_requests.models import Assignment, Deadline, Event, ServiceRequest
from wobangni.service_requests.queries.detail import action_offers, answer_rows
from wobangni.service_requests.queries.merged import merged_above
from wobangni.service_requests.queries.promise_words import PromiseRow, promise_rows
from wobangni.service_requests.queries.timeline import approved_answer, events_of, lead_timeline, public_timeline
from wobangni.service_requests.queries.values import PublicStatus, ResidentView, TimelineEntry
from wobangni.service_requests.rules.deadlines import ClockState
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.lights import Light, clock_light, light
from wobangni.service_requests.rules.permissions import offers
from wobangni.service_requests.rules.settle import PAUSED_IN
from wobangni.service_requests.rules.states import State
from wobangni.service_requests.rules.tracking_code import county_of
from wobangni.service_requests.snapshots import clock_of, clocks_of, snapshot_of


def public_status(code: str, *, now: dt.datetime) -> PublicStatus:
    """The state of a request for anybody who has its code. Three queries. Raises InvalidInput, NotFound."""
    row = _row(code)
    every = _clocks(row)
    deadlines = _answers(every)
    return PublicStatus(
        county=row.county,
        code=row.code,
        state=State(row.state),
        service=service_by_id(row.service_id, row.county) if row.service_id else None,
        unit=unit(row.lead_unit_id) if row.lead_unit_id else None,
        submitted_at=row.submitted_at,
        answer_due_at=_due(deadlines),
        light=_light(deadlines, now),
        timeline=public_timeline(events_of(row.county, row.id), own=False),
        promises=_promises(State(row.state), every, now),
    )


def resident_view(actor: Actor, code: str, *, now: dt.datetime) -> ResidentView:
    """The resident's own request; merged ones with the progress of the one that stays. Six queries, up to four more when merged.

    Raises InvalidInput, NotFound (also for another's).
    """
    row = _row(code)
    if not owns(actor, row):
        raise NotFound(_("There is no request with this tracking code."))
    assignments = list(
        Assignment.objects.filter(county=row.county, service_request_id=row.id).order_by("offered_at", "id")
    )
    deadlines = list(Deadline.objects.filter(county=row.county, service_request_id=row.id))
    events = events_of(row.county, row.id)
    service = service_by_id(row.service_id, row.county) if row.service_id else None
    state = State(row.state)
    lead = merged_above(row)
    snapshot = snapshot_of(row, assignments, deadlines, lead)
    worked = lead or row  # where the work goes on
    worked_events = events_of(lead.county, lead.id) if lead else events
    running = _clocks(lead) if lead else deadlines
    answer_clock = _answers(running)
    return ResidentView(
        county=row.county,
        code=row.code,
        state=state,
        version=row.version,
        title=row.title,
        description=row.description,
        answers=answer_rows(service, row.answers),
        service=service,
        division=division(row.division_id) if row.division_id else None,
        place_text=row.place_text,
        lat=row.lat,
        lng=row.lng,
        anonymous=row.anonymous,
        contact=masked_contact(row.county, row.contact_id) if row.contact_id else None,
        unit=unit(worked.lead_unit_id) if worked.lead_unit_id else None,
        submitted_at=row.submitted_at,
        answer_due_at=_due(answer_clock),
        light=_light(answer_clock, now),
        question=_last(events, Action.ASK_INFO, "question") if state is State.NEEDS_INFO else "",
        reply_by=_reply_by(deadlines),
        reply_or_end=county_settings(row.county).info_lapses,
        answer=approved_answer(State(worked.state), worked_events),
        solved=row.solved,
        satisfied=row.satisfied,
        merged_into_code=_merged_into(row),
        timeline=_timeline(events, worked_events if lead else ()),
        actions=action_offers(offers(snapshot, actor, now, owns=True)),
        alarms=tuple(events[0].data.get("alarms", ())) if events else (),
        promises=_promises(State(worked.state), running, now),
    )


def _reply_by(deadlines: Iterable[Deadline]) -> dt.datetime | None:
    running = (d for d in deadlines if d.kind == LimitKind.INFO and d.state == ClockState.RUNNING)
    return next((d.due_at for d in running), None)


def _timeline(events: Iterable[Event], lead_events: Iterable[Event]) -> tuple[TimelineEntry, ...]:
    """Own events with all their words, and what staff did to the one that stays, in order of time."""
    entries = (*public_timeline(events, own=True), *lead_timeline(lead_events))
    return tuple(sorted(entries, key=lambda entry: (entry.at, entry.of_lead, entry.seq)))


def my_requests(actor: Actor, *, now: dt.datetime, limit: int = 50) -> tuple[PublicStatus, ...]:
    """The resident's requests: those of their phone and those that their browser owns; newest first, ``timeline`` left empty. One query."""
    mine = Q(resident_id=actor.id) if _is_uuid(actor.id) else Q(code__in=[])
    if actor.county:  # that county's app says who they are: its word opens no other county's requests
        mine &= Q(county=actor.county)
    if actor.owned:
        mine |= Q(county__in={county_of(code) for code in actor.owned}, code__in=actor.owned)
    rows = ServiceRequest.objects.filter(mine).defer("search", "description").order_by("-submitted_at")[:limit]
    return tuple(
        PublicStatus(
            county=row.county,
            code=row.code,
            state=State(row.state),
            service=service_by_id(row.service_id, row.county) if row.service_id else None,
            unit=unit(row.lead_unit_id) if row.lead_unit_id else None,
            submitted_at=row.submitted_at,
            answer_due_at=row.answer_due_at if row.due_at else None,
            light=light(now, row.answer_due_at if row.due_at else None, None, paused=row.state in PAUSED_IN),
            timeline=(),
        )
        for row in rows
    )


def _row(code: str) -> ServiceRequest:
    parsed = checked_code(code)
    row = ServiceRequest.objects.filter(county=county_of(parsed), code=parsed).defer("search").first()
    if row is None:
        raise NotFound(_("There is no request with this tracking code."))
    return row


def _clocks(row: ServiceRequest) -> list[Deadline]:
    return list(Deadline.objects.filter(county=row.county, service_request_id=row.id))


def _answers(clocks: list[Deadline]) -> list[Deadline]:
    return [d for d in clocks if d.kind == "answer"]


def _promises(state: State, clocks: list[Deadline], now: dt.datetime) -> tuple[PromiseRow, ...]:
    """What was declined or taken back is promised no more."""
    return () if state in (State.DECLINED, State.WITHDRAWN) else promise_rows(clocks_of(clocks), now)


def _due(clocks: list[Deadline]) -> dt.datetime | None:
    """While the clock stands still nobody can say by when."""
    return clocks[0].due_at if clocks and clocks[0].state == ClockState.RUNNING else None


def _light(clocks: list[Deadline], now: dt.datetime) -> Light:
    return clock_light(clock_of(clocks[0]), now) if clocks else Light.NONE


def _last(events: list[Event], action: Action, name: str) -> str:
    return next((str(e.data.get(name, "")) for e in reversed(events) if e.action == action), "")


def _merged_into(row: ServiceRequest) -> str | None:
    if row.merged_into is None:
        return None
    return ServiceRequest.objects.filter(county=row.county, id=row.merged_into).values_list("code", flat=True).first()


def _is_uuid(text: str) -> bool:
    return len(text) == 36
