"""What an allowed action does: to the request, its assignments and its clocks. Pure: returns a Change, writes nothing.

Two steps. What is particular to an action is in its function below; what follows for clocks and assignments from the states left and entered
is in ``settle``, once for all actions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from wobangni.catalogue.rules.ladder import Rung, furthest
from wobangni.catalogue.rules.limits import LimitKind
from wobangni.service_requests.rules import deadlines
from wobangni.service_requests.rules.change import Change, Context
from wobangni.service_requests.rules.escalation import scheduled, take
from wobangni.service_requests.rules.helping import helpers_follow
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action, Target, Who
from wobangni.service_requests.rules.settle import settle
from wobangni.service_requests.rules.snapshot import Assigned, Snapshot
from wobangni.service_requests.rules.states import PROBLEM_FROM, AssignmentRole, AssignmentState, State


def decide(snapshot: Snapshot, action: Action, context: Context) -> Change:
    """The change that ``action`` makes. It must have passed ``permissions.check``."""
    change = Change(target=_target(snapshot, action, context), clocks=dict(snapshot.clocks))
    change.data = {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in context.data.items()}
    effect = _EFFECTS.get(action)
    if effect:
        effect(snapshot, context, change)
    settle(snapshot, action, context, change)
    helpers_follow(snapshot, context, change)
    change.clocks = scheduled(
        snapshot.clocks,
        change.clocks,
        context.ladder,
        context.calendar,
        left=snapshot.state,
        entered=change.target,
    )
    if action is Action.RESUME and LimitKind.ANSWER in change.clocks:
        change.data["due_at"] = change.clocks[LimitKind.ANSWER].due_at.isoformat()
    return change


def _target(snapshot: Snapshot, action: Action, context: Context) -> State:
    target = BY_ACTION[action].target
    if target is Target.SAME:
        return snapshot.state
    if target is Target.BACK:
        return snapshot.back_state or State.SUBMITTED
    if target is Target.WORK:
        return State.IN_PROGRESS if snapshot.lead is not None else State.ACCEPTED
    if target is Target.REVIEW:
        return State.IN_REVIEW if context.review_required else State.ANSWERED
    assert isinstance(target, State)
    return target


def _hand_over(s: Snapshot, c: Context, change: Change) -> None:
    """dispatch, redispatch, transfer: a new lead, the old one's part ends."""
    unit_id = c.data["unit"]
    if s.lead is not None:
        change.move(s.lead, AssignmentState.CANCELLED, c.now)
        change.fields["passed_on"] = s.passed_on + 1
    _help_no_longer(s, c, change)
    change.made.append(
        {
            "unit_id": unit_id,
            "role": AssignmentRole.LEAD,
            "state": AssignmentState.OFFERED,
            "offered_at": c.now,
            "instruction": c.data.get("instruction", ""),
        }
    )
    change.fields |= {"lead_unit_id": unit_id, "extension_pending": 0}


def _help_no_longer(s: Snapshot, c: Context, change: Change) -> None:
    """A unit that helped and now leads has one part, not two."""
    for helper in s.helpers:
        if helper.unit_id == c.data["unit"]:
            change.move(helper, AssignmentState.CANCELLED, c.now)


def _claim(s: Snapshot, c: Context, change: Change) -> None:
    unit_id = c.data["unit"]
    _help_no_longer(s, c, change)
    change.made.append(
        {
            "unit_id": unit_id,
            "role": AssignmentRole.LEAD,
            "state": AssignmentState.SIGNED,
            "offered_at": c.now,
            "signed_at": c.now,
            "handler_id": c.handler[0],
            "handler_name": c.handler[1],
        }
    )
    change.fields["lead_unit_id"] = unit_id


def _sign(s: Snapshot, c: Context, change: Change) -> None:
    assert s.lead is not None
    change.move(
        s.lead, AssignmentState.SIGNED, c.now, signed_at=c.now, handler_id=c.handler[0], handler_name=c.handler[1]
    )


def _return(s: Snapshot, c: Context, change: Change) -> None:
    assert s.lead is not None
    change.move(s.lead, AssignmentState.RETURNED, c.now)
    change.data["returned_by"] = s.lead.unit_id
    change.fields |= {
        "lead_unit_id": None,
        "returns": s.returns + 1,
        "extension_pending": 0,
        "passed_on": s.passed_on + 1,
    }


def _add_helper(s: Snapshot, c: Context, change: Change) -> None:
    sign_by = c.calendar.due(c.now, c.limits.sign.amount, c.limits.sign.unit)
    change.made.append(
        {
            "unit_id": c.data["unit"],
            "role": AssignmentRole.HELPER,
            "state": AssignmentState.OFFERED,
            "offered_at": c.now,
            "due_at": sign_by,
            "instruction": c.data.get("instruction", ""),
        }
    )


def _whistle(s: Snapshot, c: Context, change: Change) -> None:
    """A helper with a clock that runs from the call to the answer; signing doesn't move it, nor does the request's own time."""
    _add_helper(s, c, change)
    answer_by = c.calendar.due(c.now, c.call.amount, c.call.unit)
    change.made[-1] |= {"called": True, "due_at": answer_by, "instruction": c.data["reason"]}
    change.data["answer_by"] = answer_by.isoformat()


def _own_helper(s: Snapshot, c: Context, *states: AssignmentState) -> Assigned:
    return next(h for h in s.helpers if h.unit_id in c.own_units and h.state in states)


def _helper_sign(s: Snapshot, c: Context, change: Change) -> None:
    own = _own_helper(s, c, AssignmentState.OFFERED)
    answer = s.clocks.get(LimitKind.ANSWER)
    change.move(
        own,
        AssignmentState.SIGNED,
        c.now,
        signed_at=c.now,
        handler_id=c.handler[0],
        handler_name=c.handler[1],
        **({} if own.called else {"due_at": answer.due_at if answer else None}),
    )
    change.data["helper_unit"] = own.unit_id


def _helper_answer(s: Snapshot, c: Context, change: Change) -> None:
    own = _own_helper(s, c, AssignmentState.SIGNED)
    change.move(own, AssignmentState.ANSWERED, c.now, answer=c.data["text"], due_at=None)
    change.data["helper_unit"] = own.unit_id


def _helper_return(s: Snapshot, c: Context, change: Change) -> None:
    own = _own_helper(s, c, AssignmentState.OFFERED, AssignmentState.SIGNED)
    change.move(own, AssignmentState.RETURNED, c.now, due_at=None)
    change.data["helper_unit"] = own.unit_id


def _amend(s: Snapshot, c: Context, change: Change) -> None:
    """A new service brings its urgency and its limits, a new place or urgency those of the directory's rule for it. ``urgent`` alone changes the mark
    by which people sort, and a limit only where a rule says so."""
    resorted = bool({"service_id", "division_id", "urgent"} & c.data.keys())
    for kind, clock in change.clocks.items():
        # The limits of the right service and place, still counted from where each clock began: a mistake in sorting is not the resident's.
        limit = getattr(c.limits, kind.value, clock.limit)  # those that run to a date have none
        if resorted and clock.is_live and clock.limit != limit:
            change.clocks[kind] = deadlines.with_limit(clock, limit, c.calendar)
    if c.urgency is not None:
        change.fields["urgent"] = c.urgency
    for name in ("service_id", "division_id", "place_text", "urgent"):
        if name in c.data:
            change.fields[name] = c.data[name]


def _request_extension(s: Snapshot, c: Context, change: Change) -> None:
    change.fields |= {"extension_pending": c.data["days"], "extensions": s.extensions + 1}


def _grant_extension(s: Snapshot, c: Context, change: Change) -> None:
    answer = change.clocks.get(LimitKind.ANSWER)
    if answer is not None:
        if not deadlines.is_on_time(answer, c.now):
            change.data["was_late"] = True  # asked for in time, decided too late: the new date does not undo that
        change.clocks[LimitKind.ANSWER] = deadlines.extend(answer, s.extension_pending, c.calendar)
        change.data["due_at"] = change.clocks[LimitKind.ANSWER].due_at.isoformat()
    change.data["days"] = s.extension_pending
    change.fields["extension_pending"] = 0


def _refuse_extension(s: Snapshot, c: Context, change: Change) -> None:
    change.fields["extension_pending"] = 0


def _suspend(s: Snapshot, c: Context, change: Change) -> None:
    change.fields |= {"review_date": c.data["review_date"], "extension_pending": 0}


def _resume(s: Snapshot, c: Context, change: Change) -> None:
    change.fields["review_date"] = None


def _remind(s: Snapshot, c: Context, change: Change) -> None:
    change.fields["reminders"] = s.reminders + 1
    if Who.RESIDENT in c.who:
        change.fields["reminded_at"] = c.now


def _supervise(s: Snapshot, c: Context, change: Change) -> None:
    change.fields["supervised"] = True


def _echo(s: Snapshot, c: Context, change: Change) -> None:
    running = change.clocks.get(LimitKind.ECHO)
    if running is not None and running.is_live:
        change.data.setdefault("met", {})[LimitKind.ECHO.value] = deadlines.is_on_time(running, c.now)
        change.clocks[LimitKind.ECHO] = deadlines.start(LimitKind.ECHO, c.limits.echo, c.now, c.calendar)
        if s.state is State.SUSPENDED:
            change.clocks[LimitKind.ECHO] = deadlines.pause(change.clocks[LimitKind.ECHO], c.now, c.calendar)


def _answer(s: Snapshot, c: Context, change: Change) -> None:
    assert s.lead is not None
    change.move(s.lead, AssignmentState.ANSWERED, c.now, answer=c.data["answer"])
    clock = s.clocks.get(LimitKind.ANSWER)
    change.data["unit_on_time"] = clock is None or deadlines.is_on_time(clock, c.now)
    change.fields["extension_pending"] = 0


def _reject_answer(s: Snapshot, c: Context, change: Change) -> None:
    assert s.lead is not None
    change.move(s.lead, AssignmentState.SIGNED, c.now, ended_at=None)


def _answer_at_once(s: Snapshot, c: Context, change: Change) -> None:
    """Answered and rated in one step: both clocks of the county's promise are met."""
    _confirm(s, c, change)
    change.fields["answered_at"] = c.now
    clock = change.clocks.get(LimitKind.ANSWER)
    if clock is not None and clock.is_live:
        change.data.setdefault("met", {})[LimitKind.ANSWER.value] = deadlines.is_on_time(clock, c.now)
        change.clocks[LimitKind.ANSWER] = deadlines.meet(clock, c.now)


def _confirm(s: Snapshot, c: Context, change: Change) -> None:
    change.fields |= {"solved": c.data["solved"], "satisfied": c.data["satisfied"]}


def _take_rating_back(c: Context, change: Change) -> None:
    if c.rated is not None:
        change.data["rating_taken_back"] = dict(c.rated)


def _rework(s: Snapshot, c: Context, change: Change) -> None:
    _take_rating_back(c, change)
    if s.lead is not None:
        change.move(s.lead, AssignmentState.SIGNED, c.now, ended_at=None)
    change.fields |= {
        "reworks": s.reworks + 1,
        "solved": None,
        "satisfied": None,
        "answered_at": None,
        "closed_at": None,
    }
    if s.reworks + 1 >= PROBLEM_FROM:  # a problem request (问题工单): the county's leader hears of it, each time
        change.data["told"] = [Rung.COUNTY_LEADER.value]
        change.fields["raised"] = furthest([Rung.COUNTY_LEADER, *([Rung(s.raised)] if s.raised else [])])
    change.clocks[LimitKind.ANSWER] = deadlines.start(LimitKind.ANSWER, c.limits.answer, c.now, c.calendar)


def _merge(s: Snapshot, c: Context, change: Change) -> None:
    change.fields["merged_into"] = c.data["merged_into"]
    change.data["merged_into"] = str(c.data["merged_into"])


def _unmerge(s: Snapshot, c: Context, change: Change) -> None:
    _take_rating_back(c, change)
    change.fields |= {"merged_into": None, "solved": None, "satisfied": None}


def _relay(s: Snapshot, c: Context, change: Change) -> None:
    change.fields["reminders"] = s.reminders + 1  # counts as news, so that the unit's list shows it


def _rate(s: Snapshot, c: Context, change: Change) -> None:
    """On the merged request's own record; the one that stays is not touched. Counted for the unit that gave the answer."""
    _confirm(s, c, change)
    if s.above is not None:
        change.data["unit_rated"] = s.above.lead_unit_id


def _escalate(s: Snapshot, c: Context, change: Change) -> None:
    """The clock goes on; that this step was taken is kept on it. Whoever sends something reads who was to be told from the event."""
    kind = LimitKind(c.data["clock"])
    clock = s.clocks[kind]
    taken = take(clock, c.ladder, c.calendar, c.now)
    assert taken is not None, "checked by its guard"
    change.clocks[kind] = replace(clock, done=taken.done)
    change.fields["raised"] = furthest([*taken.told, *([Rung(s.raised)] if s.raised else [])])
    change.data |= {
        "step": c.data["step"],
        "when": taken.when.value,
        "passed": list(taken.passed),
        "told": [rung.value for rung in taken.told],
        "ladder": taken.version,
        "due_at": clock.due_at.isoformat(),
        "assignment_id": str(s.lead.id) if s.lead is not None else None,
    }
    if taken.step != c.data["step"]:
        change.data["latest"] = taken.step  # nobody looked in between: this one, and those it overtakes


def _recount(s: Snapshot, c: Context, change: Change) -> None:
    """Running clocks that count working time, by the calendar as it is now. The event says from when to when each has moved."""
    moved = {}
    since = dt.datetime.fromisoformat(c.data["since"]) if c.data.get("since") else c.now
    for kind, clock in s.clocks.items():
        # As things stood when the calendar was changed; what began after that was counted by the new one.
        old = c.old_calendar if c.old_calendar and clock.started_at < since else c.calendar
        fresh = deadlines.recounted(clock, since, old, c.calendar)
        change.clocks[kind] = replace(fresh)  # another object: its next moment is worked out anew in any case
        if fresh.due_at != clock.due_at:
            moved[kind.value] = [clock.due_at.isoformat(), fresh.due_at.isoformat()]
    change.data["moved"] = moved


_EFFECTS: dict[Action, Callable[[Snapshot, Context, Change], None]] = {
    Action.AMEND: _amend,
    Action.DISPATCH: _hand_over,
    Action.REDISPATCH: _hand_over,
    Action.TRANSFER: _hand_over,
    Action.CLAIM: _claim,
    Action.SIGN: _sign,
    Action.RETURN: _return,
    Action.ADD_HELPER: _add_helper,
    Action.WHISTLE: _whistle,
    Action.HELPER_SIGN: _helper_sign,
    Action.HELPER_ANSWER: _helper_answer,
    Action.HELPER_RETURN: _helper_return,
    Action.REQUEST_EXTENSION: _request_extension,
    Action.GRANT_EXTENSION: _grant_extension,
    Action.REFUSE_EXTENSION: _refuse_extension,
    Action.SUSPEND: _suspend,
    Action.RESUME: _resume,
    Action.REMIND: _remind,
    Action.SUPERVISE: _supervise,
    Action.ECHO: _echo,
    Action.ANSWER: _answer,
    Action.REJECT_ANSWER: _reject_answer,
    Action.ANSWER_AT_ONCE: _answer_at_once,
    Action.CONFIRM: _confirm,
    Action.REWORK: _rework,
    Action.MERGE: _merge,
    Action.UNMERGE: _unmerge,
    Action.RELAY: _relay,
    Action.RATE: _rate,
    Action.ESCALATE: _escalate,
    Action.RECOUNT: _recount,
}
