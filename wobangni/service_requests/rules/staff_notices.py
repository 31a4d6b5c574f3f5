"""THE TABLE of who on staff is told of what: action → whom → as which kind of notice, urgent or not."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from wobangni.notices.rules.kinds import StaffKind
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import State


class Audience(enum.StrEnum):
    """Seen from one request."""

    UNIT = "unit"  # everybody who works in the unit, and its robot
    UNIT_LEADER = "unit_leader"
    CLERKS = "clerk"
    CALLERS = "caller"
    HELPER = "helper"  # the unit that was called in
    DISPATCHERS = "dispatcher"
    REVIEWERS = "reviewers"
    COUNTY_LEADER = "county_leader"
    LEAGUE = "league"  # sees it on its page of what was raised; a bell for each of 103 counties' delays would be heard by nobody


@dataclass(frozen=True, slots=True)
class Rule:
    """``state``: only if the event led there. ``without_unit``: who is told in the unit's place while no unit has it."""

    to: tuple[Audience, ...]
    kind: StaffKind
    urgent: bool = False
    state: State | None = None
    without_unit: tuple[Audience, ...] = ()


A, To, K = Action, Audience, StaffKind
# fmt: off
TABLE: Mapping[Action, Rule] = {
    A.DISPATCH:          Rule((To.UNIT,), K.ORDER),
    A.REDISPATCH:        Rule((To.UNIT,), K.ORDER),
    A.TRANSFER:          Rule((To.UNIT,), K.ORDER),
    A.ADD_HELPER:        Rule((To.HELPER,), K.ORDER),
    A.WHISTLE:           Rule((To.HELPER,), K.ORDER),
    A.REMIND:            Rule((To.UNIT, To.UNIT_LEADER), K.REMINDED, without_unit=(To.DISPATCHERS,)),
    A.SUPERVISE:         Rule((To.UNIT, To.UNIT_LEADER), K.SUPERVISED, urgent=True, without_unit=(To.DISPATCHERS,)),
    A.RETURN:            Rule((To.DISPATCHERS,), K.RETURNED),
    A.REQUEST_EXTENSION: Rule((To.DISPATCHERS, To.REVIEWERS), K.EXTENSION_ASKED),
    A.GRANT_EXTENSION:   Rule((To.UNIT,), K.EXTENSION_DECIDED),
    A.REFUSE_EXTENSION:  Rule((To.UNIT,), K.EXTENSION_DECIDED),
    A.ANSWER:            Rule((To.REVIEWERS,), K.REVIEW, state=State.IN_REVIEW),
    A.REJECT_ANSWER:     Rule((To.UNIT,), K.ANSWER_REJECTED),
    A.REWORK:            Rule((To.UNIT, To.UNIT_LEADER), K.REWORK, without_unit=(To.DISPATCHERS,)),  # answered at the desk
    A.SUPPLY_INFO:       Rule((To.UNIT,), K.INFO_ADDED, without_unit=(To.DISPATCHERS,)),
    A.ADD_INFO:          Rule((To.UNIT,), K.INFO_ADDED),
    A.RELAY:             Rule((To.UNIT,), K.INFO_ADDED),
}
# fmt: on
#: At submission, when the words show a danger.
DANGER = Rule((Audience.DISPATCHERS,), StaffKind.DANGER, urgent=True)
#: ``service_request.escalate``: its payload says who is told, in the words of ``Audience``.
ESCALATED = StaffKind.ESCALATED


def rule_of(action: Action, to_state: str) -> Rule | None:
    """Who is told of an event of the lifecycle, if anybody."""
    rule = TABLE.get(action)
    return rule if rule is not None and rule.state in (None, to_state) else None
