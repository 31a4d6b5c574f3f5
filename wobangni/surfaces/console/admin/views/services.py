"""Services: the region's, as this county offers them, and the county's own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wobangni.catalogue import queries as catalogue
from wobangni.catalogue.commands.save_county_service import save_county_service
from wobangni.catalogue.commands.save_service import save_service
from wobangni.catalogue.queries import Service
from wobangni.kernel import clock
from wobangni.kernel.errors import NotFound
from wobangni.organisations.queries import revisions
from wobangni.surfaces.console.admin.forms.questions import asked, problems_of, question_forms
from wobangni.surfaces.console.admin.forms.services import CountyServiceForm, ServiceForm
from wobangni.surfaces.console.admin.frame import SHOWN_CHANGES, admin_page, done, show, status_of, url
from wobangni.surfaces.console.admin.service_list import service_groups
from wobangni.surfaces.shared.http import StaffRequest

TABLES = ("service", "county_service")


@admin_page
@require_safe
def services(request: StaffRequest, county: str | None) -> HttpResponse:
    words = request.GET.get("q", "")[:100]
    context = {"groups": service_groups(county, words), "q": words, "new_url": url("new_service", county)}
    changes = revisions(TABLES, county, limit=SHOWN_CHANGES)
    return show(request, "services.html", county, "services", context, changes=changes)


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, county: str | None) -> HttpResponse:
    """A service of the county's own; in the region one for every county."""
    return _own(request, county, None)


@admin_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, county: str | None, code: str) -> HttpResponse:
    """The county's own, or the region's in the region, is changed as a whole; of the others a county says what differs."""
    found = catalogue.service(code, county)
    if found is None:
        raise NotFound(_("There is no such service in this county."))
    if found.county == county:
        return _own(request, county, found)
    return _differing(request, county or "", found)


def _own(request: StaffRequest, county: str | None, found: Service | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = ServiceForm(data, service=found)
    before = [q.spec for q in found.questions] if found else []
    questions = question_forms(data, before)

    def save() -> None:
        save_service(
            actor=request.actor,
            now=clock.now(),
            county=county,
            code=found.code if found else None,
            data=form.input(asked(questions, before)),
        )

    if _usable(request, questions) and done(request, form, save):
        return _saved(request, county, form.cleaned_data["name"])
    context = {"form": form, "questions": questions, "service": found}
    return _page(request, "service.html", county, found, context, status_of(form, *questions))


def _differing(request: StaffRequest, county: str, here: Service) -> HttpResponse:
    region = catalogue.service(here.code)
    assert region is not None
    data = request.POST if request.method == "POST" else None
    form = CountyServiceForm(data, here=here, region=region)
    before = [q.spec for q in here.questions]
    questions = question_forms(data, before)

    def save() -> None:
        save_county_service(
            actor=request.actor,
            now=clock.now(),
            county=county,
            code=here.code,
            description=form.cleaned_data["description"],
            keywords=form.words,
            questions=asked(questions, before),
            active=form.cleaned_data["active"],
        )

    if _usable(request, questions) and done(request, form, save):
        return _saved(request, county, here.label)
    context = {"form": form, "questions": questions, "service": here, "region": region}
    return _page(request, "service_here.html", county, here, context, status_of(form, *questions))


def _usable(request: StaffRequest, questions: list) -> bool:  # type: ignore[type-arg]
    if request.method != "POST":
        return True
    return all(form.is_valid() for form in questions) and not problems_of(questions)


def _saved(request: StaffRequest, county: str | None, name: str) -> HttpResponse:
    messages.success(request, _("“%(name)s” is saved.") % {"name": name})
    return redirect(url("services", county))


def _page(
    request: StaffRequest,
    template: str,
    county: str | None,
    found: Service | None,
    context: dict[str, object],
    status: int,
) -> HttpResponse:
    changes = tuple(r for r in revisions(TABLES, county, limit=200) if found and r.title == found.name)
    more = {**context, "back_url": url("services", county)}
    return show(request, template, county, "services", more, changes=changes[:SHOWN_CHANGES], status=status)
