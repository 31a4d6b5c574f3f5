"""Appending what happened: events with their hashes, and the deltas of the figures. Used by ``transition`` alone."""

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


def append_event(
    row: ServiceRequest,
    action: Action,
    from_state: str,
    actor: Actor,
    data: Mapping[str, Any],
    now: dt.datetime,
    key: str | None,
) -> None:
    """Writes event number ``row.version`` and sets ``row.last_hash``; the caller saves the row."""
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
    Event.objects.create(
        county=row.county,
        service_request_id=row.id,
        seq=row.version,
        action=action,
        from_state=from_state,
        to_state=row.state,
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        unit_id=row.lead_unit_id,
        service_id=row.service_id,
        data=data,
        key=key,
        prev_hash=previous,
        hash=own,
    )
    row.last_hash = own


def append_tallies(
    county: str, now: dt.datetime, before: Dimensions | None, after: Dimensions, action: Action, data: Mapping[str, Any]
) -> None:
    """Writes the deltas of one event; the worker folds them."""
    day = local_date(now)
    TallyDelta.objects.bulk_create(
        [
            TallyDelta(county=county, day=day, measure=d.measure, unit_id=d.unit_id, service_id=d.service_id, n=d.n)
            for d in deltas(before, after, action, data)
        ]
    )


def jsonable(data: Mapping[str, Any]) -> dict[str, Any]:
    """What PostgreSQL's jsonb gives back unchanged: hashes must not depend on a round trip."""
    return {k: v if isinstance(v, (str, int, bool, dict, list, type(None))) else str(v) for k, v in data.items()}
