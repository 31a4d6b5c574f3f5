"""The photos that wait with a draft become those of a request. Used by the commands that send a draft."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.kernel.errors import InvalidInput
from wobangni.service_requests.models import Attachment
from wobangni.service_requests.photo_lock import lock_photos_of_request
from wobangni.service_requests.rules.photo import MAX_PHOTOS


def staged_digests(county: str, draft: UUID) -> list[str]:
    """SHA-256 (hex) of the photos that wait with a draft, in the order in which they came."""
    waiting = Attachment.objects.filter(county=county, draft=draft, service_request_id=None).order_by("added_at", "id")
    return [bytes(digest).hex() for digest in waiting.values_list("sha256", flat=True)]


def take_staged(*, county: str, draft: UUID, service_request_id: UUID, digests: Sequence[str]) -> list[str]:
    """Moves those with these digests, in the transaction of what they come with; returns the digests that are new to the request.

    Raises InvalidInput (``photo``) when it would have more than ``MAX_PHOTOS`` then; what it comes with is not done either, and can be sent without.

    A photo that the request has already is taken as that one; its double is swept away with the drafts that were never sent.
    """
    if not digests:
        return []
    lock_photos_of_request(county, service_request_id)  # or somebody adds the same one between the look and the move
    of_request = Attachment.objects.filter(county=county, service_request_id=service_request_id)
    there = {bytes(digest).hex() for digest in of_request.values_list("sha256", flat=True)}
    fresh = [digest for digest in digests if digest not in there]
    if len(there) + len(fresh) > MAX_PHOTOS:
        message = _("There are %(limit)s photos already; no more can be added.") % {"limit": MAX_PHOTOS}
        raise InvalidInput(message, fields={"photo": message}, code="photo_too_many")
    waiting = Attachment.objects.filter(county=county, draft=draft, service_request_id=None)
    waiting.filter(sha256__in=[bytes.fromhex(digest) for digest in fresh]).update(service_request_id=service_request_id)
    return fresh
