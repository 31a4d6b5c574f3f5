"""The keys of the desk, in one table: pages mark their links with them, the help page lists them.

Single letters, only while nobody is typing; frontend/src/console/ carries them out.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wobangni.service_requests.labels import action_label
from wobangni.service_requests.rules.lifecycle import Action

#: Actions that have a key on the page of a request. Where two share one, they are never offered together.
ACTION_KEYS: dict[Action, str] = {
    Action.ACCEPT: "a",
    Action.APPROVE: "a",
    Action.DISPATCH: "d",
    Action.REDISPATCH: "d",
    Action.CLAIM: "c",
    Action.SIGN: "s",
    Action.HELPER_SIGN: "s",
    Action.ANSWER: "w",
    Action.HELPER_ANSWER: "w",
    Action.CONFIRM: "f",
    Action.ECHO: "e",
    Action.RETURN: "r",
    Action.HELPER_RETURN: "r",
    Action.REJECT_ANSWER: "r",
    Action.REQUEST_EXTENSION: "t",
    Action.GRANT_EXTENSION: "t",
    Action.ASK_INFO: "i",
    Action.SUPPLY_INFO: "i",
    Action.DECLINE: "v",
    Action.TRANSFER: "y",
    Action.ADD_HELPER: "h",
    Action.SUSPEND: "z",
    Action.RESUME: "z",
    Action.REMIND: "u",
    Action.SUPERVISE: "b",
    Action.MERGE: "m",
    Action.UNMERGE: "m",
    Action.REWORK: "o",
    Action.AMEND: "p",
    Action.NOTE: ".",
}
#: Takes what the page suggests.
TAKE_KEY = "l"
#: On the form of a new request, together with Alt, so that they work while somebody types: what each takes into its box.
TAKE_KEYS = {"service": "l", "division": "p"}


@dataclass(frozen=True, slots=True)
class KeyRow:
    """``keys``: pressed one after the other, or together where joined by +."""

    keys: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class KeyGroup:
    title: str
    rows: tuple[KeyRow, ...]


def key_groups() -> tuple[KeyGroup, ...]:
    """All keys, for the help."""
    by_key: dict[str, list[str]] = {}
    for action, key in ACTION_KEYS.items():
        by_key.setdefault(key, []).append(action_label(action))
    return (
        KeyGroup(
            _("Everywhere"),
            (
                KeyRow(("/",), _("Search")),
                KeyRow(("g", "q"), _("To my list")),
                KeyRow(("n",), _("New request")),
                KeyRow(("?",), _("These keys")),
                KeyRow(("Esc",), _("Leave the box; close what is open")),
                KeyRow(("Ctrl+Enter",), _("Send the form")),
            ),
        ),
        KeyGroup(
            _("In a list"),
            (
                KeyRow(("j",), _("Next row")),
                KeyRow(("k",), _("Row before")),
                KeyRow(("Enter",), _("Open the row")),
                KeyRow(("x",), _("Tick the row")),
                KeyRow(("d",), _("Dispatch the ticked rows")),
                KeyRow(("l",), _("To the filters")),
            ),
        ),
        KeyGroup(
            _("On a new request"),
            (
                KeyRow((f"Alt+{TAKE_KEYS['service'].upper()}",), _("Take the suggested service")),
                KeyRow(
                    (f"Alt+{TAKE_KEYS['division'].upper()}",),
                    _("Take the suggested place, or go to the first of several"),
                ),
            ),
        ),
        KeyGroup(
            _("On a call"),
            (
                KeyRow(("Alt+K",), _("Search the knowledge base")),
                KeyRow(("Ctrl+Shift+Enter",), _("Answer and close")),
                KeyRow(("Ctrl+Enter",), _("Take the request in")),
                KeyRow(("b",), _("Return the oldest missed call")),
            ),
        ),
        KeyGroup(
            _("On a request"),
            (
                KeyRow(("j",), _("Next request of the list")),
                KeyRow(("k",), _("Request before")),
                KeyRow((TAKE_KEY,), _("Take the suggestion")),
                *(KeyRow((key,), " / ".join(dict.fromkeys(labels))) for key, labels in by_key.items()),
            ),
        ),
    )
