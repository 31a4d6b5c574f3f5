"""The step for photos: each is checked and kept as it comes, so that a bad one never costs the others or the form."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wobangni.kernel import clock
from wobangni.kernel.errors import InvalidInput, TooMany
from wobangni.organisations.queries import DivisionRef
from wobangni.service_requests.commands.attach import stage
from wobangni.service_requests.commands.drop_staged import drop_staged
from wobangni.service_requests.queries.attachments import open_staged, staged
from wobangni.service_requests.queries.values import AttachmentRow
from wobangni.service_requests.rules.photo import MAX_PHOTOS
from wobangni.surfaces.resident import drafts
from wobangni.surfaces.resident.drafts import Draft
from wobangni.surfaces.resident.pages import resident_actor
from wobangni.surfaces.resident.signed_in import resident_id
from wobangni.surfaces.resident.views.ask import answer, step, step_page
from wobangni.surfaces.shared.permissions import resident
from wobangni.surfaces.shared.photo_rate import count_residents_photo
from wobangni.surfaces.shared.photos import photo_response


@step
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, of: DivisionRef, kept: Draft) -> HttpResponse:
    """Adds what was chosen, takes out what was unwanted, goes on when asked to and nothing was refused."""
    problems: list[str] = []
    if request.method == "POST":
        drafts.save(request, kept)  # photos wait under a key that only the session has
        if request.POST.get("drop"):
            drop_staged(
                actor=resident_actor(request), county=of.code, draft=UUID(kept.home), id=_id(request.POST["drop"])
            )
        kept, problems = _add(request, of, kept)
        if "next" in request.POST and not problems:
            return answer(request, kept.with_step("photos"))
    waiting = staged(of.code, UUID(kept.home))
    status = 422 if problems else 200
    return step_page(
        request, of, kept, "photos", status=status, photos=waiting, problems=problems, room=MAX_PHOTOS - len(waiting)
    )


@resident
@require_safe
def staged_photo(request: HttpRequest, county: str, draft: UUID, photo: UUID) -> HttpResponseBase:
    """A small picture of a photo in a draft of this browser."""
    kept = drafts.load(request, county, draft)
    return photo_response(open_staged(county, UUID(kept.home), photo, small=True), str(photo))


def _add(request: HttpRequest, of: DivisionRef, kept: Draft) -> tuple[Draft, list[str]]:
    """The draft (with the place of a photo, where agreed and none was given) and what could not be taken, by name."""
    problems = []
    files = [f for f in request.FILES.getlist("photos") if isinstance(f, UploadedFile)]
    keep_place = "keep_place" in request.POST
    for file in files[:MAX_PHOTOS]:
        try:
            count_residents_photo(request, resident_id(request))
            added = stage(
                actor=resident_actor(request),
                now=clock.now(),
                county=of.code,
                draft=UUID(kept.home),
                raw=file.read(),
                keep_place=keep_place,
            )
        except (InvalidInput, TooMany) as error:
            problems.append(f"{file.name}: {error.message}")
        else:
            kept = _with_place(request, kept, added)
    if len(files) > MAX_PHOTOS:
        problems.append(_("At most %(limit)s photos can be sent; the others were left out.") % {"limit": MAX_PHOTOS})
    return kept, problems


def _with_place(request: HttpRequest, kept: Draft, photo: AttachmentRow) -> Draft:
    if photo.place is None or kept.lat is not None:
        return kept
    changed = kept.with_step("where", lat=photo.place[0], lng=photo.place[1])
    drafts.save(request, changed)
    return changed


def _id(raw: str) -> UUID:
    try:
        return UUID(raw)
    except ValueError:
        raise InvalidInput(_("There is no such photo.")) from None
