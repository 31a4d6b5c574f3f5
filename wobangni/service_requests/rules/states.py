"""The states of a service request and of an assignment (诉求、工单)."""

import enum


class State(enum.StrEnum):
    SUBMITTED = "submitted"  # 待受理
    NEEDS_INFO = "needs_info"  # 待补充
    DECLINED = "declined"  # 不予受理
    ACCEPTED = "accepted"  # 待派单
    DISPATCHED = "dispatched"  # 待签收
    IN_PROGRESS = "in_progress"  # 办理中
    SUSPENDED = "suspended"  # 挂起
    IN_REVIEW = "in_review"  # 待审核
    ANSWERED = "answered"  # 待回访
    CLOSED = "closed"  # 已办结
    MERGED = "merged"  # 已合并
    WITHDRAWN = "withdrawn"  # 已撤回
    ARCHIVED = "archived"  # 已归档


#: Someone still has to do something.
OPEN_STATES = frozenset(
    {
        State.SUBMITTED,
        State.NEEDS_INFO,
        State.ACCEPTED,
        State.DISPATCHED,
        State.IN_PROGRESS,
        State.SUSPENDED,
        State.IN_REVIEW,
        State.ANSWERED,
    }
)
#: Reworked so often, a request is one for the county's leader (问题工单).
PROBLEM_FROM = 3
#: Handed on so often, it is being passed around (推诿).
PASSED_AROUND_FROM = 2
#: Returned so often, the dispatcher decides (仲裁), within a time of its own.
ARBITRATE_FROM = 2
#: No unit has it yet, or none has it any more: what the request is about may still be changed.
BEFORE_UNIT = frozenset({State.SUBMITTED, State.NEEDS_INFO, State.ACCEPTED})
#: A unit has it.
WITH_UNIT = frozenset({State.DISPATCHED, State.IN_PROGRESS, State.SUSPENDED, State.IN_REVIEW})


class AssignmentRole(enum.StrEnum):
    LEAD = "lead"  # 主办
    HELPER = "helper"  # 协办


class AssignmentState(enum.StrEnum):
    OFFERED = "offered"  # handed over, not yet signed
    SIGNED = "signed"
    ANSWERED = "answered"
    RETURNED = "returned"
    CANCELLED = "cancelled"


#: The unit has the assignment, or has done it; a request has at most one such lead.
HELD = frozenset({AssignmentState.OFFERED, AssignmentState.SIGNED, AssignmentState.ANSWERED})


#: A unit that was called has not answered yet.
CALLED_WAITS = frozenset({AssignmentState.OFFERED, AssignmentState.SIGNED})


class Channel(enum.StrEnum):
    WEB = "web"
    APP = "app"
    HOTLINE = "hotline"
    WINDOW = "window"  # at a centre's counter
    GRID = "grid"
    API = "api"
    OPEN311 = "open311"
    IMPORT = "import"


#: Staff write down what somebody says who is there, on the telephone or before them.
TAKEN_DOWN = frozenset({Channel.HOTLINE, Channel.WINDOW, Channel.GRID})
