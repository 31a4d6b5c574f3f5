"""The register of supervision (督办): who put a request under it, why, what has been done since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from wobangni.kernel.actors import Actor
from wobangni.organisations.queries import UnitRef
from wobangni.organisations.queries import unit as find_unit
from wobangni.service_requests.labels import action_label
from wobangni.service_requests.models import Event
from wobangni.service_requests.queries.queue import rows_of, visible
from wobangni.service_requests.queries.values import QueueRow
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.states import OPEN_STATES

#: Requests on one page, the latest changed first.
MOST = 100
#: What nobody did to help the matter on.
_NO_DEED = frozenset({Action.ESCALATE, Action.RECOUNT, Action.REMIND, Action.SUPERVISE, Action.AMEND})


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done since."""

    label: str
    at: dt.datetime
    who: str
    unit: UnitRef | None


@dataclass(frozen=True, slots=True)
class SupervisedRow:
    """One request under supervision. ``deeds``: since then, the latest first, at most three; ``more``: how many before those; ``open``: it still is."""

    request: QueueRow
    who: str
    reason: str
    since: dt.datetime
    deeds: tuple[Deed, ...]
    more: int
    open: bool


def supervision(actor: Actor, county: str, *, ended: bool, now: dt.datetime) -> tuple[SupervisedRow, ...]:
    """The register of one county as far as the actor sees it: what is open, or (``ended``) what is over. Three queries."""
    rows = visible(actor, county).filter(county=county, supervised=True)
    rows = rows.exclude(state__in=OPEN_STATES) if ended else rows.filter(state__in=OPEN_STATES)
    ids = list(rows.order_by("-updated_at", "id").values_list("id", flat=True)[:MOST])
    events = _events(county, ids)
    shown = {row.id: row for row in rows_of(actor, county, ids, now=now)}
    found = [_row(shown[one], events.get(one, []), open=not ended) for one in ids if one in shown]
    return tuple(sorted(found, key=lambda row: row.since, reverse=ended))


def _events(county: str, ids: Iterable[UUID]) -> dict[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = {}
    events = Event.objects.filter(county=county, service_request_id__in=list(ids)).order_by("service_request_id", "seq")
    for event in events.defer("prev_hash", "hash"):
        found.setdefault(event.service_request_id, []).append(event)
    return found


def _row(request: QueueRow, events: list[Event], *, open: bool) -> SupervisedRow:
    begun = max((n for n, e in enumerate(events) if e.action == Action.SUPERVISE), default=0)
    first = events[begun]
    deeds = [e for e in events[begun + 1 :] if e.action not in _NO_DEED]
    latest = [
        Deed(action_label(e.action), e.at, e.actor_name, find_unit(e.unit_id) if e.unit_id else None)
        for e in reversed(deeds[-3:])
    ]
    return SupervisedRow(
        request=request,
        who=first.actor_name,
        reason=str(first.data.get("reason", "")),
        since=first.at,
        deeds=tuple(latest),
        more=len(deeds) - len(latest),
        open=open,
    )
