"""What must be true of every request after every step, said again from the events alone and independently of the code under test."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from wobangni.assessment.queries.verify import verify_figures
from wobangni.service_requests.commands.verify_events import verify_events
from wobangni.service_requests.models import Assignment, Deadline, Event, ServiceRequest
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action, Target
from wobangni.service_requests.rules.states import HELD, State

PAUSED = {State.NEEDS_INFO, State.SUSPENDED, State.MERGED}
#: Nobody is late with these: they wait for the resident or for a day. In each state exactly that one runs, if any.
WAITING = {"info", "callback", "review", "archive"}
WAITS = {
    State.NEEDS_INFO: {"info"},
    State.SUSPENDED: {"review"},
    State.ANSWERED: {"callback"},
    State.CLOSED: {"archive"},
    State.DECLINED: {"archive"},
    State.WITHDRAWN: {"archive"},
}
OVER = {State.DECLINED, State.WITHDRAWN, State.CLOSED, State.ARCHIVED}
#: In each state: clocks that must be live, and clocks that may not be.
LIVE = {
    State.SUBMITTED: ({"answer"}, {"sign", "echo"}),
    State.ACCEPTED: ({"answer"}, {"sign", "echo"}),
    State.DISPATCHED: ({"answer", "sign"}, {"echo"}),
    State.IN_PROGRESS: ({"answer", "echo"}, {"sign"}),
    State.SUSPENDED: ({"answer", "echo"}, {"sign"}),
    State.IN_REVIEW: ({"answer", "echo"}, {"sign"}),
    State.NEEDS_INFO: ({"answer"}, {"sign", "response"}),
    State.MERGED: ({"answer"}, {"response"}),
    State.ANSWERED: (set(), {"sign", "echo", "response", "answer"}),
}
TABLES = {
    "service_request": "county, id",
    "service_request_event": "county, service_request_id, seq",
    "assignment": "county, id",
    "deadline": "county, id",
    "tally_delta": "county, id",
    "tally": "county, measure, day, unit_id, service_id",
    "kernel_outboxevent": "county, id",
    "procrastinate_jobs": "id",
    "accounts_contact": "county, id",
}


def photograph() -> dict[str, tuple[int, str]]:
    """(rows, digest of all they hold) of every table that the heart writes. One statement."""
    parts = [
        f"SELECT '{table}', count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY {key}), '')) FROM {table} t"
        for table, key in TABLES.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: (rows, digest) for table, rows, digest in cursor.fetchall()}


@dataclass
class Folded:
    """A request as its events tell it."""

    state: str = ""
    version: int = 0
    last_hash: bytes = b""
    lead_unit_id: int | None = None
    service_id: int | None = None
    back_state: str = ""
    returns: int = 0
    reworks: int = 0
    passed_on: int = 0
    raised: str = ""
    extensions: int = 0
    extension_pending: int = 0
    reminders: int = 0
    supervised: bool = False
    solved: bool | None = None
    satisfied: int | None = None
    merged_into: str | None = None
    submitted_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    answered_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    reminded_at: dt.datetime | None = None
    review_date: str | None = None
    path: list[str] = field(default_factory=list)


def fold(events: list[Event]) -> Folded:
    """Plays the events one after another; fails where one does not fit the one before it or the table."""
    f = Folded()
    for event in events:
        action, to = Action(event.action), State(event.to_state)
        _check_step(f, event, action, to)
        _count(f, event, action)
        if f.state and to in PAUSED and f.state != to:
            f.back_state = f.back_state if f.state in PAUSED else f.state
        elif f.state in PAUSED and f.state != to:
            f.back_state = ""
        if to is State.ANSWERED and f.state != to:
            f.answered_at, f.raised = event.at, ""
        if to in OVER - {State.ARCHIVED} and f.state != to:
            f.closed_at, f.raised = event.at, ""
        if to in (State.DECLINED, State.WITHDRAWN, State.ARCHIVED) and f.state != to:
            f.extension_pending, f.review_date, f.raised = 0, None, ""
        f.submitted_at = f.submitted_at or event.at
        f.updated_at = event.at
        f.state, f.version = to, f.version + 1
        f.lead_unit_id, f.service_id, f.last_hash = event.unit_id, event.service_id, bytes(event.hash)
        f.path.append(f"{action}→{to}")
    return f


def _check_step(f: Folded, event: Event, action: Action, to: State) -> None:
    row = BY_ACTION[action]
    assert event.seq == f.version + 1
    assert event.from_state == f.state
    if not f.state:
        assert (action, to) == (Action.SUBMIT, State.SUBMITTED)
        return
    assert State(f.state) in row.sources, (f.path, action)
    assert f.updated_at is None or event.at >= f.updated_at
    expected: set[Any] = {
        Target.SAME: {f.state},
        Target.BACK: {f.back_state},
        Target.WORK: {State.IN_PROGRESS if f.lead_unit_id else State.ACCEPTED},
        Target.REVIEW: {State.IN_REVIEW, State.ANSWERED},
    }.get(row.target, {row.target})  # type: ignore[call-overload]
    assert to in expected, (f.path, action, to)


def _count(f: Folded, event: Event, action: Action) -> None:
    data = event.data
    given_back = action is Action.RETURN or action is Action.REDISPATCH
    if given_back or (action is Action.TRANSFER and event.from_state != State.ACCEPTED):
        f.passed_on += 1
    match action:
        case Action.ESCALATE:
            rungs = ["", "resident", "unit", "unit_leader", "clerk", "caller", "dispatcher", "county_leader", "league"]
            f.raised = max([f.raised, *data["told"]], key=rungs.index)
        case Action.RETURN:
            f.returns, f.extension_pending = f.returns + 1, 0
        case Action.DISPATCH | Action.REDISPATCH | Action.TRANSFER | Action.ANSWER | Action.REFUSE_EXTENSION:
            f.extension_pending = 0
        case Action.GRANT_EXTENSION:
            assert data["days"] == f.extension_pending
            f.extension_pending = 0
        case Action.REQUEST_EXTENSION:
            f.extensions, f.extension_pending = f.extensions + 1, data["days"]
        case Action.REWORK:
            f.reworks += 1
            f.solved = f.satisfied = f.answered_at = f.closed_at = None
            if f.reworks >= 3 and f.raised != "league":
                f.raised = "county_leader"
        case Action.RELAY:
            f.reminders += 1
        case Action.REMIND:
            f.reminders += 1
            if event.actor_kind in ("resident", "partner"):
                f.reminded_at = event.at
        case Action.SUPERVISE:
            f.supervised = True
        case Action.ANSWER_AT_ONCE:
            f.solved, f.satisfied, f.answered_at = data["solved"], data["satisfied"], event.at
        case Action.CONFIRM | Action.RATE:
            f.solved, f.satisfied = data["solved"], data["satisfied"]
        case Action.MERGE:
            f.merged_into = data["merged_into"]
        case Action.UNMERGE:
            f.merged_into = f.solved = f.satisfied = None
        case Action.SUSPEND:
            f.review_date, f.extension_pending = data["review_date"], 0
        case Action.RESUME:
            f.review_date = None
        case _:
            pass


def check_request(row: ServiceRequest) -> None:
    """All that must hold of one request."""
    events = list(Event.objects.filter(county=row.county, service_request_id=row.id).order_by("seq"))
    folded = fold(events)
    assert row.version == len(events)
    kept = {
        name: getattr(row, name)
        for name in folded.__dataclass_fields__
        if name not in ("path", "last_hash", "merged_into", "review_date")
    } | {
        "last_hash": bytes(row.last_hash),
        "merged_into": str(row.merged_into) if row.merged_into else None,
        "review_date": row.review_date.isoformat() if row.review_date else None,
    }
    told = {name: value for name, value in vars(folded).items() if name != "path"}
    assert kept == told, folded.path
    _check_assignments(row, folded)
    _check_clocks(row, events, folded)
    check_steps(events)


def _check_assignments(row: ServiceRequest, folded: Folded) -> None:
    held = [
        a for a in Assignment.objects.filter(county=row.county, service_request_id=row.id) if a.state in HELD
    ]  # fmt: skip
    leads = [a for a in held if a.role == "lead"]
    assert len(leads) <= 1, folded.path
    assert row.lead_unit_id == (leads[0].unit_id if leads else None), folded.path
    assert len({a.unit_id for a in held}) == len(held), folded.path
    if row.state in (State.DISPATCHED, State.IN_PROGRESS, State.SUSPENDED, State.IN_REVIEW, State.ANSWERED):
        expected = {State.DISPATCHED: "offered", State.IN_REVIEW: "answered", State.ANSWERED: "answered"}
        assert leads[0].state == expected.get(State(row.state), "signed"), folded.path
    if row.state in (State.WITHDRAWN, State.DECLINED):
        assert not [a for a in held if a.state != "answered"], folded.path


def _check_clocks(row: ServiceRequest, events: list[Event], folded: Folded) -> None:
    clocks = {d.kind: d for d in Deadline.objects.filter(county=row.county, service_request_id=row.id)}
    waiting = {kind for kind, d in clocks.items() if d.state in ("running", "paused") and kind in WAITING}
    assert waiting == WAITS.get(State(row.state), set()), folded.path
    live = {kind for kind, d in clocks.items() if d.state in ("running", "paused")} - WAITING
    state = State(row.state)
    if state in OVER:
        assert not live, folded.path
    else:
        must, may_not = LIVE[state]
        assert must <= live, (folded.path, live)
        assert not may_not & live, (folded.path, live)
    for d in clocks.values():
        assert (d.remaining is None) == (d.state != "paused")
        assert (d.met_at is None) == (d.state != "met")
        assert d.started_at <= d.yellow_at <= d.due_at
        if state in PAUSED and d.state == "running" and d.kind not in WAITING:
            assert d.due_at <= _entered(events), (folded.path, d.kind)  # it was overdue already: waiting does not heal
        if d.state == "paused":
            assert state in PAUSED, folded.path
        _check_next(d, state)
    running = [d for d in clocks.values() if d.state == "running" and d.kind not in WAITING]
    nearest = min(running, key=lambda d: d.due_at, default=None)
    assert row.due_at == (nearest.due_at if nearest else None), folded.path
    assert row.answer_due_at == clocks["answer"].due_at


def _check_next(d: Deadline, state: State) -> None:
    """Only what runs and is somebody's turn is looked at again; what the platform ends by itself always is."""
    if d.state != "running" or (state in PAUSED and d.kind not in WAITING):
        assert (d.next_at, d.next_step) == (None, None), d.kind
        return
    if d.kind in WAITING:
        assert d.next_at is not None
        assert d.next_at <= d.due_at
        assert (d.next_step is None) == (d.next_at == d.due_at)
    else:
        assert (d.next_at is None) == (d.next_step is None), d.kind
    if d.next_step is not None:
        assert not d.done >> d.next_step & 1, "a step that was taken is not next"


def check_steps(events: list[Event]) -> None:
    """No step of the ladder is taken twice in one run of its clock."""
    taken = [
        (e.data["clock"], e.data["run"], step)
        for e in events
        if e.action == Action.ESCALATE
        for step in {e.data["step"], e.data.get("latest", e.data["step"]), *e.data["passed"]}
    ]
    assert len(taken) == len(set(taken)), taken


def check_ended(before: dict[str, Deadline], after: dict[str, Deadline], event: Event, now: dt.datetime) -> None:
    """No clock of the staff that was overdue ends, or begins anew, without being counted as late; none is counted that had time."""
    met = event.data.get("met", {})
    for kind, was in before.items():
        became = after[kind]
        ended = became.state in ("met", "cancelled") or became.started_at != was.started_at
        if kind in WAITING:
            assert kind not in met
        elif was.state == "running" and ended and max(now, event.at) > was.due_at:
            assert met.get(kind) is False, (event.action, kind)
        elif kind in met:
            assert met[kind] is True, (event.action, kind)


def _entered(events: list[Event]) -> dt.datetime:
    """When the present state began."""
    return next(e.at for e in reversed(events) if e.from_state != e.to_state)


def check_figures() -> None:
    """Every figure kept is what the events say; every chain of hashes holds."""
    assert verify_figures() == []
    assert list(verify_events()) == []
