"""What the table can't say in a row: counts, dates and spans. One function an action, each with the source of its rule."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from typing import Any

from wobangni.catalogue.rules.limits import LimitKind
from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.kernel.rules.working_calendar import SHANGHAI
from wobangni.service_requests.rules.deadlines import is_on_time
from wobangni.service_requests.rules.escalation import is_due
from wobangni.service_requests.rules.lifecycle import Action, Who
from wobangni.service_requests.rules.settle import REWORK_SPAN
from wobangni.service_requests.rules.snapshot import Snapshot
from wobangni.service_requests.rules.states import BEFORE_UNIT, OPEN_STATES, State

MAX_EXTENSIONS = 2
#: Of one suspension, and of all of one request together.
MAX_SUSPENSION = dt.timedelta(days=366)
#: A resident may nudge once a day; staff whenever they must.
REMIND_INTERVAL = dt.timedelta(hours=24)
#: How long after a call or a visit its resident may still be taken to be there.
AT_ONCE = dt.timedelta(hours=2)


class Refusal(enum.Enum):
    """Why an action can't be done now, worded for the person who tried."""

    NOT_YOURS = N_("You may not do this with this request.")
    WRONG_STATE = N_("This can't be done in the present state of the request.")
    EXTENSIONS_USED = N_("It has been extended twice already; no third extension is possible.")
    EXTENSION_PENDING = N_("An extension has been asked for already and is waiting for a decision.")
    NO_EXTENSION_ASKED = N_("No extension has been asked for.")
    EXTENSION_LATE = N_("The time limit has run out. An extension must be asked for before that.")
    REVIEW_DATE_PAST = N_("The date of review must lie in the future.")
    REVIEW_DATE_FAR = N_("The date of review may be at most one year from now.")
    SUSPENDED_ENOUGH = N_("Together with its earlier suspensions it would wait for more than one year.")
    REMINDED_ALREADY = N_("You have reminded the unit within the last 24 hours. It has got your reminder.")
    REWORK_LATE = N_("It was closed more than 15 days ago. Please send a new request; you can name this one in it.")
    MERGE_SELF = N_("A request can't be merged into itself.")
    SAME_UNIT = N_("This unit has it already.")
    SUPERVISED_ALREADY = N_("It is under supervision already.")
    LEAD_MERGED = N_("This request has itself been merged. Please name the one that stays.")
    LEAD_ENDED = N_("This request has been answered or has ended; nothing can be merged into it.")
    LEAD_OPEN = N_(
        "The request that this one was merged into is still being worked on. Its answer will come to you, too."
    )
    LEAD_OVER = N_(
        "The request that this one was merged into is closed. If it is not solved for you, please say so: this one is then taken up again."
    )
    LEAD_NOT_ARCHIVED = N_("It is archived together with the request that it was merged into.")
    ARCHIVE_EARLY = N_("It was closed within the last 15 days: until they are over, the resident may ask for rework.")
    NOT_DUE = N_("No step is due.")
    CALLED = N_("Your unit was called: say what you have done or found. A call can't be returned.")
    NOT_THERE = N_(
        "This is for calls and visits, while the resident is there and says whether it is solved. Please accept it instead."
    )
    NOT_SOLVED = N_("What is not solved is not closed. Take it in without closing it, and it goes to a unit.")
    RATED_ALREADY = N_("It has been rated already. Thank you.")


#: Refusals that other data would avoid: the field to be put right.
FIELD_OF: Mapping[Refusal, str] = {
    Refusal.REVIEW_DATE_PAST: "review_date",
    Refusal.REVIEW_DATE_FAR: "review_date",
    Refusal.SUSPENDED_ENOUGH: "review_date",
    Refusal.MERGE_SELF: "lead_code",
    Refusal.SAME_UNIT: "unit",
    Refusal.NOT_SOLVED: "solved",
    Refusal.LEAD_MERGED: "lead_code",
    Refusal.LEAD_ENDED: "lead_code",
}

#: States of the request that stays in which those merged into it have an answer to judge.
_ANSWER_OUT = frozenset({State.ANSWERED, State.CLOSED})

_Guard = Callable[[Snapshot, frozenset[Who], Mapping[str, Any], dt.datetime], Refusal | None]


def refusal(
    snapshot: Snapshot, action: Action, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime
) -> Refusal | None:
    """The first rule that stands against it, or None. With empty ``data`` only what no data could change is checked."""
    guard = _GUARDS.get(action)
    return guard(snapshot, who, data, now) if guard else None


def refusal_of_lead(state: State) -> Refusal | None:
    """Why nothing can be merged into a request in this state, or None. What is answered no longer changes by what another resident asks."""
    if state is State.MERGED:
        return Refusal.LEAD_MERGED
    return Refusal.LEAD_ENDED if state not in OPEN_STATES or state is State.ANSWERED else None


def _request_extension(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    if s.extension_pending:
        return Refusal.EXTENSION_PENDING
    if s.extensions >= MAX_EXTENSIONS:
        return Refusal.EXTENSIONS_USED
    answer = s.clocks.get(LimitKind.ANSWER)
    if answer is not None and not is_on_time(answer, now):
        return Refusal.EXTENSION_LATE
    return None


def _decide_extension(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    return None if s.extension_pending else Refusal.NO_EXTENSION_ASKED


def _suspend(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    day = data.get("review_date")
    if day is None:
        return None
    today = now.astimezone(SHANGHAI).date()
    if day <= today:
        return Refusal.REVIEW_DATE_PAST
    if day - today > MAX_SUSPENSION:
        return Refusal.REVIEW_DATE_FAR
    return Refusal.SUSPENDED_ENOUGH if s.suspended + (day - today) > MAX_SUSPENSION else None


def _remind(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    only_resident = who <= {Who.RESIDENT, Who.PARTNER}
    if only_resident and s.reminded_at is not None and now - s.reminded_at < REMIND_INTERVAL:
        return Refusal.REMINDED_ALREADY
    return None


def _answer_at_once(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    """Nobody but the resident says that it is solved: so only while they can be asked."""
    if not s.taken_down or now - s.submitted_at > AT_ONCE:
        return Refusal.NOT_THERE
    return Refusal.NOT_SOLVED if data.get("solved") is False else None


def _rework(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    if s.state is State.CLOSED and s.closed_at is not None and now - s.closed_at > REWORK_SPAN:
        return Refusal.REWORK_LATE
    return None


def _merge(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    return Refusal.MERGE_SELF if data.get("lead_code") == s.code else None


def _before_unit(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    """A question to the resident does not take the order away from the unit that put it."""
    asked_by_unit = s.state is State.NEEDS_INFO and s.back_state is not None and s.back_state not in BEFORE_UNIT
    return Refusal.WRONG_STATE if asked_by_unit else None


def _unmerge(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    """Staff whenever it was a mistake; a resident once there is an answer that does not solve it at their place."""
    only_resident = who <= {Who.RESIDENT, Who.PARTNER}
    return Refusal.LEAD_OPEN if only_resident and s.above is not None and s.above.state not in _ANSWER_OUT else None


def _rate(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    if s.satisfied is not None:
        return Refusal.RATED_ALREADY
    return Refusal.LEAD_OPEN if s.above is None or s.above.state not in _ANSWER_OUT else None


def _add_info(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    """Of a merged request only while somebody works on the one that stays: else nobody would read it."""
    over = s.state is State.MERGED and s.above is not None and s.above.state not in OPEN_STATES
    return Refusal.LEAD_OVER if over else None


def _archive(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    """Not while its resident may still say that it is not solved; a merged one never before the one that stays."""
    if s.state is State.CLOSED and s.closed_at is not None and now - s.closed_at <= REWORK_SPAN:
        return Refusal.ARCHIVE_EARLY
    waits = s.state is State.MERGED and s.above is not None and s.above.state is not State.ARCHIVED
    return Refusal.LEAD_NOT_ARCHIVED if waits else None


def _other_unit(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    unit = data.get("unit")
    return Refusal.SAME_UNIT if unit is not None and s.lead is not None and s.lead.unit_id == unit else None


def _new_helper(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    unit = data.get("unit")
    held = {a.unit_id for a in (*s.helpers, *([s.lead] if s.lead else []))}
    return Refusal.SAME_UNIT if unit in held else None


def _by_grid(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    """Only who has the order can hand it up or call others to it; lying in somebody's grid is not enough."""
    if not who & {Who.DISPATCHER, Who.LEAD}:
        return Refusal.NOT_YOURS
    return None


def _whistle(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    return _by_grid(s, who, data, now) or _new_helper(s, who, data, now)


def _redispatch(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    return _by_grid(s, who, data, now) or _other_unit(s, who, data, now)


def _supervise(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    return Refusal.SUPERVISED_ALREADY if s.supervised else None


def _escalate(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    """Once: only the step that the clock itself says is due, of the run that it is in."""
    if not data:
        return None if any(is_due(clock, now) for clock in s.clocks.values()) else Refusal.NOT_DUE
    clock = s.clocks.get(LimitKind(data["clock"]))
    is_it = clock is not None and is_due(clock, now) and (clock.run, clock.next_step) == (data["run"], data["step"])
    return None if is_it else Refusal.NOT_DUE


def _lapse(s: Snapshot, who: frozenset[Who], data: Mapping[str, Any], now: dt.datetime) -> Refusal | None:
    """Not before the resident's time is over."""
    info = s.clocks.get(LimitKind.INFO)
    return None if info is not None and info.next_at is not None and info.due_at <= now else Refusal.NOT_DUE


_GUARDS: dict[Action, _Guard] = {
    Action.AMEND: _before_unit,
    Action.DECLINE: _before_unit,
    Action.REQUEST_EXTENSION: _request_extension,
    Action.GRANT_EXTENSION: _decide_extension,
    Action.REFUSE_EXTENSION: _decide_extension,
    Action.SUSPEND: _suspend,
    Action.REMIND: _remind,
    Action.ANSWER_AT_ONCE: _answer_at_once,
    Action.REWORK: _rework,
    Action.MERGE: _merge,
    Action.UNMERGE: _unmerge,
    Action.RATE: _rate,
    Action.ADD_INFO: _add_info,
    Action.ESCALATE: _escalate,
    Action.LAPSE: _lapse,
    Action.ARCHIVE: _archive,
    Action.REDISPATCH: _redispatch,
    Action.WHISTLE: _whistle,
    Action.TRANSFER: _other_unit,
    Action.ADD_HELPER: _new_helper,
    Action.SUPERVISE: _supervise,
}
