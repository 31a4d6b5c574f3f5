"""Keeping what a returned order teaches: which unit gave back what, where, and why. Run by the worker after ``return``."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from wobangni.organisations import reference
from wobangni.service_requests.models import Event, ServiceRequest, UnitReturn
from wobangni.service_requests.queries.experience import EXPERIENCE
from wobangni.service_requests.queries.service_of import service_of
from wobangni.service_requests.rules.lifecycle import Action


def note_return(*, county: str, id: UUID, seq: int) -> None:
    """One row for this event; again, it changes nothing."""
    event = Event.objects.get(county=county, service_request_id=id, seq=seq, action=Action.RETURN)
    row = ServiceRequest.objects.only("county", "id", "title", "description", "division_id").get(county=county, id=id)
    about = service_of(county, event.service_id, row.description, row.title)
    made = UnitReturn(
        county=county,
        service_request_id=id,
        seq=seq,
        service_id=about.service.id if about else 0,
        township=(row.division_id or "")[:9] if len(row.division_id or "") >= 9 else "",
        unit_id=event.data["returned_by"],
        at=event.at,
        reason=" ".join(str(event.data.get("reason", "")).split())[:120],
    )
    with transaction.atomic():
        UnitReturn.objects.bulk_create([made], ignore_conflicts=True)
        reference.bump(EXPERIENCE)
