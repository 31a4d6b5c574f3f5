"""Of which events residents hear by text message. Few: each should be worth picking up the phone for."""

from __future__ import annotations

import enum
from collections.abc import Collection

from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import State


class Notice(enum.Enum):
    """What is told."""

    TAKEN_ON = "taken_on"
    INFO_NEEDED = "info_needed"
    DECLINED = "declined"
    TRANSFERRED = "transferred"
    PROGRESS = "progress"
    SUSPENDED = "suspended"
    ANSWERED = "answered"
    CLOSED = "closed"
    MERGED = "merged"
    UNMERGED = "unmerged"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    NEW_DATE = "new_date"

    @property
    def reaches_merged(self) -> bool:
        """Whether those hear it too whose requests are merged into this one. A question is put to one person only; of merging itself, and
        of being taken out because the other one was declined or withdrawn, each hears when it happens to their own."""
        return self not in (
            Notice.INFO_NEEDED,
            Notice.DECLINED,
            Notice.MERGED,
            Notice.UNMERGED,
            Notice.WITHDRAWN,
            Notice.LAPSED,
        )


_TAKEN_ON = frozenset({Action.ACCEPT, Action.DISPATCH, Action.CLAIM})
_PLAIN = {
    Action.ASK_INFO: Notice.INFO_NEEDED,
    Action.DECLINE: Notice.DECLINED,
    Action.TRANSFER: Notice.TRANSFERRED,
    Action.ECHO: Notice.PROGRESS,
    Action.SUSPEND: Notice.SUSPENDED,
    Action.CLOSE: Notice.CLOSED,
    Action.MERGE: Notice.MERGED,
    Action.UNMERGE: Notice.UNMERGED,
    Action.GRANT_EXTENSION: Notice.NEW_DATE,
    Action.RESUME: Notice.NEW_DATE,
    Action.WITHDRAW_FOR: Notice.WITHDRAWN,
    Action.LAPSE: Notice.LAPSED,
}
#: Every action that may be worth a notice: what the outbox hands over.
TOLD_OF = _TAKEN_ON | _PLAIN.keys() | {Action.ANSWER, Action.APPROVE}


def notice_of(action: Action, to_state: str, earlier: Collection[Action]) -> Notice | None:
    """What residents are told of an event, or None. ``earlier``: the actions before it on this request."""
    if action in _TAKEN_ON:  # accepted, then dispatched, returned and dispatched anew: one piece of news
        return None if _TAKEN_ON & set(earlier) else Notice.TAKEN_ON
    if action in (Action.ANSWER, Action.APPROVE):  # an answer that waits for its review is none yet
        return Notice.ANSWERED if to_state == State.ANSWERED else None
    return _PLAIN.get(action)
