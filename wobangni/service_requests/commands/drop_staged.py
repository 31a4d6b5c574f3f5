"""Taking a photo out of a draft again, and sweeping up those whose draft was never sent."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from wobangni.kernel.actors import Actor
from wobangni.kernel.scope import acting
from wobangni.service_requests import photo_store
from wobangni.service_requests.models import Attachment

#: Longer than any surface keeps the form that they belong to: a draft that can still be sent has its photos.
KEPT_FOR = dt.timedelta(days=15)


def drop_staged(*, actor: Actor, county: str, draft: UUID, id: UUID) -> None:
    """Removes one photo from a draft; one that is gone already is no error."""
    with acting(actor, counties={county}):
        row = Attachment.objects.filter(county=county, draft=draft, id=id, service_request_id=None).first()
        if row is None:
            return
        Attachment.objects.filter(county=county, id=id).delete()
    photo_store.remove(row.name)


def sweep_staged(*, now: dt.datetime, limit: int = 500) -> int:
    """Removes photos whose draft was not sent in that time; returns how many. First what is due, then each by its county."""
    due = list(
        Attachment.objects.filter(service_request_id=None, added_at__lt=now - KEPT_FOR).values_list(
            "county", "id", "name"
        )[:limit]
    )
    for county, id, name in due:
        deleted, _by_model = Attachment.objects.filter(county=county, id=id, service_request_id=None).delete()
        if deleted:
            photo_store.remove(name)
    return len(due)
