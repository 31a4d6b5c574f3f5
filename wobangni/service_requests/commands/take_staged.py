"""The photos that wait with a draft become those of a request. Used by the commands that send a draft."""

from __future__ import annotations

from uuid import UUID

from wobangni.service_requests.models import Attachment
from wobangni.service_requests.photo_lock import lock_photos_of_request


def take_staged(*, county: str, draft: UUID, service_request_id: UUID) -> None:
    """In the transaction of what they come with. A photo that the request has already is taken as that one; its double is swept away with the
    drafts that were never sent. Again it changes nothing."""
    waiting = Attachment.objects.filter(county=county, draft=draft, service_request_id=None)
    if not waiting.exists():
        return
    lock_photos_of_request(county, service_request_id)  # or somebody adds the same one between the look and the move
    there = Attachment.objects.filter(county=county, service_request_id=service_request_id).values("sha256")
    waiting.exclude(sha256__in=there).update(service_request_id=service_request_id)
