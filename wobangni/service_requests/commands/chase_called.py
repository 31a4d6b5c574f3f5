"""Called units (吹哨) that have not answered in their time: they, who leads them, the dispatchers and the grid worker who called hear of it, once."""

from __future__ import annotations

import datetime as dt

from wobangni.catalogue.rules.ladder import Rung
from wobangni.service_requests.commands.inform_staff import FRESH, inform_of_escalation
from wobangni.service_requests.models import Assignment, ServiceRequest
from wobangni.service_requests.rules.states import CALLED_WAITS, WITH_UNIT

#: Calls looked at in one go.
BATCH = 500
_TOLD = (Rung.UNIT.value, Rung.UNIT_LEADER.value, Rung.DISPATCHER.value)


def chase_called(*, now: dt.datetime) -> int:
    """Tells of every call that ran out lately; how many people had not been told yet. One look at one index; again, it tells nobody twice.

    Nobody is told while the unit can't answer because the resident is being asked.
    """
    late = Assignment.objects.filter(
        called=True, state__in=sorted(CALLED_WAITS), due_at__lte=now, due_at__gt=now - FRESH
    ).order_by("due_at")
    told = 0
    for part in late[:BATCH]:
        assert part.due_at is not None, "asked for"
        at_work = ServiceRequest.objects.filter(
            county=part.county, id=part.service_request_id, state__in=sorted(WITH_UNIT)
        )
        if at_work.exists():
            told += inform_of_escalation(
                county=part.county,
                id=part.service_request_id,
                about=f"called/{part.county}/{part.id}",
                told=_TOLD,
                data={"assignment_id": str(part.id), "due_at": part.due_at.isoformat()},
                at=part.due_at,
                now=now,
            )
    return told
