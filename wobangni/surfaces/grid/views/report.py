"""Reporting what was found. The empty page holds nothing of anybody, so the phone may keep it for places without signal."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wobangni.kernel import clock
from wobangni.kernel.actors import Role
from wobangni.kernel.errors import Conflict, InvalidInput, WobangniError
from wobangni.service_requests.commands.submission import Submission
from wobangni.service_requests.commands.submit import Submitted
from wobangni.service_requests.commands.work_in_grid import report_in_grid
from wobangni.surfaces.grid.forms import ReportForm
from wobangni.surfaces.grid.pages import by_script, done, own_grids, page, photos, refused
from wobangni.surfaces.shared.fields import add_refusal
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff


@staff(Role.GRID_WORKER)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: StaffRequest, county: str) -> HttpResponse:
    """The form; sent, it takes the report in."""
    grids = own_grids(request.actor, county)
    form = ReportForm(request.POST if request.method == "POST" else None, grids=grids)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            made = _send(request, county, form)
        except (InvalidInput, Conflict) as error:
            if by_script(request):
                return refused(error)
            add_refusal(form, error if isinstance(error, InvalidInput) else InvalidInput(error.message))
            status = error.http_status
        else:
            return done(request, reverse("grid:request", args=[made.code]), _("The report has arrived."))
    elif form.is_bound and by_script(request):
        return refused(_invalid(form))
    return page(request, "report.html", county, tab="report", status=status, form=form, grids=grids)


def _send(request: StaffRequest, county: str, form: ReportForm) -> Submitted:
    said = form.cleaned_data
    submission = Submission(
        county=county, description=said["description"], place_text=said["place_text"], lat=said["lat"], lng=said["lng"]
    )
    return report_in_grid(
        actor=request.actor,
        now=clock.now(),
        submission=submission,
        grid_id=said["grid"],
        photos=photos(request),
        key=form.uuid,
        take=said["take"],
    )


def _invalid(form: ReportForm) -> WobangniError:
    fields = {name: " ".join(map(str, messages)) for name, messages in form.errors.items()}
    return InvalidInput(_("Please check what you entered."), fields=fields)
