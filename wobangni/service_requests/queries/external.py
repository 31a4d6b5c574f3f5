"""Requests that came from outside under an id of their own, by that id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from wobangni.service_requests.models import ServiceRequest
from wobangni.service_requests.rules.states import State


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that is here already. ``updated_at``: moment of its last event."""

    code: str
    state: State
    description: str
    submitted_at: dt.datetime
    updated_at: dt.datetime


def sent_before(county: str, source: str, external_ids: Collection[str]) -> dict[str, Sent]:
    """Those of ``external_ids`` that ``source`` has sent to this county, by id. One query."""
    rows = ServiceRequest.objects.filter(county=county, source=source, external_id__in=external_ids)
    return {
        external_id: Sent(code, State(state), description, submitted_at, updated_at)
        for external_id, code, state, description, submitted_at, updated_at in rows.values_list(
            "external_id", "code", "state", "description", "submitted_at", "updated_at"
        )
    }
