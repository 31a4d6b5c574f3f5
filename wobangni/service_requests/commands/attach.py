"""Adding a photo to a request, or to a draft that has not been sent yet."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor, ActorKind
from wobangni.kernel.errors import Forbidden, InvalidInput
from wobangni.kernel.scope import acting
from wobangni.organisations.queries import is_in_county
from wobangni.service_requests import photo_store
from wobangni.service_requests.access import RequestRef, get_service_request_for
from wobangni.service_requests.commands.note_photos import note_photos
from wobangni.service_requests.models import Attachment
from wobangni.service_requests.photo_lock import lock_photos_of_draft, lock_photos_of_request
from wobangni.service_requests.queries.attachments import attachment_row
from wobangni.service_requests.queries.values import AttachmentRow
from wobangni.service_requests.rules.permissions import sees_inside
from wobangni.service_requests.rules.photo import MAX_PHOTOS, BadPhoto, CleanPhoto, clean_photo


def attach(
    *, actor: Actor, now: dt.datetime, code: str, raw: bytes, keep_place: bool = False, public: bool = True
) -> AttachmentRow:
    """Adds the photo in ``raw`` to the request with this code; the same photo again is taken as the first one.

    ``keep_place``: the sender agrees that the place in the photo is kept. ``public``: the resident sees it too.
    Raises InvalidInput (``fields["photo"]``) for what is no usable photo or one too many, NotFound for a request that is none of the actor's business,
    Forbidden, and Conflict where nothing can be added any more.
    """
    ref = get_service_request_for(actor, code)
    inside = sees_inside(actor, ref.county, _units(ref))
    if actor.kind is ActorKind.PARTNER and not (ref.owned or inside):
        raise Forbidden(_("You may not do this with this request."))

    def tell(digest: bytes) -> None:
        note_photos(actor=actor, now=now, code=code, digests=[digest.hex()], inside=inside)

    home = {"service_request_id": ref.id}
    return _add(actor, now, ref.county, home, raw, keep_place=keep_place, public=public, tell=tell)


def _units(ref: RequestRef) -> frozenset[int]:
    return frozenset({ref.lead_unit_id} if ref.lead_unit_id else ())


def stage(
    *, actor: Actor, now: dt.datetime, county: str, draft: UUID, raw: bytes, keep_place: bool = False
) -> AttachmentRow:
    """Adds the photo to a draft; ``submit_draft`` moves it to the request. What is never sent is swept away. Raises InvalidInput."""
    return _add(actor, now, county, {"draft": draft}, raw, keep_place=keep_place, public=True)


def _add(
    actor: Actor,
    now: dt.datetime,
    county: str,
    home: dict[str, UUID],
    raw: bytes,
    *,
    keep_place: bool,
    public: bool,
    tell: Callable[[bytes], None] = lambda digest: None,
) -> AttachmentRow:
    """``tell``: called with the digest of what is new, in the transaction that adds it."""
    digest = hashlib.sha256(raw).digest()
    earlier = Attachment.objects.filter(county=county, sha256=digest, **home).first()
    if earlier is not None:
        return attachment_row(earlier)
    photo = _checked(raw)
    name = photo_store.keep(county, photo)
    try:
        with acting(actor, counties={county}):
            _lock(county, home)
            row = Attachment.objects.filter(county=county, sha256=digest, **home).first()
            created = row is None
            if row is None:
                _check_room(county, home)
                tell(digest)
                columns = _columns(actor, now, county, photo, name, keep_place, public)
                row = Attachment.objects.create(county=county, sha256=digest, **home, **columns)
    except BaseException:
        photo_store.remove(name)
        raise
    if not created:
        photo_store.remove(name)
    return attachment_row(row)


def _columns(
    actor: Actor, now: dt.datetime, county: str, photo: CleanPhoto, name: str, keep_place: bool, public: bool
) -> dict[str, Any]:
    place = photo.place if keep_place and photo.place and is_in_county(county, *photo.place) else (None, None)
    return {
        "name": name,
        "width": photo.width,
        "height": photo.height,
        "size": len(photo.data),
        "lat": place[0],
        "lng": place[1],
        "public": public,
        "added_by_kind": str(actor.kind),
        "added_by_id": actor.id,
        "added_at": now,
    }


def _checked(raw: bytes) -> CleanPhoto:
    try:
        return clean_photo(raw)
    except BadPhoto as error:
        message = _(error.message)
        raise InvalidInput(message, fields={"photo": message}, code=f"photo_{error.problem}") from None


def _lock(county: str, home: dict[str, UUID]) -> None:
    if "draft" in home:
        lock_photos_of_draft(home["draft"])
    else:
        lock_photos_of_request(county, home["service_request_id"])


def _check_room(county: str, home: dict[str, UUID]) -> None:
    if Attachment.objects.filter(county=county, **home).count() >= MAX_PHOTOS:
        message = _("There are %(limit)s photos already; no more can be added.") % {"limit": MAX_PHOTOS}
        raise InvalidInput(message, fields={"photo": message}, code="photo_too_many")
