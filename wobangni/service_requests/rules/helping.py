"""What follows for helping units (协办) from what happens to the request: their part ends with it, and is due when the whole is."""

from __future__ import annotations

from wobangni.catalogue.rules.limits import LimitKind
from wobangni.service_requests.rules.change import Change, Context
from wobangni.service_requests.rules.snapshot import Snapshot
from wobangni.service_requests.rules.states import AssignmentState, State

_OPEN = frozenset({AssignmentState.OFFERED, AssignmentState.SIGNED})


def helpers_follow(snapshot: Snapshot, context: Context, change: Change) -> None:
    """Completes ``change``, after ``settle``. While an answer is in review helpers still sign and report: the reviewer may want it. Once the answer has
    reached the resident their open parts are cancelled; the event names the units (``help_no_longer_needed``)."""
    open_parts = [h for h in snapshot.helpers if h.state in _OPEN and h.id not in change.moved]
    if change.target in (State.ANSWERED, State.CLOSED):
        for helper in open_parts:
            change.move(helper, AssignmentState.CANCELLED, context.now, due_at=None)
        if open_parts:
            change.data["help_no_longer_needed"] = [h.unit_id for h in open_parts]
        return
    before, after = snapshot.clocks.get(LimitKind.ANSWER), change.clocks.get(LimitKind.ANSWER)
    if after is not None and (before is None or before.due_at != after.due_at):
        for helper in open_parts:
            if helper.state is AssignmentState.SIGNED and not helper.called:
                change.moved[helper.id] = {"due_at": after.due_at}
