"""Visits and trainings of a county, or (``county`` None) of the region: the list, one of them, writing it down, what was asked."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wobangni.kernel import clock
from wobangni.kernel.actors import COUNTY_ROLES, Role
from wobangni.kernel.errors import InvalidInput, NotFound
from wobangni.kernel.ids import new_id
from wobangni.organisations import queries as organisations
from wobangni.organisations.access import check_admin, is_admin
from wobangni.organisations.commands.save_outreach import (
    OutreachInput,
    answer_question,
    raise_question,
    save_outreach,
)
from wobangni.organisations.memberships import staff_of
from wobangni.organisations.queries.outreach import (
    A_PAGE,
    OutreachPage,
    outreach_figures,
    outreach_page,
    outreach_rows,
)
from wobangni.surfaces.console.linkage_forms import AnswerForm, OutreachForm, QuestionForm
from wobangni.surfaces.console.outreach_csv import outreach_csv
from wobangni.surfaces.console.outreach_frame import outreach_line
from wobangni.surfaces.console.views.linkage import check_region
from wobangni.surfaces.shared.fields import add_refusal
from wobangni.surfaces.shared.http import StaffRequest
from wobangni.surfaces.shared.permissions import staff

_READERS = (Role.REGION_OBSERVER, *COUNTY_ROLES)


@staff(*_READERS)
@require_safe
def listing(request: StaffRequest, county: str | None) -> HttpResponse:
    """The records, the latest first, and what they add up to."""
    if county is None:
        check_region(request)
    rows = outreach_rows(county, before=_cursor(request.GET.get("cursor", "")), limit=A_PAGE + 1)
    last = rows[A_PAGE - 1] if len(rows) > A_PAGE else None
    context = {
        "lines": [outreach_line(row, county) for row in rows[:A_PAGE]],
        "figures": outreach_figures(county),
        "county": county,
        "place": organisations.county(county) if county else None,
        "new_url": url("new", county) if is_admin(request.actor, county) else "",
        "export_url": url("export", county),
        "next_cursor": f"{last.held_on:%Y-%m-%d}_{last.id}" if last else None,
        "first": "cursor" not in request.GET,
    }
    return render(request, "console/outreach/list.html", context)


@staff(*_READERS)
@require_safe
def export(request: StaffRequest, county: str | None) -> HttpResponse:
    """All of it as CSV, without anybody's name."""
    if county is None:
        check_region(request)
    response = HttpResponse(outreach_csv(outreach_rows(county, limit=None)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="outreach-{county or "region"}.csv"'
    return response


@staff(*_READERS)
@require_safe
def show(request: StaffRequest, county: str | None, outreach_id: UUID) -> HttpResponse:
    """One record with its questions."""
    return _page(request, county, outreach_id)


@staff(Role.COUNTY_ADMIN)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, county: str | None, outreach_id: UUID | None) -> HttpResponse:
    """``outreach_id`` None: a new one."""
    check_admin(request.actor, county)
    now = clock.now()
    page = _own(county, outreach_id) if outreach_id else None
    people = [(p.user_id, p.name) for p in staff_of(request.actor, county, now) if p.active] if county else []
    known = {user_id for user_id, _name in people}
    people += [one for one in (page.staff if page else ()) if one[0] not in known]
    form = OutreachForm(
        request.POST or None, county=county, people=people, today=clock.local_date(now), page=page, key=new_id().hex
    )
    if request.method == "POST" and form.is_valid():
        saved = _save(request, county, outreach_id, form, now)
        if saved is not None:
            messages.success(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["title"]})
            return redirect(url("one", county, outreach_id=saved))
    context = {"form": form, "page": page, "county": county, "back_url": url("list", county)}
    return render(request, "console/outreach/form.html", context, status=422 if form.is_bound else 200)


@staff(Role.COUNTY_ADMIN)
@require_POST
def ask(request: StaffRequest, county: str | None, outreach_id: UUID) -> HttpResponse:
    """A question that was raised there."""
    check_admin(request.actor, county)
    form = QuestionForm(request.POST, page=_own(county, outreach_id))
    if form.is_valid():
        said = form.cleaned_data
        try:
            raise_question(actor=request.actor, now=clock.now(), county=county, outreach_id=outreach_id, text=said["text"], unit_id=said["unit"])  # fmt: skip
        except InvalidInput as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The question is written down."))
            return redirect(url("one", county, outreach_id=outreach_id) + "#asked")
    return _page(request, county, outreach_id, asking=form)


@staff(Role.COUNTY_ADMIN)
@require_POST
def answer(request: StaffRequest, county: str | None, outreach_id: UUID, question: UUID) -> HttpResponse:
    """The answer to a question."""
    check_admin(request.actor, county)
    form = AnswerForm(request.POST, prefix=question.hex)
    if form.is_valid():
        words = form.cleaned_data["answer"]
        answer_question(actor=request.actor, now=clock.now(), county=county, outreach_id=outreach_id, question_id=question, answer=words)  # fmt: skip
        messages.success(request, _("The answer is saved."))
        return redirect(url("one", county, outreach_id=outreach_id) + "#asked")
    return _page(request, county, outreach_id, answering=(question, form))


def url(name: str, county: str | None, **more: object) -> str:
    """The address of a page of a county, or (None) of the region."""
    if county is None:
        return reverse(f"console:region_outreach_{name}", kwargs=more)
    return reverse(f"console:outreach_{name}", kwargs={"county": county, **more})


def _page(
    request: StaffRequest,
    county: str | None,
    outreach_id: UUID,
    *,
    asking: QuestionForm | None = None,
    answering: tuple[UUID, AnswerForm] | None = None,
) -> HttpResponse:
    if county is None:
        check_region(request)
    page = outreach_page(county, outreach_id)
    if page is None:
        raise NotFound(_("There is no such visit or training."))
    may_edit = page.row.county == county and is_admin(request.actor, county)
    forms = {} if answering is None else {answering[0]: answering[1]}
    questions = [
        (
            q,
            forms.get(q.id) or AnswerForm(prefix=q.id.hex),
            url("answer", county, outreach_id=outreach_id, question=q.id),
        )
        for q in page.questions
    ]
    # Who came is for those who look after the same people.
    may_see_people = county is not None and (is_admin(request.actor, county) or bool(request.actor.roles_in(county)))
    context = {
        "page": page,
        "line": outreach_line(page.row, county),
        "county": county,
        "staff": page.staff if may_see_people else (),
        "questions": questions,
        "may_edit": may_edit,
        "asking": asking or (QuestionForm(page=page) if may_edit else None),
        "ask_url": url("ask", county, outreach_id=outreach_id),
        "edit_url": url("edit", county, outreach_id=outreach_id) if may_edit else "",
        "list_url": url("list", county),
    }
    status = 422 if asking or answering else 200
    return render(request, "console/outreach/page.html", context, status=status)


def _own(county: str | None, outreach_id: UUID) -> OutreachPage:
    page = outreach_page(county, outreach_id)
    if page is None or page.row.county != county:
        raise NotFound(_("There is no such visit or training."))
    return page


def _save(
    request: StaffRequest, county: str | None, outreach_id: UUID | None, form: OutreachForm, now: dt.datetime
) -> UUID | None:
    said = form.cleaned_data
    names = ("kind", "held_on", "title", "place", "host", "materials", "note")
    words = OutreachInput(
        **{name: said[name] for name in names},
        unit_ids=form.unit_ids,
        staff_ids=form.staff_ids,
        attended=said["attended"] or 0,
    )
    key = said["idempotency_key"] or None
    try:
        return save_outreach(
            actor=request.actor, now=now, county=county, outreach_id=outreach_id, said=words, key=key if not outreach_id else None
        )  # fmt: skip
    except InvalidInput as error:
        add_refusal(form, error)
        return None


def _cursor(raw: str) -> tuple[dt.date, UUID] | None:
    """Where the last page ended; anything else is the beginning."""
    day, _sep, last = raw.partition("_")
    try:
        return dt.date.fromisoformat(day), UUID(last)
    except ValueError:
        return None
