"""Of which events residents hear by text message. Few: each should be worth picking up the phone for."""

from __future__ import annotations

from collections.abc import Collection

from wobangni.notices.rules.kinds import ResidentKind
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import State

_TAKEN_ON = frozenset({Action.ACCEPT, Action.DISPATCH, Action.CLAIM})
_PLAIN = {
    Action.ASK_INFO: ResidentKind.INFO_NEEDED,
    Action.DECLINE: ResidentKind.DECLINED,
    Action.TRANSFER: ResidentKind.TRANSFERRED,
    Action.ECHO: ResidentKind.PROGRESS,
    Action.SUSPEND: ResidentKind.SUSPENDED,
    Action.CLOSE: ResidentKind.CLOSED,
    Action.MERGE: ResidentKind.MERGED,
    Action.UNMERGE: ResidentKind.UNMERGED,
    Action.GRANT_EXTENSION: ResidentKind.NEW_DATE,
    Action.RESUME: ResidentKind.NEW_DATE,
    Action.WITHDRAW_FOR: ResidentKind.WITHDRAWN,
    Action.LAPSE: ResidentKind.LAPSED,
}
#: Every action that may be worth a notice: what the outbox hands over.
TOLD_OF = _TAKEN_ON | _PLAIN.keys() | {Action.ANSWER, Action.APPROVE}


def notice_of(action: Action, to_state: str, earlier: Collection[Action]) -> ResidentKind | None:
    """What residents are told of an event, or None. ``earlier``: the actions before it on this request."""
    if action in _TAKEN_ON:  # accepted, then dispatched, returned and dispatched anew: one piece of news
        return None if _TAKEN_ON & set(earlier) else ResidentKind.TAKEN_ON
    if action in (Action.ANSWER, Action.APPROVE):  # an answer that waits for its review is none yet
        return ResidentKind.ANSWERED if to_state == State.ANSWERED else None
    return _PLAIN.get(action)
