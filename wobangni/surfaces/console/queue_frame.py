"""What stands around the rows of a queue: its name, the states as tabs with counts, what is filtered, what can be done with ticked rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wobangni.kernel.actors import Actor, Role
from wobangni.organisations import queries as organisations
from wobangni.service_requests.labels import state_label
from wobangni.service_requests.queries.values import QueueRow
from wobangni.service_requests.rules.lifecycle import BY_ACTION, Action
from wobangni.service_requests.rules.states import State
from wobangni.surfaces.console.bulk_form import BulkForm, bulk_actions
from wobangni.surfaces.console.context import counts_for
from wobangni.surfaces.console.filters import Chip, FilterForm, canonical, chips
from wobangni.surfaces.console.worklists import Worklist, queue_url, worklists_of
from wobangni.surfaces.shared.http import StaffRequest

#: States that are somebody's work, as tabs; the ended ones are found by the filter "Everything".
TABS = (
    State.SUBMITTED,
    State.NEEDS_INFO,
    State.ACCEPTED,
    State.DISPATCHED,
    State.IN_PROGRESS,
    State.SUSPENDED,
    State.IN_REVIEW,
    State.ANSWERED,
    State.CLOSED,
)
#: No unit has these yet: no tabs for handlers.
_BEFORE_UNIT = frozenset({State.SUBMITTED, State.ACCEPTED})


MAY_MERGE = frozenset({Role.CLERK, Role.DISPATCHER})


@dataclass(frozen=True, slots=True)
class Tab:
    """A state, how many requests are in it, and the address that shows them with the other filters as they are."""

    label: str
    count: int | None
    url: str
    current: bool
    state: str = ""


@dataclass(frozen=True, slots=True)
class QueueFrame:
    """``worklist``: the named list that the filters make, if they make one. ``may_register``: the person may take requests in; ``may_merge``: bring two together."""

    county: str
    county_label: str
    worklist: Worklist | None
    tabs: tuple[Tab, ...]
    chips: tuple[Chip, ...]
    query: str
    first_url: str
    clear_url: str
    bulk: BulkForm | None
    may_register: bool
    may_merge: bool


def queue_frame(request: StaffRequest, county: str, form: FilterForm) -> QueueFrame:
    """The frame of a queue. One query, for the counts."""
    query = canonical(request.GET)
    found = organisations.county(county)
    return QueueFrame(
        county=county,
        county_label=found.label if found else county,
        worklist=next((one for one in worklists_of(request.actor, county) if one.query == query), None),
        tabs=tuple(_tabs(request, county)),
        chips=tuple(chips(form)),
        query=query,
        first_url=queue_url(county, query),
        clear_url=queue_url(county),
        bulk=_bulk(request.actor, county),
        may_register=Role.CLERK in request.actor.roles_in(county),
        may_merge=bool(MAY_MERGE & request.actor.roles_in(county)),
    )


def _tabs(request: StaffRequest, county: str) -> list[Tab]:
    numbers = counts_for(request, request.actor, county)
    chosen = set(request.GET.getlist("state"))
    sees_all = request.actor.sees_region or bool(request.actor.roles_in(county))
    tabs = []
    for state in TABS:
        if not sees_all and state in _BEFORE_UNIT:
            continue
        wanted = request.GET.copy()
        wanted.setlist("state", [state.value])
        url = queue_url(county, canonical(wanted))
        tabs.append(Tab(state_label(state), numbers.get(state, 0), url, chosen == {state.value}, state.value))
    return tabs


def waiting(actor: Actor, county: str, rows: Iterable[QueueRow]) -> list[str]:
    """Codes of the rows for which this person may choose a unit."""
    if Role.DISPATCHER not in actor.roles_in(county):
        return []
    return [row.code for row in rows if row.state in BY_ACTION[Action.DISPATCH].sources]


def _bulk(actor: Actor, county: str) -> BulkForm | None:
    return BulkForm(county=county, actor=actor) if bulk_actions(actor, county) else None
