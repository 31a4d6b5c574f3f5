"""Photos of requests."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile

from wobangni.kernel import clock
from wobangni.kernel.actors import Scope
from wobangni.kernel.rules.i18n import gettext_noop as N_
from wobangni.service_requests.commands.attach import attach
from wobangni.service_requests.queries.attachments import attachments_of, open_attachment
from wobangni.service_requests.rules.photo import MAX_BYTES
from wobangni.surfaces.api.bearer import ApiRequest
from wobangni.surfaces.api.operations import ANY_SCOPE, json_response, operation
from wobangni.surfaces.api.problems import Refused
from wobangni.surfaces.api.schemas import AttachmentOut, AttachmentsOut
from wobangni.surfaces.api.v1.shapes import attachment_shape
from wobangni.surfaces.shared.photo_rate import count_tokens_photo

router = Router(tags=["attachments"])
JPEG = "image/jpeg"


@operation(
    router,
    "GET",
    "/service-requests/{code}/attachments",
    needs=ANY_SCOPE,
    answers={200: AttachmentsOut},
    errors=(404,),
    summary=N_("List the photos of a request"),
    operation_id="list_attachments",
)
def index(request: ApiRequest, code: str) -> HttpResponse:
    rows = attachments_of(request.bearer.actor, code)
    return json_response({"items": [attachment_shape(code, row) for row in rows]})


@operation(
    router,
    "POST",
    "/service-requests/{code}/attachments",
    needs={Scope.WRITE},
    answers={201: AttachmentOut, 200: AttachmentOut},
    errors=(400, 404, 409, 411, 413, 415),
    summary=N_("Add a photo"),
    description=N_(
        "JPEG, PNG or WebP, at most 20 MB, at most nine to a request. It is written anew; what the camera noted is removed. The same photo again "
        "is taken as the first one (200)."
    ),
    operation_id="add_attachment",
)
def add(
    request: ApiRequest,
    code: str,
    photo: Annotated[UploadedFile, File(..., description=N_("The photo"))],
    keep_place: Annotated[bool, Form(False, description=N_("The sender agrees that the place in the photo is kept."))],
    public: Annotated[bool, Form(True, description=N_("The resident sees it too."))],
) -> HttpResponse:
    now = clock.now()
    count_tokens_photo(request, str(request.bearer.token_id))
    raw = photo.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        message = _("At most 20 MB.")
        raise Refused(413, "too_large", message, errors=[{"pointer": "#/photo", "detail": message}])
    row = attach(actor=request.bearer.actor, now=now, code=code, raw=raw, keep_place=keep_place, public=public)
    return json_response(attachment_shape(code, row), status=201 if row.added_at == now else 200)


@operation(
    router,
    "GET",
    "/service-requests/{code}/attachments/{uuid:id}",
    needs=ANY_SCOPE,
    answers={200: None},
    errors=(404,),
    summary=N_("Fetch a photo"),
    operation_id="read_attachment",
    produces=JPEG,
    openapi_extra={"responses": {200: {"content": {JPEG: {"schema": {"type": "string", "contentMediaType": JPEG}}}}}},
)
def read(
    request: ApiRequest, code: str, id: UUID, small: Annotated[bool, Query(False, description=N_("The small size"))]
) -> HttpResponse:
    with open_attachment(request.bearer.actor, code, id, small=small) as file:
        return HttpResponse(file.read(), content_type=JPEG, headers={"Cache-Control": "private, max-age=3600"})
