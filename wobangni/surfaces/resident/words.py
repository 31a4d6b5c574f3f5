"""How states and events are said to residents: what it means for them, not what staff call it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from wobangni.service_requests.labels import words
from wobangni.service_requests.queries.values import PublicStatus, ResidentView, TimelineEntry
from wobangni.service_requests.rules.fields import Kind
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action
from wobangni.service_requests.rules.states import State

#: What it means, and what comes next.
STATES: dict[State, tuple[Promise, Promise]] = {
    State.SUBMITTED: (_l("We have it"), _l("Somebody reads it and decides who should deal with it.")),
    State.NEEDS_INFO: (
        _l("We need something from you"),
        _l("It goes on as soon as you have answered. The clock stands still until then."),
    ),
    State.DECLINED: (_l("It could not be taken on"), _l("The reason is given below.")),
    State.ACCEPTED: (_l("It is taken on"), _l("It is on its way to the unit in charge.")),
    State.DISPATCHED: (_l("The unit in charge has been told"), _l("It confirms that it has it and then begins.")),
    State.IN_PROGRESS: (
        _l("It is being worked on"),
        _l("You hear from us at least every few days, and get an answer by the date below."),
    ),
    State.SUSPENDED: (
        _l("It can't be done just now"),
        _l("It is on the register and is looked at again on the date given below."),
    ),
    State.IN_REVIEW: (_l("It is being worked on"), _l("There is an answer; it is being checked before you get it.")),
    State.ANSWERED: (_l("There is an answer"), _l("Please say whether it is solved, and how satisfied you are.")),
    State.CLOSED: (_l("It is closed"), _l("If it is not solved after all, you can ask for it to be done again.")),
    State.MERGED: (
        _l("It was joined with another request about the same thing"),
        _l("You are told of everything that happens there."),
    ),
    State.WITHDRAWN: (
        _l("It has been withdrawn"),
        _l("Nothing more happens with it. Who withdrew it, and why, stands below."),
    ),
    State.ARCHIVED: (_l("It is closed and filed"), _l("Nothing more happens with it.")),
}
EVENTS: dict[Action, Promise] = {
    Action.SUBMIT: _l("Sent"),
    Action.ASK_INFO: _l("We asked you something"),
    Action.SUPPLY_INFO: _l("You answered our question"),
    Action.DROP_QUESTION: _l("The question is settled; it goes on"),
    Action.DECLINE: _l("Not taken on"),
    Action.ACCEPT: _l("Taken on"),
    Action.DISPATCH: _l("Handed to the unit in charge"),
    Action.CLAIM: _l("A unit took it on"),
    Action.SIGN: _l("The unit has begun"),
    Action.REDISPATCH: _l("Handed to another unit"),
    Action.TRANSFER: _l("Passed to another unit"),
    Action.GRANT_EXTENSION: _l("More time was granted"),
    Action.SUSPEND: _l("Put on the register for later"),
    Action.RESUME: _l("Work goes on"),
    Action.REMIND: _l("Reminder"),
    Action.ECHO: _l("News from the unit"),
    Action.APPROVE: _l("Answered"),
    Action.ANSWER: _l("Answered"),
    Action.ANSWER_AT_ONCE: _l("Answered at once, on the telephone or at the counter"),
    Action.CONFIRM: _l("You said how it went"),
    Action.RATE: _l("You said how it went"),
    Action.REWORK: _l("To be done again"),
    Action.CLOSE: _l("Closed"),
    Action.MERGE: _l("Joined with another request"),
    Action.UNMERGE: _l("Set apart again"),
    Action.WITHDRAW: _l("You withdrew it"),
    Action.WITHDRAW_FOR: _l("Withdrawn by the request desk"),
    Action.ADD_INFO: _l("You added something"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline, as ui/timeline.html takes it."""

    label: str
    at: dt.datetime
    unit_name: str
    texts: tuple[str, ...]
    actor_name: str = ""


def state_words(view: PublicStatus | ResidentView) -> tuple[str, str]:
    """What the state means for the resident, and what comes next."""
    title, following = STATES[view.state]
    if view.state is State.MERGED and isinstance(view, ResidentView) and view.answer:
        following = _l("There is an answer to all of them. Please say whether it is solved at your place, too.")
    return str(title), str(following)


def lines(view: PublicStatus | ResidentView) -> list[Line]:
    """The timeline, newest first. The answer itself stands apart and is not repeated."""
    return [_line(entry) for entry in reversed(view.timeline)]


def _line(entry: TimelineEntry) -> Line:
    label = str(EVENTS.get(entry.action) or entry.label)
    return Line(
        label=label,
        at=entry.at,
        unit_name=entry.unit.name if entry.unit else "",
        texts=tuple(_text(entry.action, name, value) for name, value in entry.shown),
    )


def _text(action: Action, name: str, value: str) -> str:
    """Words stand for themselves; a yes, a number or a day needs its question beside it."""
    bare = {
        words(field.label) for field in BY_ACTION[action].fields if field.kind in (Kind.BOOL, Kind.INTEGER, Kind.DATE)
    }
    return _("%(name)s: %(value)s") % {"name": name, "value": value} if name in bare else value
