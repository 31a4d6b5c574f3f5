"""The values between deciding and writing: what an effect may look at, and what it wants written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wobangni.catalogue.rules.ladder import EMPTY, Ladder
from wobangni.catalogue.rules.limits import Limit, LimitKind, Limits
from wobangni.kernel.rules.time_units import TimeUnit
from wobangni.kernel.rules.working_calendar import WorkingCalendar
from wobangni.service_requests.rules.deadlines import Clock
from wobangni.service_requests.rules.lifecycle import Who
from wobangni.service_requests.rules.snapshot import Assigned
from wobangni.service_requests.rules.states import AssignmentState, State

#: "街乡吹哨、部门报到": who is called answers by the end of the next working day.
DEFAULT_CALL = Limit(1, TimeUnit.WORKING_DAYS)


@dataclass(frozen=True, slots=True)
class Context:
    """Everything an effect may look at besides the request.

    data: validated. limits: those in force when the request was submitted. who: the actor's positions. own_units: units the actor handles. handler: (id, name) of the acting staff person.
    """

    now: dt.datetime
    data: Mapping[str, Any]
    who: frozenset[Who]
    limits: Limits
    calendar: WorkingCalendar
    ladder: Ladder = EMPTY  # of the day of submission, too
    review_required: bool = True
    own_units: frozenset[int] = frozenset()
    handler: tuple[int | None, str] = (None, "")
    #: Within what time a called unit answers.
    call: Limit = DEFAULT_CALL
    urgency: bool | None = None  # what a new service makes of the mark, where the correction says nothing of it
    #: The resident's rating that stands so far, and where and on which day it was counted.
    rated: Mapping[str, Any] | None = None
    #: How the county counted before its calendar was changed.
    old_calendar: WorkingCalendar | None = None


@dataclass(slots=True)
class Change:
    """What is to be written. ``fields``: columns of the request. ``made``/``moved``: assignments, new and changed (id → columns)."""

    target: State
    fields: dict[str, Any] = field(default_factory=dict)
    made: list[dict[str, Any]] = field(default_factory=list)
    moved: dict[Any, dict[str, Any]] = field(default_factory=dict)
    clocks: dict[LimitKind, Clock] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)

    def move(self, assigned: Assigned, state: AssignmentState, now: dt.datetime, **columns: Any) -> None:
        """Takes one assignment to another of its small states."""
        ended = {} if state in (AssignmentState.OFFERED, AssignmentState.SIGNED) else {"ended_at": now}
        self.moved[assigned.id] = {"state": state, **ended, **columns}
