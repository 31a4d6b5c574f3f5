"""Opening a supervised case (督办) from a hot issue: every request of it under supervision, for the same reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from wobangni.kernel.actors import Actor
from wobangni.service_requests.commands.bulk_act import MAX_AT_ONCE, BulkOutcome, bulk_act
from wobangni.service_requests.queries.hot_page import can_be_supervised, hot_page
from wobangni.service_requests.rules.lifecycle import Action


@dataclass(frozen=True, slots=True)
class SupervisedIssue:
    """``outcomes``: of the members that were open and not supervised; ``already``: supervised before; ``ended``: no longer open."""

    title: str
    outcomes: tuple[BulkOutcome, ...]
    already: int
    ended: int

    @property
    def done(self) -> tuple[BulkOutcome, ...]:
        return tuple(one for one in self.outcomes if one.ok)

    @property
    def failed(self) -> tuple[BulkOutcome, ...]:
        return tuple(one for one in self.outcomes if not one.ok)


def supervise_issue(
    *, actor: Actor, now: dt.datetime, county: str, issue: UUID, key: str | None = None
) -> SupervisedIssue:
    """Each member in its own transaction; sent again, it finds them supervised already. The reason is the issue's title.

    Raises NotFound for an issue that the actor may not see; whether they may supervise is said member by member.
    """
    found = hot_page(actor, county, issue, now=now)
    outcomes: list[BulkOutcome] = []
    codes = [m.code for m in found.to_supervise]
    for start in range(0, len(codes), MAX_AT_ONCE):
        some = codes[start : start + MAX_AT_ONCE]
        outcomes += bulk_act(
            actor=actor, now=now, codes=some, action=Action.SUPERVISE, data={"reason": found.row.title}, key=key
        )
    ended = sum(not m.supervised and not can_be_supervised(m.state) for m in found.members)
    return SupervisedIssue(found.row.title, tuple(outcomes), found.supervised, ended)
