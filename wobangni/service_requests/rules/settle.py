"""What follows for clocks and assignments from the states that a request leaves and enters, whatever the action was.

A clock that is met is counted as on time or late. One that ends without being met (cancelled, or started anew for another unit) counts as late if
it was overdue by then, because what nobody did in time doesn't become undone by what happens afterwards:

| clock    | ends unmet by                               | if overdue, the failure of                                                       |
|----------|---------------------------------------------|----------------------------------------------------------------------------------|
| sign     | return, redispatch, transfer                | the unit that had the order: it neither signed it nor gave it back in time       |
| sign     | withdraw, archive of a merged request       | the same unit: it was late before anybody gave up                                |
| echo     | return, redispatch, transfer, withdraw,     | the unit that had it: the resident waited for a word longer than promised        |
|          | archive of a merged request                 |                                                                                  |
| echo     | answer, approve                             | the same: an answer ends the waiting, it does not shorten it                     |
| arbitrate| decline, withdraw, archive of a merged one  | the county: its dispatcher had not decided                                       |
| answer   | decline, withdraw, archive of a merged one  | the unit that has it, else the county: its time was over before the request was  |
| response | withdraw                                    | the county: no person had said a word (decline and merge are a word, they meet it) |

Not counted at all, because nobody has failed: a clock that still had time (nothing was due yet; a decline in time is no answer in time either), and
one that was paused (the resident's turn, or on the register, or a request that goes on under another one). Nor are the clocks of ``WAITING`` ever counted:
they wait for the resident or for a day, start and end with the state that they belong to, and when one is over the platform acts (``commands/sweep.py``).
"""

from __future__ import annotations

import datetime as dt

from wobangni.catalogue.rules.limits import WAITING, LimitKind
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.service_requests.rules import deadlines
from wobangni.service_requests.rules.change import Change, Context
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action, Who
from wobangni.service_requests.rules.snapshot import Snapshot
from wobangni.service_requests.rules.states import ARBITRATE_FROM, AssignmentRole, AssignmentState, State

#: How long after closing a request may be sent back; later ones are new requests.
REWORK_SPAN = dt.timedelta(days=15)
#: When nobody can take it up again any more.
ARCHIVE_AFTER = REWORK_SPAN + dt.timedelta(minutes=1)

PAUSED_IN = frozenset({State.NEEDS_INFO, State.SUSPENDED, State.MERGED})
#: Everything ends here; nothing is due any more and no unit has it.
ENDED = frozenset({State.DECLINED, State.WITHDRAWN, State.ARCHIVED})
#: What residents and the platform do by themselves is no response by a person.
_NO_RESPONSE = frozenset(
    {
        Action.SUBMIT,
        Action.SUPPLY_INFO,
        Action.ADD_INFO,
        Action.REMIND,
        Action.WITHDRAW,
        Action.WITHDRAW_FOR,
        Action.LAPSE,
        Action.CONFIRM,
        Action.RATE,
    }
)

_NOT_STAFF = frozenset({Who.RESIDENT, Who.PARTNER, Who.SYSTEM})


def settle(snapshot: Snapshot, action: Action, context: Context, change: Change) -> None:
    """Completes ``change``: clocks met, started, paused and ended; states to come back to; moments of the request."""
    _meet_response(action, context, change)
    if snapshot.state != change.target:
        _leave(snapshot, context, change)
        _enter(snapshot, context, change)
    if action is Action.SUSPEND:  # anew as well, when the date is put off
        _run_to(change, LimitKind.REVIEW, review_begins(context.data["review_date"]), context)
    elif snapshot.state == change.target and (
        action is Action.REDISPATCH or (action is Action.TRANSFER and change.target is State.DISPATCHED)
    ):
        _start(change, LimitKind.SIGN, context)


def review_begins(day: dt.date) -> dt.datetime:
    """The first moment of the day of review."""
    return dt.datetime.combine(day, dt.time(), tzinfo=SHANGHAI)


def _meet_response(action: Action, context: Context, change: Change) -> None:
    # An answer that reaches the resident is a person's word whoever carried it in: the platform brings answers of others (files), it writes none.
    by_staff = not context.who <= _NOT_STAFF or change.target is State.ANSWERED
    if by_staff and BY_ACTION[action].public and action not in _NO_RESPONSE:
        _meet(change, LimitKind.RESPONSE, context)


def _leave(snapshot: Snapshot, context: Context, change: Change) -> None:
    for kind in WAITING & change.clocks.keys():
        change.clocks[kind] = deadlines.cancel(change.clocks[kind])
    if snapshot.state in PAUSED_IN:
        change.fields["back_state"] = ""
        for kind, clock in change.clocks.items():
            change.clocks[kind] = deadlines.resume(clock, context.now, context.calendar)


def _enter(snapshot: Snapshot, context: Context, change: Change) -> None:
    target, now = change.target, context.now
    if target in PAUSED_IN:
        # From one waiting state into another (needs_info, then merged) the way back leads to where work was going on.
        change.fields["back_state"] = snapshot.state if snapshot.state not in PAUSED_IN else snapshot.back_state or ""
        for kind, clock in change.clocks.items():
            change.clocks[kind] = deadlines.pause(clock, now, context.calendar)
        if target is State.NEEDS_INFO:
            _start(change, LimitKind.INFO, context)
    elif target is State.DISPATCHED and snapshot.state is not State.MERGED:  # come back, its clock goes on
        _end(change, context, LimitKind.ECHO)
        _meet(change, LimitKind.ARBITRATE, context)
        _start(change, LimitKind.SIGN, context)
    elif target is State.IN_PROGRESS and snapshot.state in (State.DISPATCHED, State.ACCEPTED):
        _meet(change, LimitKind.SIGN, context)
        _meet(change, LimitKind.ARBITRATE, context)  # a unit has claimed it: decided as well
        _start(change, LimitKind.ECHO, context)
    elif target is State.IN_PROGRESS and snapshot.state in (State.ANSWERED, State.CLOSED):
        _start(change, LimitKind.ECHO, context)
    elif target is State.ACCEPTED and snapshot.state in (State.DISPATCHED, State.IN_PROGRESS):
        _end(change, context, LimitKind.SIGN, LimitKind.ECHO)
        if change.fields.get("returns", snapshot.returns) >= ARBITRATE_FROM:
            _start(change, LimitKind.ARBITRATE, context)
    elif target is State.ANSWERED:
        change.fields |= {"answered_at": now, "raised": ""}
        _meet(change, LimitKind.ANSWER, context)
        _end(change, context, LimitKind.ECHO, LimitKind.SIGN)
        _start(change, LimitKind.CALLBACK, context)
    elif target is State.CLOSED:
        change.fields |= {"closed_at": now, "raised": ""}  # answered at the desk, it has not been answered before
        _end(change, context, *LimitKind)
        _run_to(change, LimitKind.ARCHIVE, now + ARCHIVE_AFTER, context)
    elif target in ENDED:
        change.fields |= {"extension_pending": 0, "review_date": None, "raised": ""}
        _end(change, context, *LimitKind)
        if target is not State.ARCHIVED:
            change.fields["closed_at"] = now
            _run_to(change, LimitKind.ARCHIVE, now + ARCHIVE_AFTER, context)
        for assigned in snapshot.assignments:
            if assigned.state in (AssignmentState.OFFERED, AssignmentState.SIGNED):
                change.move(assigned, AssignmentState.CANCELLED, now)
                if assigned.role is AssignmentRole.LEAD:
                    change.fields["lead_unit_id"] = None


def _start(change: Change, kind: LimitKind, context: Context) -> None:
    _end(change, context, kind)
    limit = getattr(context.limits, kind.value)
    change.clocks[kind] = deadlines.start(kind, limit, context.now, context.calendar)


def _run_to(change: Change, kind: LimitKind, due: dt.datetime, context: Context) -> None:
    change.clocks[kind] = deadlines.until(kind, due, context.now)


def _meet(change: Change, kind: LimitKind, context: Context) -> None:
    clock = change.clocks.get(kind)
    if clock is not None and clock.is_live:
        change.data.setdefault("met", {})[kind.value] = deadlines.is_on_time(clock, context.now)
        change.clocks[kind] = deadlines.meet(clock, context.now)


def _end(change: Change, context: Context, *kinds: LimitKind) -> None:
    """Ends what is not met; the table above says what is counted."""
    for kind in kinds:
        clock = change.clocks.get(kind)
        if clock is None or not clock.is_live:
            continue
        if kind not in WAITING and not deadlines.is_on_time(clock, context.now):
            change.data.setdefault("met", {})[kind.value] = False
        change.clocks[kind] = deadlines.cancel(clock)
