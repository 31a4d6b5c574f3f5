"""THE TABLE: what may happen to a service request, from which states, into which, and by whom.

Buttons, forms, API, documentation and the property tests are made from it; nothing else says what is allowed.
``transition.py`` is the only place that carries it out.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from wobangni.service_requests.rules import fields as f
from wobangni.service_requests.rules.fields import Field
from wobangni.service_requests.rules.states import BEFORE_UNIT, OPEN_STATES, State


class Action(enum.StrEnum):
    SUBMIT = "submit"
    AMEND = "amend"
    ASK_INFO = "ask_info"
    SUPPLY_INFO = "supply_info"
    DROP_QUESTION = "drop_question"
    DECLINE = "decline"
    ACCEPT = "accept"
    DISPATCH = "dispatch"
    CLAIM = "claim"
    SIGN = "sign"
    RETURN = "return"
    REDISPATCH = "redispatch"
    TRANSFER = "transfer"
    ADD_HELPER = "add_helper"
    WHISTLE = "whistle"
    HELPER_SIGN = "helper_sign"
    HELPER_ANSWER = "helper_answer"
    HELPER_RETURN = "helper_return"
    REQUEST_EXTENSION = "request_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    SUSPEND = "suspend"
    RESUME = "resume"
    REMIND = "remind"
    SUPERVISE = "supervise"
    ECHO = "echo"
    ANSWER = "answer"
    APPROVE = "approve"
    REJECT_ANSWER = "reject_answer"
    ANSWER_AT_ONCE = "answer_at_once"
    CONFIRM = "confirm"
    REWORK = "rework"
    CLOSE = "close"
    MERGE = "merge"
    UNMERGE = "unmerge"
    WITHDRAW = "withdraw"
    WITHDRAW_FOR = "withdraw_for"
    ARCHIVE = "archive"
    NOTE = "note"
    ADD_INFO = "add_info"
    RELAY = "relay"
    RATE = "rate"
    ESCALATE = "escalate"
    LAPSE = "lapse"
    RECOUNT = "recount"


class Who(enum.StrEnum):
    """In what position an actor stands to one request."""

    RESIDENT = "resident"  # whose request it is
    CLERK = "clerk"
    DISPATCHER = "dispatcher"
    LEAD = "lead"  # handler in the unit that has the lead assignment
    HELPER = "helper"  # handler in a unit with a helping assignment
    UNIT = "unit"  # handler in any unit of the county
    GRID = "grid"  # grid worker in the grid in which it lies
    REVIEWER = "reviewer"
    CALLER = "caller"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    PARTNER = "partner"  # another system whose token may write requests
    SYSTEM = "system"


class Target(enum.StrEnum):
    """Targets that depend on the request."""

    SAME = "same"  # stays where it is
    BACK = "back"  # to the state it was in before it was paused or merged
    REVIEW = "review"  # in_review where the county reviews answers, else answered
    WORK = "work"  # in_progress with the unit that has it, else accepted, where somebody gives it to one


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. ``public``: the resident sees it on the timeline. ``shown``: the fields a resident sees with it."""

    action: Action
    sources: frozenset[State]
    target: State | Target
    who: frozenset[Who]
    fields: tuple[Field, ...] = ()
    public: bool = False


def _row(
    action: Action, sources: object, target: State | Target, who: str, *fields: Field, public: bool = False
) -> Transition:
    source_set = sources if isinstance(sources, frozenset) else frozenset(sources)  # type: ignore[call-overload]
    return Transition(action, source_set, target, frozenset(Who(w) for w in who.split()), fields, public)


S, A = State, Action
# fmt: off
TABLE: tuple[Transition, ...] = (
    #    action               from                                          to               who
    _row(A.SUBMIT,            (),                                           S.SUBMITTED,     "resident clerk partner system", public=True),
    _row(A.AMEND,             BEFORE_UNIT,                                  Target.SAME,     "clerk dispatcher system", f.SERVICE, f.DIVISION, f.PLACE, f.URGENT, f.WHY),
    _row(A.ASK_INFO,          (S.SUBMITTED, S.ACCEPTED, S.IN_PROGRESS),     S.NEEDS_INFO,    "clerk dispatcher lead", f.QUESTION, public=True),
    _row(A.SUPPLY_INFO,       (S.NEEDS_INFO,),                              Target.BACK,     "resident clerk system", f.TEXT, public=True),
    # When the answer is known otherwise, or nobody needs it any more: the clocks do not stand still for nothing.
    _row(A.DROP_QUESTION,     (S.NEEDS_INFO,),                              Target.BACK,     "clerk dispatcher lead system", f.REMARK, public=True),
    # The resident was asked and has not replied within the time, in a county where that counts as taken back (逾期未补正视为撤回).
    _row(A.LAPSE,             (S.NEEDS_INFO,),                              S.WITHDRAWN,     "system", f.EXPLANATION, public=True),
    _row(A.DECLINE,           BEFORE_UNIT,                                  S.DECLINED,      "clerk dispatcher", f.DECLINE_REASON, f.EXPLANATION, public=True),
    _row(A.ACCEPT,            (S.SUBMITTED,),                               S.ACCEPTED,      "clerk dispatcher grid system", public=True),
    _row(A.DISPATCH,          (S.SUBMITTED, S.ACCEPTED),                    S.DISPATCHED,    "dispatcher system", f.UNIT, f.INSTRUCTION, public=True),
    _row(A.CLAIM,             (S.ACCEPTED,),                                S.IN_PROGRESS,   "unit grid", f.CLAIM_UNIT, public=True),
    _row(A.SIGN,              (S.DISPATCHED,),                              S.IN_PROGRESS,   "lead system", public=True),
    _row(A.RETURN,            (S.DISPATCHED, S.IN_PROGRESS),                S.ACCEPTED,      "lead", f.REASON, f.BASIS),
    _row(A.REDISPATCH,        (S.DISPATCHED, S.IN_PROGRESS),                S.DISPATCHED,    "dispatcher grid", f.UNIT, f.REASON, public=True),
    _row(A.TRANSFER,          (S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS),    S.DISPATCHED,    "dispatcher", f.ANY_UNIT, f.REASON, public=True),
    _row(A.ADD_HELPER,        (S.DISPATCHED, S.IN_PROGRESS),                Target.SAME,     "dispatcher lead system", f.ANY_UNIT, f.INSTRUCTION),
    # 吹哨: a grid calls a unit for what is beyond it. The called unit answers by a clock of its own; it can't return the call.
    _row(A.WHISTLE,           (S.IN_PROGRESS,),                             Target.SAME,     "grid", f.UNIT, f.REASON),
    _row(A.HELPER_SIGN,       (S.DISPATCHED, S.IN_PROGRESS, S.SUSPENDED, S.IN_REVIEW),
                                                                            Target.SAME,     "helper"),
    _row(A.HELPER_ANSWER,     (S.DISPATCHED, S.IN_PROGRESS, S.SUSPENDED, S.IN_REVIEW),
                                                                            Target.SAME,     "helper", f.TEXT),
    _row(A.HELPER_RETURN,     (S.DISPATCHED, S.IN_PROGRESS, S.SUSPENDED, S.IN_REVIEW),
                                                                            Target.SAME,     "helper", f.REASON, f.BASIS),
    _row(A.REQUEST_EXTENSION, (S.IN_PROGRESS,),                             Target.SAME,     "lead", f.EXTRA_DAYS, f.REASON),
    _row(A.GRANT_EXTENSION,   (S.IN_PROGRESS,),                             Target.SAME,     "dispatcher reviewer", f.REMARK, public=True),
    _row(A.REFUSE_EXTENSION,  (S.IN_PROGRESS,),                             Target.SAME,     "dispatcher reviewer", f.REASON),
    # From the register it can only be put off: another date of review.
    _row(A.SUSPEND,           (S.IN_PROGRESS, S.SUSPENDED),                 S.SUSPENDED,     "dispatcher reviewer", f.REVIEW_DATE, f.EXPLANATION, public=True),
    _row(A.RESUME,            (S.SUSPENDED,),                               S.IN_PROGRESS,   "dispatcher reviewer lead system", f.REMARK, public=True),
    _row(A.REMIND,            (S.SUBMITTED, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS, S.IN_REVIEW),
                                                                            Target.SAME,     "resident clerk dispatcher supervisor", f.REMARK, public=True),
    _row(A.SUPERVISE,         OPEN_STATES,                                  Target.SAME,     "supervisor", f.REASON),
    _row(A.ECHO,              (S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS, S.SUSPENDED, S.IN_REVIEW),
                                                                            Target.SAME,     "lead clerk dispatcher", f.TEXT, public=True),
    _row(A.ANSWER,            (S.IN_PROGRESS,),                             Target.REVIEW,   "lead system", f.ANSWER),
    _row(A.APPROVE,           (S.IN_REVIEW,),                               S.ANSWERED,      "reviewer system", f.REMARK, public=True),
    _row(A.REJECT_ANSWER,     (S.IN_REVIEW,),                               S.IN_PROGRESS,   "reviewer", f.REASON),
    # A consultation, answered while the resident is on the line and says how it went: no unit is troubled, nobody calls back.
    _row(A.ANSWER_AT_ONCE,    (S.SUBMITTED,),                               S.CLOSED,        "clerk", f.ANSWER, f.QUOTED, f.SOLVED, f.SATISFIED, public=True),
    _row(A.CONFIRM,           (S.ANSWERED,),                                S.CLOSED,        "resident caller", f.SOLVED, f.SATISFIED, f.COMMENT, public=True),
    _row(A.REWORK,            (S.ANSWERED, S.CLOSED),                       Target.WORK,     "resident caller supervisor reviewer", f.EXPLANATION, public=True),
    _row(A.CLOSE,             (S.ANSWERED,),                                S.CLOSED,        "caller system", f.CLOSE_REASON, f.REMARK, public=True),
    _row(A.MERGE,             (S.SUBMITTED, S.NEEDS_INFO, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS),
                                                                            S.MERGED,        "clerk dispatcher", f.LEAD_CODE, f.REMARK, public=True),
    _row(A.UNMERGE,           (S.MERGED,),                                  Target.BACK,     "resident clerk dispatcher system", f.REASON, public=True),
    _row(A.WITHDRAW,          (S.SUBMITTED, S.NEEDS_INFO, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS, S.SUSPENDED),
                                                                            S.WITHDRAWN,     "resident", f.REMARK, public=True),
    # By staff, when the resident says so on the phone or at the counter: never without a reason, which the resident reads.
    _row(A.WITHDRAW_FOR,      (S.SUBMITTED, S.NEEDS_INFO, S.ACCEPTED, S.DISPATCHED, S.IN_PROGRESS, S.SUSPENDED),
                                                                            S.WITHDRAWN,     "clerk", f.EXPLANATION, public=True),
    _row(A.ARCHIVE,           (S.CLOSED, S.DECLINED, S.WITHDRAWN, S.MERGED), S.ARCHIVED,     "admin system"),
    _row(A.NOTE,              frozenset(S),                                 Target.SAME,     "clerk dispatcher lead helper reviewer caller supervisor admin", f.TEXT),
    _row(A.ADD_INFO,          OPEN_STATES | {S.MERGED},                     Target.SAME,     "resident clerk", f.TEXT, public=True),
    # What the resident of a merged request adds, put before those who work on the one that stays.
    _row(A.RELAY,             OPEN_STATES,                                  Target.SAME,     "system", f.FROM_CODE, f.TEXT),
    # The resident of a merged request about the answer to the one that stays.
    _row(A.RATE,              (S.MERGED,),                                  Target.SAME,     "resident caller", f.SOLVED, f.SATISFIED, f.COMMENT, public=True),
    # A step of the ladder: somebody is told that time runs out, or has. The platform's alone; sends nothing, its event does.
    _row(A.ESCALATE,          OPEN_STATES,                                  Target.SAME,     "system", f.CLOCK, f.RUN, f.STEP),
    # The county has changed its calendar: a date that moves is never moved in silence.
    _row(A.RECOUNT,           OPEN_STATES,                                  Target.SAME,     "system", f.DAYS_CHANGED, f.SINCE),
)
# fmt: on
BY_ACTION: dict[Action, Transition] = {row.action: row for row in TABLE}
