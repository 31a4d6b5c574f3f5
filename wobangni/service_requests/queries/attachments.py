"""Photos of requests and drafts."""

from __future__ import annotations

from typing import IO
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from wobangni.kernel.actors import Actor
from wobangni.kernel.errors import NotFound
from wobangni.service_requests import photo_store
from wobangni.service_requests.access import RequestRef, get_service_request_for
from wobangni.service_requests.models import Attachment
from wobangni.service_requests.queries.values import AttachmentRow
from wobangni.service_requests.rules.permissions import sees_inside


def attachments_of(actor: Actor, code: str) -> tuple[AttachmentRow, ...]:
    """The photos of a request that this actor may see, oldest first. Raises InvalidInput, NotFound."""
    ref = get_service_request_for(actor, code)
    rows = _seen(actor, ref).order_by("added_at", "id")
    return tuple(attachment_row(row) for row in rows)


def photos_of(county: str, service_request_id: UUID) -> tuple[AttachmentRow, ...]:
    """All photos of a request that has been looked up for a staff person already, oldest first. One query."""
    rows = Attachment.objects.filter(county=county, service_request_id=service_request_id).order_by("added_at", "id")
    return tuple(attachment_row(row) for row in rows)


def staged(county: str, draft: UUID) -> tuple[AttachmentRow, ...]:
    """The photos that wait with a draft. Who knows the draft's id made it: it is never shown to anyone else."""
    rows = Attachment.objects.filter(county=county, draft=draft, service_request_id=None).order_by("added_at", "id")
    return tuple(attachment_row(row) for row in rows)


def open_attachment(actor: Actor, code: str, id: UUID, *, small: bool = False) -> IO[bytes]:
    """The JPEG of one photo. Raises NotFound for a photo or a request that this actor may not see."""
    ref = get_service_request_for(actor, code)
    return _opened(_seen(actor, ref).filter(id=id).first(), small)


def open_staged(county: str, draft: UUID, id: UUID, *, small: bool = False) -> IO[bytes]:
    """The JPEG of a photo that waits with a draft. Raises NotFound."""
    row = Attachment.objects.filter(county=county, draft=draft, id=id, service_request_id=None).first()
    return _opened(row, small)


def attachment_row(row: Attachment) -> AttachmentRow:
    """What others see of a row."""
    return AttachmentRow(
        id=row.id,
        width=row.width,
        height=row.height,
        size=row.size,
        place=(row.lat, row.lng) if row.lat is not None and row.lng is not None else None,
        public=row.public,
        added_by=row.added_by_kind,
        added_at=row.added_at,
    )


def _seen(actor: Actor, ref: RequestRef) -> QuerySet[Attachment]:
    """Those of a request that are for this actor's eyes."""
    rows = Attachment.objects.filter(county=ref.county, service_request_id=ref.id)
    inside = sees_inside(actor, ref.county, {ref.lead_unit_id} if ref.lead_unit_id else ())
    return rows if inside else rows.filter(public=True)


def _opened(row: Attachment | None, small: bool) -> IO[bytes]:
    try:
        if row is not None:
            return photo_store.open_photo(row.name, small=small)
    except FileNotFoundError:
        pass
    raise NotFound(_("There is no such photo."))
