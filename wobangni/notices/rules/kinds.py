"""What people are told: the kinds of notices, to residents and to staff. Their words are in ``notices/words.py``."""

from __future__ import annotations

import enum


class ResidentKind(enum.StrEnum):
    """What residents are told. Few: each should be worth picking up the phone for."""

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
    LAPSED = "lapsed"  # nobody replied to our question in time
    NEW_DATE = "new_date"

    @property
    def reaches_merged(self) -> bool:
        """Whether those hear it too whose requests are merged into this one. A question is put to one person only; of merging itself, and
        of being taken out because the other one was declined or withdrawn, each hears when it happens to their own."""
        return self not in (
            ResidentKind.INFO_NEEDED,
            ResidentKind.DECLINED,
            ResidentKind.MERGED,
            ResidentKind.UNMERGED,
            ResidentKind.WITHDRAWN,
            ResidentKind.LAPSED,
        )

    @property
    def needs_them(self) -> bool:
        """Whether something waits for the resident, or is over: what those hear who want to hear the least."""
        return self in (
            ResidentKind.INFO_NEEDED,
            ResidentKind.DECLINED,
            ResidentKind.ANSWERED,
            ResidentKind.CLOSED,
            ResidentKind.WITHDRAWN,
            ResidentKind.LAPSED,
        )


class StaffKind(enum.StrEnum):
    """What staff and units are told."""

    ORDER = "order"  # a unit was given an order
    REMINDED = "reminded"
    SUPERVISED = "supervised"
    RETURNED = "returned"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_DECIDED = "extension_decided"
    REVIEW = "review"  # an answer waits to be read
    REWORK = "rework"
    ANSWER_REJECTED = "answer_rejected"
    INFO_ADDED = "info_added"
    DANGER = "danger"
    ESCALATED = "escalated"
    DIGEST = "digest"  # the morning's list of what was kept back


#: What a person may have their own will about; a digest is a way of being told.
CHOOSABLE = tuple(kind for kind in StaffKind if kind is not StaffKind.DIGEST)
