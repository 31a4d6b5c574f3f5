"""One hot issue (舆情热点) with its requests, as somebody may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import NotFound
from wobangni.service_requests.queries.hot import HotRow, hot_row
from wobangni.service_requests.queries.queue import rows_of
from wobangni.service_requests.queries.values import QueueRow
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action
from wobangni.service_requests.rules.states import OPEN_STATES, State


@dataclass(frozen=True, slots=True)
class HotPage:
    """``members``: by time, those that the actor may see. ``lead``: the earliest that is still open, which the others would be merged into."""

    row: HotRow
    members: tuple[QueueRow, ...]

    @property
    def lead(self) -> QueueRow | None:
        return next((m for m in self.members if m.state in OPEN_STATES and m.state != State.MERGED), None)

    @property
    def supervised(self) -> int:
        return sum(m.supervised for m in self.members)

    @property
    def to_supervise(self) -> tuple[QueueRow, ...]:
        """Open members that are not under supervision yet."""
        return tuple(m for m in self.members if not m.supervised and can_be_supervised(m.state))

    @property
    def merge_codes(self) -> Collection[str]:
        """Codes of the members that could be merged into the lead as they stand."""
        lead = self.lead.code if self.lead else ""
        return [m.code for m in self.members if lead and m.code != lead and m.state in BY_ACTION[Action.MERGE].sources]


def can_be_supervised(state: State) -> bool:
    return state in BY_ACTION[Action.SUPERVISE].sources


def hot_page(actor: Actor, county: str, id: UUID, *, now: dt.datetime) -> HotPage:
    """The county's current issue with this id. Two queries. Raises NotFound for none that the actor may see, or that is over."""
    row = hot_row(actor, county, id)
    if row is None:
        raise NotFound(_("This hot issue is over, or there is none of this kind here."), code="no_such_issue")
    return HotPage(row, rows_of(actor, county, row.members, now=now))
