"""Words for states, actions and fields, in the language of the reader."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy

from wobangni.catalogue.rules.ladder import Rung
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import Channel, State

_STATES: dict[State, Promise] = {
    State.SUBMITTED: pgettext_lazy("state", "Submitted"),
    State.NEEDS_INFO: pgettext_lazy("state", "More information needed"),
    State.DECLINED: pgettext_lazy("state", "Declined"),
    State.ACCEPTED: pgettext_lazy("state", "Accepted"),
    State.DISPATCHED: pgettext_lazy("state", "Dispatched"),
    State.IN_PROGRESS: pgettext_lazy("state", "In progress"),
    State.SUSPENDED: pgettext_lazy("state", "Suspended"),
    State.IN_REVIEW: pgettext_lazy("state", "In review"),
    State.ANSWERED: pgettext_lazy("state", "Answered"),
    State.CLOSED: pgettext_lazy("state", "Closed"),
    State.MERGED: pgettext_lazy("state", "Merged"),
    State.WITHDRAWN: pgettext_lazy("state", "Withdrawn"),
    State.ARCHIVED: pgettext_lazy("state", "Archived"),
}
_ACTIONS: dict[Action, Promise] = {
    Action.SUBMIT: pgettext_lazy("action", "Submit"),
    Action.AMEND: pgettext_lazy("action", "Correct"),
    Action.ASK_INFO: pgettext_lazy("action", "Ask for information"),
    Action.SUPPLY_INFO: pgettext_lazy("action", "Supply information"),
    Action.DROP_QUESTION: pgettext_lazy("action", "Take the question back"),
    Action.DECLINE: pgettext_lazy("action", "Decline"),
    Action.ACCEPT: pgettext_lazy("action", "Accept"),
    Action.DISPATCH: pgettext_lazy("action", "Dispatch"),
    Action.CLAIM: pgettext_lazy("action", "Claim"),
    Action.SIGN: pgettext_lazy("action", "Sign"),
    Action.RETURN: pgettext_lazy("action", "Return"),
    Action.REDISPATCH: pgettext_lazy("action", "Dispatch anew"),
    Action.TRANSFER: pgettext_lazy("action", "Transfer"),
    Action.ADD_HELPER: pgettext_lazy("action", "Add a helping unit"),
    Action.WHISTLE: pgettext_lazy("action", "Call a unit"),
    Action.HELPER_SIGN: pgettext_lazy("action", "Sign as helper"),
    Action.HELPER_ANSWER: pgettext_lazy("action", "Report as helper"),
    Action.HELPER_RETURN: pgettext_lazy("action", "Return as helper"),
    Action.REQUEST_EXTENSION: pgettext_lazy("action", "Ask for an extension"),
    Action.GRANT_EXTENSION: pgettext_lazy("action", "Grant the extension"),
    Action.REFUSE_EXTENSION: pgettext_lazy("action", "Refuse the extension"),
    Action.SUSPEND: pgettext_lazy("action", "Suspend"),
    Action.RESUME: pgettext_lazy("action", "Resume"),
    Action.REMIND: pgettext_lazy("action", "Remind"),
    Action.SUPERVISE: pgettext_lazy("action", "Supervise"),
    Action.ECHO: pgettext_lazy("action", "Give an echo"),
    Action.ANSWER: pgettext_lazy("action", "Answer"),
    Action.APPROVE: pgettext_lazy("action", "Approve"),
    Action.REJECT_ANSWER: pgettext_lazy("action", "Reject the answer"),
    Action.ANSWER_AT_ONCE: pgettext_lazy("action", "Answer at once"),
    Action.CONFIRM: pgettext_lazy("action", "Confirm and rate"),
    Action.REWORK: pgettext_lazy("action", "Rework"),
    Action.CLOSE: pgettext_lazy("action", "Close"),
    Action.MERGE: pgettext_lazy("action", "Merge"),
    Action.UNMERGE: pgettext_lazy("action", "Undo the merge"),
    Action.WITHDRAW: pgettext_lazy("action", "Withdraw"),
    Action.WITHDRAW_FOR: pgettext_lazy("action", "Withdraw for the resident"),
    Action.ARCHIVE: pgettext_lazy("action", "Archive"),
    Action.NOTE: pgettext_lazy("action", "Note"),
    Action.ADD_INFO: pgettext_lazy("action", "Add information"),
    Action.RELAY: pgettext_lazy("action", "Information from a merged request"),
    Action.RATE: pgettext_lazy("action", "Rate the common answer"),
    Action.ESCALATE: pgettext_lazy("action", "Told that time runs out"),
    Action.LAPSE: pgettext_lazy("action", "End for want of a reply"),
    Action.RECOUNT: pgettext_lazy("action", "Count the time anew"),
}


def state_label(state: State | str) -> str:
    """The state's name as staff say it (待受理 …)."""
    return str(_STATES[State(state)])


def action_label(action: Action | str) -> str:
    """The action's name as on its button (派单 …)."""
    return str(_ACTIONS[Action(action)])


def rung_label(rung: Rung | str) -> str:
    """Who is told at a step of the ladder."""
    return {
        Rung.RESIDENT: pgettext("told", "The resident"),
        Rung.UNIT: pgettext("told", "The unit"),
        Rung.UNIT_LEADER: pgettext("told", "The unit's leader"),
        Rung.CLERK: pgettext("told", "The clerks"),
        Rung.CALLER: pgettext("told", "The callers"),
        Rung.DISPATCHER: pgettext("told", "The dispatchers"),
        Rung.COUNTY_LEADER: pgettext("told", "The county's leader"),
        Rung.LEAGUE: pgettext("told", "The league or city"),
    }[Rung(rung)]


def channel_label(channel: str) -> str:
    """Where a request came in."""
    return {
        Channel.WEB: gettext("Web page"),
        Channel.APP: gettext("County app"),
        Channel.HOTLINE: gettext("Hotline"),
        Channel.WINDOW: gettext("Counter"),
        Channel.GRID: gettext("Grid worker"),
        Channel.API: gettext("Other system"),
        Channel.OPEN311: "Open311",
        Channel.IMPORT: gettext("From a file"),
    }[Channel(channel)]


def words(msgid: str) -> str:
    """A label or hint of the rules, translated. Empty stays empty."""
    return gettext(msgid) if msgid else ""
