"""What is kept of one step: the event with its hash, and the deltas of the figures. Used by ``transition`` alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from wobangni.kernel.actors import Actor
from wobangni.kernel.clock import local_date
from wobangni.service_requests.models import Event, ServiceRequest, TallyDelta
from wobangni.service_requests.rules.hash_chain import EventContent, chain
from wobangni.service_requests.rules.lifecycle import Action
from wobangni.service_requests.rules.tallies import Dimensions, deltas


def next_event(
    row: ServiceRequest,
    action: Action,
    from_state: str,
    actor: Actor,
    data: Mapping[str, Any],
    now: dt.datetime,
    key: str | None,
) -> Event:
    """Event number ``row.version``, not yet written; ``row.last_hash`` becomes its hash."""
    data = jsonable(data)
    content = EventContent(
        county=row.county,
        service_request_id=str(row.id),
        seq=row.version,
        action=str(action),
        from_state=str(from_state),
        to_state=str(row.state),
        at=now,
        actor_kind=str(actor.kind),
        actor_id=actor.id,
        actor_name=actor.name,
        unit_id=row.lead_unit_id,
        service_id=row.service_id,
        data=data,
    )
    previous = bytes(row.last_hash)
    own = chain(previous, content)
    row.last_hash = own
    return Event(
        county=row.county,
        service_request_id=row.id,
        seq=row.version,
        action=str(action),
        from_state=str(from_state),
        to_state=str(row.state),
        at=now,
        actor_kind=str(actor.kind),
        actor_id=actor.id,
        actor_name=actor.name,
        unit_id=row.lead_unit_id,
        service_id=row.service_id,
        data=data,
        key=key,
        prev_hash=previous,
        hash=own,
    )


def deltas_of(
    county: str, now: dt.datetime, before: Dimensions | None, after: Dimensions, action: Action, data: Mapping[str, Any]
) -> list[TallyDelta]:
    """The deltas of one event, not yet written; the worker folds them once they are."""
    day = local_date(now)
    return [
        TallyDelta(
            county=county, day=d.day or day, measure=d.measure, unit_id=d.unit_id, service_id=d.service_id, n=d.n
        )
        for d in deltas(before, after, action, data)
    ]


def jsonable(data: Mapping[str, Any]) -> dict[str, Any]:
    """What PostgreSQL's jsonb gives back unchanged: hashes must not depend on a round trip."""
    return {k: v if isinstance(v, (str, int, bool, dict, list, type(None))) else str(v) for k, v in data.items()}
