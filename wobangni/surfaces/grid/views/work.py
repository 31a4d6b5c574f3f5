"""One request of my grid: reading it, taking it, doing it, showing before and after, calling others to it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from wobangni.kernel.ids import new_id
from wobangni.service_requests.commands.work_in_grid import take_in_grid
from wobangni.service_requests.queries.attachments import open_attachment
from wobangni.service_requests.queries.detail import request_detail
from wobangni.service_requests.queries.grid import calls_of, pictures
from wobangni.service_requests.queries.promise_words import promises_of
from wobangni.service_requests.queries.values import RequestDetail
from wobangni.surfaces.grid.forms import KeyedForm
from wobangni.surfaces.grid.pages import by_script, done, page, photos, refused
from wobangni.surfaces.grid.steps import STEPS, Doing, Step, may_take, possible
from wobangni.surfaces.shared.fields import add_refusal
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff
from wobangni.surfaces.shared.photos import photo_response


@staff(Role.GRID_WORKER)
@require_safe
def show(request: StaffRequest, code: str) -> HttpResponse:
    """Everything about it, and what can be done now."""
    return _page(request, request_detail(request.actor, code, now=clock.now()))


@staff(Role.GRID_WORKER)
@require_POST
def take(request: StaffRequest, code: str) -> HttpResponse:
    """Takes it for the grid. Who comes second is told who was quicker."""
    form = KeyedForm(request.POST)
    try:
        take_in_grid(actor=request.actor, now=clock.now(), code=code, key=str(form.uuid))
    except (Conflict, Forbidden) as error:
        if by_script(request):
            return refused(error)
        detail = request_detail(request.actor, code, now=clock.now())
        return _page(request, detail, status=error.http_status, trouble=str(error.message))
    return done(request, reverse("grid:request", args=[code]), _("It is yours now."))


@staff(Role.GRID_WORKER)
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: StaffRequest, code: str, step: str) -> HttpResponse:
    """The form of one step; sent, it is carried out."""
    wanted = STEPS.get(step)
    if wanted is None:
        raise NotFound(_("There is no such action."), code="unknown_action")
    detail = request_detail(request.actor, code, now=clock.now())
    without = detail.lead_unit.id if detail.lead_unit else None
    more = {"county": detail.county, "without": without} if wanted.names_units else {}
    form = wanted.form(request.POST if request.method == "POST" else None, **more)
    if not form.is_bound:
        return _form_page(request, detail, wanted, form)
    try:
        if not form.is_valid():
            fields = {name: " ".join(map(str, said)) for name, said in form.errors.items()}
            raise InvalidInput(_("Please check what you entered."), fields=fields)
        wanted.carry_out(Doing(request.actor, clock.now(), code, photos(request), form.uuid), form)
    except (InvalidInput, Conflict, Forbidden) as error:
        if by_script(request):
            return refused(error)
        if isinstance(error, InvalidInput) and form.is_valid():
            add_refusal(form, error, prefix="")
        trouble = "" if isinstance(error, InvalidInput) else str(error.message)
        return _form_page(request, detail, wanted, form, status=error.http_status, trouble=trouble)
    return done(request, _after(request, code), str(wanted.done))


@staff(Role.GRID_WORKER)
@require_safe
def photo(request: StaffRequest, code: str, photo_id: UUID, small: bool = False) -> HttpResponseBase:
    """One photo of a request that this person may see."""
    return photo_response(open_attachment(request.actor, code, photo_id, small=small), str(photo_id))


def _after(request: StaffRequest, code: str) -> str:
    """The request; what has left the grid worker's sight leads to their list."""
    try:
        request_detail(request.actor, code, now=clock.now())
    except NotFound:
        return reverse("grid:mine", args=[code[:6]])
    return reverse("grid:request", args=[code])


def _page(request: StaffRequest, detail: RequestDetail, status: int = 200, trouble: str = "") -> HttpResponse:
    now = clock.now()
    found = pictures(detail.county, detail.id)
    return page(
        request,
        "request.html",
        detail.county,
        tab="mine",
        status=status,
        detail=detail,
        trouble=trouble,
        promises=promises_of(detail.county, [detail.id], now)[detail.id],
        calls=calls_of(detail, now),
        before=[p.photo for p in found if not p.after],
        after=[p.photo for p in found if p.after],
        steps=possible(detail),
        may_take=may_take(detail),
        fresh_key=str(new_id()),
    )


def _form_page(
    request: StaffRequest, detail: RequestDetail, step: Step, form: KeyedForm, status: int = 200, trouble: str = ""
) -> HttpResponse:
    possible_now = step in possible(detail)
    if not possible_now and status == 200:
        trouble, status = _("This can't be done in the present state of the request."), 409
    return page(
        request,
        "do.html",
        detail.county,
        tab="mine",
        status=status,
        detail=detail,
        step=step,
        form=form,
        trouble=trouble,
    )
